package io.bailiwick.bench.run;

import java.util.Map;
import java.util.TreeMap;

/**
 * One candidate at one size: a benchmark's method with its parameters.
 *
 * @param name how the report calls it
 * @param method the benchmark's full name, class and method
 * @param parameters what JMH is told for each {@code @Param}
 */
public record Lane(String name, String method, Map<String, String> parameters) {
  public Lane {
    if (name.isBlank() || method.isBlank() || name.indexOf('\t') >= 0) {
      throw new IllegalArgumentException("A lane has a name and a method");
    }
    parameters = Map.copyOf(parameters);
  }

  /** As a line that {@link #read} reads. */
  String line() {
    StringBuilder line = new StringBuilder(name).append('\t').append(method);
    new TreeMap<>(parameters)
        .forEach((key, value) -> line.append('\t').append(key).append('=').append(value));
    return line.toString();
  }

  static Lane read(String line) {
    String[] parts = line.split("\t", -1);
    Map<String, String> parameters = new TreeMap<>();
    for (int i = 2; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      parameters.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
    }
    return new Lane(parts[0], parts[1], parameters);
  }
}
