package io.bailiwick.adapter.keys;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.metrics.Instrument;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.testkit.TestIssuer.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is measured of keys, from a source that was read, failed and was read again. */
class KeyMetricsTest extends JwksUrlTestBase {
  private static final String ISSUER = "https://issuer.example";

  private List<Measurement> measured() {
    return KeyMetrics.of(() -> Map.of(ISSUER, keys.health())).measurements();
  }

  private Optional<Double> value(Instrument instrument) {
    return measured().stream()
        .filter(each -> each.instrument().equals(instrument))
        .filter(each -> each.attributes().equals(Map.of("bailiwick.issuer", ISSUER)))
        .map(Measurement::value)
        .findFirst();
  }

  private Map<String, Double> failures() {
    return measured().stream()
        .filter(each -> each.instrument().equals(KeyMetrics.FAILURES))
        .peek(each -> assertThat(each.attributes()).containsEntry("bailiwick.issuer", ISSUER))
        .collect(Collectors.toMap(each -> each.attributes().get("error.type"), Measurement::value));
  }

  @Test
  void beforeTheFirstToken_thereAreNoKeysAndNoAge() {
    assertThat(value(KeyMetrics.USABLE)).contains(0.0);
    assertThat(value(KeyMetrics.READS)).contains(0.0);
    assertThat(value(KeyMetrics.AGE)).isEmpty();
    assertThat(failures()).hasSize(KeyFailure.values().length).containsOnlyKeys(codes());
    assertThat(failures().values()).containsOnly(0.0);
  }

  private static List<String> codes() {
    return Arrays.stream(KeyFailure.values()).map(why -> why.name().toLowerCase(ROOT)).toList();
  }

  @Test
  void readsAndFailures_areCountedByReason() {
    assertThat(find("key-0")).isPresent();
    issuer.fail(Fault.ERROR);
    assertUnavailable("key-1");
    assertUnavailable("key-1");
    clock.advance(Duration.ofMinutes(1));

    assertThat(value(KeyMetrics.USABLE)).contains(1.0);
    // the JVM's own time may say a little more, on a machine that is busy
    assertThat(value(KeyMetrics.AGE).orElseThrow()).isBetween(60.0, 3600.0);
    assertThat(value(KeyMetrics.FAILING)).contains(1.0);
    assertThat(value(KeyMetrics.READS)).contains(3.0);
    assertThat(failures()).containsEntry("bad_status", 2.0).containsEntry("timed_out", 0.0);

    issuer.fail(Fault.NONE);
    assertThat(find("key-1")).isEmpty();
    assertThat(value(KeyMetrics.FAILING)).contains(0.0);
    eventually(() -> value(KeyMetrics.NEXT_READ).isPresent());
  }

  @Test
  void keysTooOldToVerify_areNone() {
    assertThat(find("key-0")).isPresent();
    clock.advance(Duration.ofHours(24));
    assertThat(value(KeyMetrics.USABLE)).contains(0.0);
  }

  @Test
  void allThatIsMeasured_isAmongTheInstruments() {
    assertThat(find("key-0")).isPresent();
    eventually(() -> value(KeyMetrics.NEXT_READ).isPresent());
    assertThat(measured())
        .extracting(Measurement::instrument)
        .containsOnlyOnceElementsOf(
            List.of(KeyMetrics.USABLE, KeyMetrics.AGE, KeyMetrics.NEXT_READ, KeyMetrics.READS))
        .hasSameElementsAs(KeyMetrics.of(Map::of).instruments());
  }
}
