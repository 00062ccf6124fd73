package io.bailiwick.adapter.connect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a service says of its own refusal, to its callers as it stands: they see every word of it,
 * and a WebSocket's close reason is {@code group.code}. Immutable.
 *
 * @param group letters, digits, {@code _} and {@code -}, 48 at most
 * @param code likewise; what clients tell refusals apart by
 * @param message a sentence for people, 1024 characters at most
 * @param metadata JSON: texts, booleans, finite numbers, lists, and maps by text, 256 values and
 *     eight levels at most
 */
public record ErrorDetail(String group, String code, String message, Map<String, Object> metadata) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,48}");
  private static final int MAX_MESSAGE = 1024;
  private static final int MAX_VALUES = 256;
  private static final int MAX_DEPTH = 8;

  /**
   * @throws IllegalArgumentException where a part is longer, or of another kind, than may be
   */
  public ErrorDetail {
    if (!NAME.matcher(group).matches() || !NAME.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "An error's group and code are up to 48 letters, digits, _ and -");
    }
    if (message.length() > MAX_MESSAGE) {
      throw new IllegalArgumentException("An error's message is up to 1024 characters");
    }
    metadata = new Copy().members(metadata, 1);
  }

  /** Copies plain values, and counts them. */
  private static final class Copy {
    private int values;

    Map<String, Object> members(Map<?, ?> from, int depth) {
      Map<String, Object> members = new LinkedHashMap<>();
      for (Map.Entry<?, ?> each : from.entrySet()) {
        if (!(each.getKey() instanceof String name)) {
          throw new IllegalArgumentException("Metadata is named by text");
        }
        members.put(name, value(each.getValue(), depth));
      }
      return Collections.unmodifiableMap(members);
    }

    private Object value(Object value, int depth) {
      if (++values > MAX_VALUES || depth > MAX_DEPTH) {
        throw new IllegalArgumentException("Metadata is up to 256 values, eight levels deep");
      }
      if (value instanceof String || value instanceof Boolean || isNumber(value)) {
        return value;
      }
      if (value instanceof Map<?, ?> map) {
        return members(map, depth + 1);
      }
      if (value instanceof List<?> list) {
        List<Object> elements = new ArrayList<>();
        list.forEach(each -> elements.add(value(each, depth + 1)));
        return Collections.unmodifiableList(elements);
      }
      throw new IllegalArgumentException(
          "Metadata holds texts, booleans, finite numbers, lists and maps");
    }

    private static boolean isNumber(Object value) {
      return value instanceof Integer
          || value instanceof Long
          || (value instanceof Double number && Double.isFinite(number));
    }
  }
}
