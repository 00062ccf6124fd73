package io.bailiwick.adapter.metrics;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * One value at one time, for whatever collects metrics: a name and a unit as OpenTelemetry writes
 * them, and attributes that are few and have few values. Nothing of a token, a key or a caller is
 * in one. Immutable.
 *
 * @param name dotted, lower case, the same for all measurements of one instrument
 * @param description one sentence, the same for all measurements of one instrument
 * @param unit by UCUM: {@code s}, or what is counted in braces, as {@code {key}}
 * @param kind whether it goes up and down
 * @param attributes what tells the measurements of one instrument apart
 */
public record Measurement(
    String name,
    String description,
    String unit,
    Kind kind,
    Map<String, String> attributes,
    double value) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");

  /** How to read a value. */
  public enum Kind {
    /** What is so now; goes up and down. */
    GAUGE,
    /** What has happened since the start; only goes up. */
    COUNTER
  }

  public Measurement {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("A name is dotted lower-case words");
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("A value is a number");
    }
    attributes = Map.copyOf(attributes);
  }
}
