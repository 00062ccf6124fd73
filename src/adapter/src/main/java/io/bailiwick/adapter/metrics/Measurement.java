package io.bailiwick.adapter.metrics;

import java.util.Map;

/**
 * One value at one time, for whatever collects metrics, with attributes that are few and have few
 * values, none of which a caller can choose. Nothing of a token, a key or a caller is in one.
 * Immutable.
 *
 * @param attributes what tells the measurements of one instrument apart
 */
public record Measurement(Instrument instrument, Map<String, String> attributes, double value) {

  public Measurement {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("A value is a number");
    }
    attributes = Map.copyOf(attributes);
  }
}
