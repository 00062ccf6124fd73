package io.bailiwick.adapter.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One JSON object, read the only way it can be meant: well-formed UTF-8 without a byte-order mark,
 * no name twice in an object at any depth, no lone surrogate, nothing after its end, bounded in
 * depth and count. Strings, booleans, {@code Long} and wider numbers, lists and maps, immutable all
 * the way down; JSON's null is {@link #NULL}.
 */
final class StrictJson {
  /** JSON's null, which is not the same as a name that is not there. */
  static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  private static final int MAX_DEPTH = 16;
  private static final int MAX_TOKENS = 20_000;
  private static final int MAX_MEMBERS = 256;
  private static final int MAX_SCALE = 400;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(64)
                  .maxNameLength(1024)
                  .maxTokenCount(MAX_TOKENS)
                  .build())
          .build();

  private StrictJson() {}

  /**
   * @throws TokenRejected as malformed
   */
  static Map<String, Object> object(byte[] bytes) {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes));
      // as characters, since a parser of bytes would guess UTF-16 and let overlong forms through
      try (JsonParser json = JSON.createParser(text.array(), 0, text.length())) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw malformed();
        }
        Map<String, Object> object = members(json);
        if (json.nextToken() != null) {
          throw malformed();
        }
        return object;
      }
    } catch (CharacterCodingException e) {
      throw malformed();
    } catch (IOException e) {
      // not as the cause: a parser's message quotes what it could not read
      throw malformed();
    }
  }

  private static Map<String, Object> members(JsonParser json) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (members.size() == MAX_MEMBERS) {
        throw malformed();
      }
      json.nextToken();
      members.put(wellFormed(name), value(json));
    }
    return Collections.unmodifiableMap(members);
  }

  private static List<Object> elements(JsonParser json) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(json));
    }
    return Collections.unmodifiableList(elements);
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> members(json);
      case START_ARRAY -> elements(json);
      case VALUE_STRING -> wellFormed(json.getText());
      case VALUE_NUMBER_INT -> integer(json);
      case VALUE_NUMBER_FLOAT -> decimal(json);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NULL;
      default -> throw malformed();
    };
  }

  private static Number integer(JsonParser json) throws IOException {
    return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? json.getBigIntegerValue()
        : (Number) json.getLongValue();
  }

  /** Not one whose exponent would fill the memory of whoever writes it out. */
  private static BigDecimal decimal(JsonParser json) throws IOException {
    BigDecimal value = json.getDecimalValue();
    if (Math.abs((long) value.scale()) > MAX_SCALE) {
      throw malformed();
    }
    return value;
  }

  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isHighSurrogate(text.charAt(i))
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw malformed();
        }
        i++;
      }
    }
    return text;
  }

  static TokenRejected malformed() {
    return new TokenRejected(TokenRejected.Reason.MALFORMED);
  }
}
