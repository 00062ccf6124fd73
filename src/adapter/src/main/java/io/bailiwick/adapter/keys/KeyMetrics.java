package io.bailiwick.adapter.keys;

import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.metrics.Measurement.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The health of keys as measurements: to be asked for whenever metrics are collected.
 *
 * <table>
 * <caption>What is measured, with the attribute {@value #ISSUER} for each issuer</caption>
 * <tr><td>{@value #COUNT}</td><td>gauge</td><td>keys that can verify now</td></tr>
 * <tr><td>{@value #AGE}</td><td>gauge, seconds</td><td>since they were read</td></tr>
 * <tr><td>{@value #NEXT_READ}</td><td>gauge, seconds</td><td>until they are read again</td></tr>
 * <tr><td>{@value #FAILING}</td><td>gauge</td><td>1 where the latest read failed, else 0</td></tr>
 * <tr><td>{@value #READS}</td><td>counter</td><td>attempts to read them</td></tr>
 * <tr><td>{@value #FAILURES}</td><td>counter</td><td>of these, failed ones, by {@value #ERROR}</td></tr>
 * </table>
 */
public final class KeyMetrics {
  public static final String COUNT = "bailiwick.keys.count";
  public static final String AGE = "bailiwick.keys.age";
  public static final String NEXT_READ = "bailiwick.keys.next_read";
  public static final String FAILING = "bailiwick.keys.failing";
  public static final String READS = "bailiwick.keys.reads";
  public static final String FAILURES = "bailiwick.keys.read.failures";

  /** The attribute that names the issuer. */
  public static final String ISSUER = "bailiwick.issuer";

  /** The attribute that names a {@link KeyFailure}, in lower case. */
  public static final String ERROR = "error.type";

  private KeyMetrics() {}

  /**
   * @param health by issuer, as a verifier gives it
   */
  public static List<Measurement> of(Map<String, KeyHealth> health) {
    List<Measurement> all = new ArrayList<>();
    health.forEach((issuer, keys) -> add(all, issuer, keys));
    return List.copyOf(all);
  }

  private static void add(List<Measurement> all, String name, KeyHealth keys) {
    Map<String, String> issuer = Map.of(ISSUER, name);
    all.add(gauge(COUNT, "Keys that can verify now", "{key}", issuer, keys.keys()));
    keys.age()
        .ifPresent(
            age -> all.add(gauge(AGE, "Time since the keys were read", "s", issuer, seconds(age))));
    keys.nextRead()
        .ifPresent(
            wait ->
                all.add(
                    gauge(
                        NEXT_READ,
                        "Time until the keys are read again",
                        "s",
                        issuer,
                        seconds(wait))));
    all.add(
        gauge(
            FAILING,
            "Whether the latest read of the keys failed",
            "1",
            issuer,
            keys.lastFailure().isPresent() ? 1 : 0));
    all.add(
        new Measurement(
            READS, "Attempts to read the keys", "{read}", Kind.COUNTER, issuer, keys.reads()));
    keys.failures()
        .forEach(
            (why, count) ->
                all.add(
                    new Measurement(
                        FAILURES,
                        "Attempts to read the keys that failed",
                        "{read}",
                        Kind.COUNTER,
                        Map.of(ISSUER, name, ERROR, why.name().toLowerCase(Locale.ROOT)),
                        count)));
  }

  private static Measurement gauge(
      String name, String description, String unit, Map<String, String> issuer, double value) {
    return new Measurement(name, description, unit, Kind.GAUGE, issuer, value);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
