package io.bailiwick.it.realm;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a placeholder's value comes from. */
@FunctionalInterface
public interface Environment {
  /** The process's own environment. */
  Environment OF_PROCESS = System::getenv;

  /** The value, or null where the name is not set. */
  @Nullable String get(String name);

  /** These values and no others. */
  static Environment of(Map<String, String> values) {
    return Map.copyOf(values)::get;
  }
}
