package io.bailiwick.adapter.keys;

import io.bailiwick.adapter.metrics.Instrument;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.metrics.MeasurementSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The health of keys as measurements, each with the attribute {@value #ISSUER}. Thread-safe.
 *
 * <table>
 * <caption>What is measured of each issuer</caption>
 * <tr><td>{@link #USABLE}</td><td>keys that can verify now</td></tr>
 * <tr><td>{@link #AGE}</td><td>seconds since they were read; none before the first read</td></tr>
 * <tr><td>{@link #NEXT_READ}</td><td>seconds until they are read again, where they are</td></tr>
 * <tr><td>{@link #FAILING}</td><td>1 where the latest read failed, else 0</td></tr>
 * <tr><td>{@link #READS}</td><td>attempts to read them</td></tr>
 * <tr><td>{@link #FAILURES}</td><td>of these, failed ones, by {@value #ERROR}</td></tr>
 * </table>
 */
public final class KeyMetrics implements MeasurementSource {
  public static final Instrument USABLE =
      Instrument.gauge("bailiwick.keys.usable", "{key}", "Keys that can verify now");
  public static final Instrument AGE =
      Instrument.gauge("bailiwick.keys.age", "s", "Time since the keys were read");
  public static final Instrument NEXT_READ =
      Instrument.gauge("bailiwick.keys.next_read", "s", "Time until the keys are read again");
  public static final Instrument FAILING =
      Instrument.gauge("bailiwick.keys.failing", "1", "Whether the latest read of the keys failed");
  public static final Instrument READS =
      Instrument.counter("bailiwick.keys.reads", "{read}", "Attempts to read the keys");
  public static final Instrument FAILURES =
      Instrument.counter(
          "bailiwick.keys.read.failures", "{read}", "Attempts to read the keys that failed");

  /** The attribute that names the issuer. */
  public static final String ISSUER = "bailiwick.issuer";

  /** The attribute that names a {@link KeyFailure}, in lower case. */
  public static final String ERROR = "error.type";

  private final Supplier<Map<String, KeyHealth>> health;

  private KeyMetrics(Supplier<Map<String, KeyHealth>> health) {
    this.health = health;
  }

  /**
   * @param health by issuer, as a verifier gives it: {@code verifier::health}
   */
  public static KeyMetrics of(Supplier<Map<String, KeyHealth>> health) {
    return new KeyMetrics(health);
  }

  @Override
  public List<Instrument> instruments() {
    return List.of(USABLE, AGE, NEXT_READ, FAILING, READS, FAILURES);
  }

  @Override
  public List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    health.get().forEach((issuer, keys) -> add(all, issuer, keys));
    return List.copyOf(all);
  }

  private static void add(List<Measurement> all, String issuer, KeyHealth keys) {
    all.add(USABLE.of(keys.keys(), ISSUER, issuer));
    keys.age().ifPresent(age -> all.add(AGE.of(seconds(age), ISSUER, issuer)));
    keys.nextRead().ifPresent(wait -> all.add(NEXT_READ.of(seconds(wait), ISSUER, issuer)));
    all.add(FAILING.of(keys.lastFailure().isPresent() ? 1 : 0, ISSUER, issuer));
    all.add(READS.of(keys.reads(), ISSUER, issuer));
    // those that never occurred, too: a rate is of what was there before
    for (KeyFailure why : KeyFailure.values()) {
      all.add(
          new Measurement(
              FAILURES,
              Map.of(ISSUER, issuer, ERROR, why.name().toLowerCase(Locale.ROOT)),
              keys.failures().getOrDefault(why, 0L)));
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
