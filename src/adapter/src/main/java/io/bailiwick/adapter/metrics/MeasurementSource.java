package io.bailiwick.adapter.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Something that is measured when it is asked, whenever metrics are collected. Asking is quick,
 * waits for nobody and changes nothing. Implementations are thread-safe.
 */
public interface MeasurementSource {
  /** All that may be measured, always the same. */
  List<Instrument> instruments();

  /**
   * What is so now: at most one for each instrument and attributes. Some may be missing, such as
   * the age of keys that were never read.
   */
  List<Measurement> measurements();

  /** What is measured now with the instrument and attributes of another measurement. */
  default OptionalDouble now(Measurement earlier) {
    return measurements().stream()
        .filter(each -> each.instrument().equals(earlier.instrument()))
        .filter(each -> each.attributes().equals(earlier.attributes()))
        .mapToDouble(Measurement::value)
        .findFirst();
  }

  /**
   * Several as one.
   *
   * @throws IllegalArgumentException where two measure with instruments of the same name
   */
  static MeasurementSource together(MeasurementSource... sources) {
    return new MeasurementSources(Arrays.asList(sources));
  }
}
