package io.bailiwick.adapter.keys;

import io.bailiwick.adapter.metrics.Instrument;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.metrics.MeasurementSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How often a security provider failed so that the JDK verified instead, as measurements, each with
 * the attribute {@value #ALGORITHM}. All should stay at zero. Thread-safe.
 */
public final class CryptoMetrics implements MeasurementSource {
  public static final Instrument FAILURES =
      Instrument.counter(
          "bailiwick.crypto.failures",
          "{verification}",
          "Verifications that a security provider failed at and the JDK took over");

  /** The attribute that names the algorithm, as JWS does. */
  public static final String ALGORITHM = "bailiwick.algorithm";

  private final CryptoChoice choice;

  private CryptoMetrics(CryptoChoice choice) {
    this.choice = choice;
  }

  /**
   * @param choice as a verifier gives it: {@code verifier.crypto()}
   */
  public static CryptoMetrics of(CryptoChoice choice) {
    return new CryptoMetrics(choice);
  }

  @Override
  public List<Instrument> instruments() {
    return List.of(FAILURES);
  }

  @Override
  public List<Measurement> measurements() {
    Map<JwsAlgorithm, Long> failures = choice.failures();
    return Arrays.stream(JwsAlgorithm.values())
        .map(each -> FAILURES.of(failures.getOrDefault(each, 0L), ALGORITHM, each.jwsName()))
        .toList();
  }
}
