package io.bailiwick.adapter.metrics;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is measured, apart from its values: a name and a unit as OpenTelemetry writes them.
 * Immutable.
 *
 * @param name dotted, lower case
 * @param description one sentence, without a full stop
 * @param unit by UCUM: {@code s}, {@code By}, {@code 1}, or what is counted in braces, as {@code
 *     {key}}
 * @param kind whether it goes up and down
 */
public record Instrument(String name, String description, String unit, Kind kind) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");

  /** How to read a value. */
  public enum Kind {
    /** What is so now; goes up and down. */
    GAUGE,
    /** What has happened since the start; only goes up. */
    COUNTER
  }

  public Instrument {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("A name is dotted lower-case words");
    }
    if (description.isBlank() || unit.isBlank()) {
      throw new IllegalArgumentException("An instrument says what it measures, and in which unit");
    }
  }

  public static Instrument gauge(String name, String unit, String description) {
    return new Instrument(name, description, unit, Kind.GAUGE);
  }

  public static Instrument counter(String name, String unit, String description) {
    return new Instrument(name, description, unit, Kind.COUNTER);
  }

  /** One value of it that stands alone. */
  public Measurement of(double value) {
    return new Measurement(this, Map.of(), value);
  }

  /** One value of it, told from the others by one attribute. */
  public Measurement of(double value, String attribute, String text) {
    return new Measurement(this, Map.of(attribute, text), value);
  }
}
