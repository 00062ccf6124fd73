package io.bailiwick.adapter.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value of a few KiB that others have sent: an object, or null. No name twice, nothing
 * after its end, bounded in depth and count. Strings, booleans, {@code Long} and wider numbers,
 * lists, maps and null, immutable all the way down. Tokens are read by a reader of their own.
 */
public final class SmallJson {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_TOKENS = 10_000;

  /** Keeps nothing of what it has read, and quotes nothing of it in a message. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(64)
                  .maxNameLength(1024)
                  .maxTokenCount(MAX_TOKENS)
                  .build())
          .build();

  /** It is no such value. Says nothing of what it is. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    public Malformed() {
      super("It is no JSON object", null, false, false);
    }
  }

  private SmallJson() {}

  /**
   * An object's members, in order.
   *
   * @throws Malformed where it is anything else
   */
  public static Map<String, @Nullable Object> object(String json) throws Malformed {
    return objectOrNull(json).orElseThrow(Malformed::new);
  }

  /**
   * An object's members, in order; empty for null.
   *
   * @throws Malformed where it is anything else
   */
  public static Optional<Map<String, @Nullable Object>> objectOrNull(String json) throws Malformed {
    try (JsonParser parser = FACTORY.createParser(json)) {
      JsonToken first = parser.nextToken();
      Optional<Map<String, @Nullable Object>> read;
      if (first == JsonToken.START_OBJECT) {
        read = Optional.of(members(parser));
      } else if (first == JsonToken.VALUE_NULL) {
        read = Optional.empty();
      } else {
        throw new Malformed();
      }
      if (parser.nextToken() != null) {
        throw new Malformed();
      }
      return read;
    } catch (IOException | NumberFormatException e) {
      // not as the cause: a parser's message quotes what it could not read
      throw new Malformed();
    }
  }

  private static Map<String, @Nullable Object> members(JsonParser json)
      throws IOException, Malformed {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      members.put(name, value(json));
    }
    return Collections.unmodifiableMap(members);
  }

  private static @Nullable Object value(JsonParser json) throws IOException, Malformed {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT ->
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? json.getBigIntegerValue()
              : (Object) json.getLongValue();
      // what no double can hold is refused: such a value fills memory when it is written out
      case VALUE_NUMBER_FLOAT -> finite(json.getDoubleValue());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case START_ARRAY -> elements(json);
      case START_OBJECT -> members(json);
      default -> throw new Malformed();
    };
  }

  private static Double finite(double value) throws Malformed {
    if (!Double.isFinite(value)) {
      throw new Malformed();
    }
    return value;
  }

  private static List<@Nullable Object> elements(JsonParser json) throws IOException, Malformed {
    List<@Nullable Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(json));
    }
    return Collections.unmodifiableList(elements);
  }
}
