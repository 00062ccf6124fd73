package io.bailiwick.jakarta;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The standard messages: {@code {"type":"bailiwick.life","expires_in":300}} and {@code
 * {"type":"bailiwick.expiring","expires_in":30}} to the client, {@code
 * {"type":"bailiwick.refresh","token":"..."}} from it, with {@code "dpop"} where there is a proof.
 */
final class JsonLifeMessages implements LifeMessages {
  private static final String REFRESH = "bailiwick.refresh";
  private static final int MAX_TEXT = 16 * 1024;

  /** Keeps nothing of what it has read: anybody may have written it. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(1).maxStringLength(MAX_TEXT).build())
          .build();

  @Override
  public String subprotocol() {
    return "bailiwick.life";
  }

  @Override
  public Optional<Renewal> renewal(String message) {
    // most messages are the application's, and are not read here at all
    if (!message.contains(REFRESH) || !message.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    try (JsonParser json = JSON.createParser(message)) {
      return read(json);
    } catch (IOException e) {
      // not as the cause: a parser's message quotes what it could not read
      throw new IllegalArgumentException("A refresh can't be read");
    }
  }

  @Override
  public String life(Duration left) {
    return message("bailiwick.life", left);
  }

  @Override
  public String expiring(Duration left) {
    return message("bailiwick.expiring", left);
  }

  private static String message(String type, Duration left) {
    // rounded down: who comes a moment early is not late
    return "{\"type\":\"" + type + "\",\"expires_in\":" + left.toSeconds() + "}";
  }

  private static Optional<Renewal> read(JsonParser json) throws IOException {
    String type = "";
    String token = "";
    @Nullable String proof = null;
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      String value = json.nextTextValue();
      if (value == null) {
        throw new IllegalArgumentException("A refresh holds texts only");
      }
      switch (name) {
        case "type" -> type = value;
        case "token" -> token = value;
        case "dpop" -> proof = value;
        default -> {}
      }
    }
    if (json.nextToken() != null) {
      throw new IllegalArgumentException("Nothing follows a refresh");
    }
    if (!type.equals(REFRESH)) {
      return Optional.empty();
    }
    if (token.isEmpty()) {
      throw new IllegalArgumentException("A refresh brings a token");
    }
    return Optional.of(new Renewal(token, Optional.ofNullable(proof)));
  }
}
