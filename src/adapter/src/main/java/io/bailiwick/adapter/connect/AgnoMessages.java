package io.bailiwick.adapter.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bailiwick.adapter.internal.SmallJson;
import io.bailiwick.adapter.token.Caller;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"action":"authenticate","token":...}} from the client; {@code authenticated}, {@code
 * auth_error} with its {@code error_type} and {@code auth_required} to it.
 */
final class AgnoMessages implements AuthenticateMessages {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String ACTION = "authenticate";

  @Override
  public boolean isAuthenticate(String message) {
    // most messages are the application's, and are not read here at all
    return message.contains(ACTION)
        && message.length() <= FirstMessage.MAX_LENGTH
        && message.stripLeading().startsWith("{")
        && read(message).filter(members -> ACTION.equals(members.get("action"))).isPresent();
  }

  @Override
  public Optional<String> credential(String message) {
    try {
      return Optional.of(FirstMessage.read(message).token());
    } catch (Refused e) {
      return Optional.empty();
    }
  }

  @Override
  public String authenticated(Caller caller) {
    return event(
        "authenticated",
        List.of(Map.entry("message", "Authenticated"), Map.entry("user_id", caller.subject())));
  }

  @Override
  public String refused(Refusal how) {
    return event(
        "auth_error",
        List.of(
            Map.entry("error", ErrorVoice.message(how)),
            Map.entry("error_type", type(how.code()))));
  }

  @Override
  public String required() {
    return event("auth_required", List.of(Map.entry("error", "Authenticate first: send a token")));
  }

  @Override
  public String expiring(Duration left) {
    return event(
        "auth_required",
        List.of(
            Map.entry(
                "error",
                "The token ends in " + left.toSeconds() + " seconds: authenticate again")));
  }

  private static String type(Refusal.Code code) {
    return switch (code) {
      case EXPIRED_TOKEN -> "expired";
      case RATE_LIMITED, UNAVAILABLE, GOING_AWAY, INTERNAL_ERROR -> "server_error";
      default -> "invalid_token";
    };
  }

  private static Optional<Map<String, @Nullable Object>> read(String message) {
    try {
      return Optional.of(SmallJson.object(message));
    } catch (SmallJson.Malformed e) {
      return Optional.empty();
    }
  }

  private static String event(String name, List<Map.Entry<String, String>> members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("event", name);
      for (Map.Entry<String, String> member : members) {
        json.writeStringField(member.getKey(), member.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
