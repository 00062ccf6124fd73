package io.bailiwick.adapter.connect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about the connection that it asks for: one JSON object of at most {@value
 * #MAX_BYTES} bytes, read strictly. Nothing in it is verified. The member that carries the
 * credential is not in it. Immutable; its values are never written out, since a client may put
 * anything there.
 *
 * @param values by name; strings, booleans, {@code Long} and wider numbers, lists and maps, and
 *     null for JSON's
 */
public record ConnectionParams(Map<String, @Nullable Object> values) {
  /** The most bytes of the JSON text, in UTF-8. */
  public static final int MAX_BYTES = 4096;

  public ConnectionParams {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** None were sent. */
  public static ConnectionParams none() {
    return new ConnectionParams(Map.of());
  }

  /** A member that is text; empty where there is none, or it is something else. */
  public Optional<String> text(String name) {
    return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  @Override
  public String toString() {
    return "ConnectionParams[" + values.size() + "]";
  }
}
