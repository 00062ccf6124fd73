package io.bailiwick.adapter.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object, read the only way it can be meant: well-formed UTF-8 without a byte-order mark,
 * no name twice in an object at any depth, no lone surrogate, nothing after its end, bounded in
 * depth and count. Strings, booleans, {@code Long} and wider numbers, lists and maps, immutable all
 * the way down; JSON's null is {@link #NULL}. Whatever is otherwise is {@link TokenRejected} as
 * malformed.
 *
 * <p>It is read from front to end: {@link #begin}, {@link #nextName}, then either {@link #value} or
 * {@link #skip}, and {@link #end} when there is no name any more. What is skipped is read as
 * strictly. Not thread-safe.
 */
final class StrictJson implements AutoCloseable {
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
  private static final int MAX_SCALE = 400;

  /** Keeps nothing of what it has read: anybody may have written it. */
  private static final JsonFactory FACTORY = factory();

  private final JsonParser json;

  /** Only an escape can spell half a character, where the bytes are well-formed. */
  private final boolean hasEscapes;

  private final MemberNames names = new MemberNames();

  private StrictJson(JsonParser json, boolean hasEscapes) {
    this.json = json;
    this.hasEscapes = hasEscapes;
  }

  static StrictJson of(byte[] bytes) {
    try {
      Utf8Text text = Utf8Text.of(bytes);
      // as characters: a parser of bytes keeps names, which are not for anybody to choose
      CharBuffer characters = text.characters();
      if (text.hasBackslash() && !Utf8Text.isEscapedInHex(characters)) {
        throw malformed();
      }
      return new StrictJson(
          FACTORY.createParser(characters.array(), 0, characters.length()), text.hasBackslash());
    } catch (IOException e) {
      throw malformed();
    }
  }

  /** All of it. */
  static Map<String, Object> object(byte[] bytes) {
    try (StrictJson json = of(bytes)) {
      json.begin();
      Map<String, Object> object = new LinkedHashMap<>();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        object.put(name, json.value());
      }
      json.end();
      return Collections.unmodifiableMap(object);
    }
  }

  /** Sees that it is an object. */
  void begin() {
    try {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw malformed();
      }
    } catch (IOException e) {
      // not as the cause: a parser's message quotes what it could not read
      throw malformed();
    }
  }

  /** The next member's name; null where there is none. */
  @Nullable String nextName() {
    try {
      return next(names);
    } catch (IOException e) {
      throw malformed();
    }
  }

  /** The value of the member that was named last. */
  Object value() {
    try {
      return current();
    } catch (IOException e) {
      throw malformed();
    }
  }

  /** Passes over the value of the member that was named last. */
  void skip() {
    try {
      pass();
    } catch (IOException e) {
      throw malformed();
    }
  }

  /** Sees that nothing follows. */
  void end() {
    try {
      if (json.nextToken() != null) {
        throw malformed();
      }
    } catch (IOException e) {
      throw malformed();
    }
  }

  @Override
  public void close() {
    try {
      json.close();
    } catch (IOException e) {
      throw malformed();
    }
  }

  static TokenRejected malformed() {
    return new TokenRejected(TokenRejected.Reason.MALFORMED);
  }

  private @Nullable String next(MemberNames before) throws IOException {
    String name = json.nextFieldName();
    if (name != null) {
      before.add(wellFormed(name));
      json.nextToken();
    }
    return name;
  }

  private Object current() throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> wellFormed(json.getText());
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> decimal();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NULL;
      case START_ARRAY -> elements();
      case START_OBJECT -> members();
      default -> throw malformed();
    };
  }

  private Map<String, Object> members() throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    MemberNames inner = new MemberNames();
    for (String name = next(inner); name != null; name = next(inner)) {
      members.put(name, current());
    }
    return Collections.unmodifiableMap(members);
  }

  private List<Object> elements() throws IOException {
    List<Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(current());
    }
    return Collections.unmodifiableList(elements);
  }

  private void pass() throws IOException {
    switch (json.currentToken()) {
      case VALUE_STRING -> {
        if (hasEscapes) {
          wellFormed(json.getText());
        }
      }
      case VALUE_NUMBER_FLOAT -> decimal();
      case VALUE_NUMBER_INT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> {}
      case START_ARRAY -> {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          pass();
        }
      }
      case START_OBJECT -> {
        MemberNames inner = new MemberNames();
        while (next(inner) != null) {
          pass();
        }
      }
      default -> throw malformed();
    }
  }

  private Number integer() throws IOException {
    return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? json.getBigIntegerValue()
        : (Number) json.getLongValue();
  }

  /**
   * Not one whose exponent would fill the memory of whoever writes it out, nor one beyond a double,
   * which other readers refuse.
   */
  private BigDecimal decimal() throws IOException {
    try {
      BigDecimal value = json.getDecimalValue();
      if (Math.abs((long) value.scale()) > MAX_SCALE || Double.isInfinite(value.doubleValue())) {
        throw malformed();
      }
      return value;
    } catch (NumberFormatException e) {
      // of an exponent that is no int; its message quotes the number
      throw malformed();
    }
  }

  private String wellFormed(String text) {
    if (hasEscapes && !Utf8Text.isWellFormed(text)) {
      throw malformed();
    }
    return text;
  }

  private static JsonFactory factory() {
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(64)
                .maxNameLength(1024)
                .maxTokenCount(MAX_TOKENS)
                .build())
        .build();
  }
}
