package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.metrics.Measurement.Kind;
import io.bailiwick.testkit.TestIssuer.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is measured of keys, from a source that was read, failed and was read again. */
class KeyMetricsTest extends JwksUrlTestBase {
  private List<Measurement> measured() {
    return KeyMetrics.of(Map.of("https://issuer.example", keys.health()));
  }

  private Optional<Double> value(String name) {
    return measured().stream()
        .filter(each -> each.name().equals(name))
        .map(Measurement::value)
        .findFirst();
  }

  @Test
  void beforeTheFirstToken_thereAreNoKeysAndNoAge() {
    assertThat(value(KeyMetrics.COUNT)).contains(0.0);
    assertThat(value(KeyMetrics.READS)).contains(0.0);
    assertThat(value(KeyMetrics.AGE)).isEmpty();
    assertThat(value(KeyMetrics.FAILURES)).isEmpty();
  }

  @Test
  void readsAndFailures_areCountedByReason() {
    assertThat(find("key-0")).isPresent();
    issuer.fail(Fault.ERROR);
    assertUnavailable("key-1");
    assertUnavailable("key-1");
    clock.advance(Duration.ofMinutes(1));

    assertThat(value(KeyMetrics.COUNT)).contains(1.0);
    assertThat(value(KeyMetrics.AGE).orElseThrow()).isGreaterThanOrEqualTo(60.0);
    assertThat(value(KeyMetrics.FAILING)).contains(1.0);
    assertThat(value(KeyMetrics.READS)).contains(3.0);
    assertThat(measured())
        .contains(
            new Measurement(
                "bailiwick.keys.read.failures",
                "Attempts to read the keys that failed",
                "{read}",
                Kind.COUNTER,
                Map.of("bailiwick.issuer", "https://issuer.example", "error.type", "bad_status"),
                2));

    issuer.fail(Fault.NONE);
    assertThat(find("key-1")).isEmpty();
    assertThat(value(KeyMetrics.FAILING)).contains(0.0);
    eventually(() -> value(KeyMetrics.NEXT_READ).isPresent());
  }

  @Test
  void keysTooOldToVerify_areNone() {
    assertThat(find("key-0")).isPresent();
    clock.advance(Duration.ofHours(24));
    assertThat(value(KeyMetrics.COUNT)).contains(0.0);
  }

  @Test
  void measurementThatIsNone_isRefused() {
    for (String name : List.of("", "Keys", "keys.", "keys age", "keys-age")) {
      assertThatThrownBy(() -> new Measurement(name, "", "s", Kind.GAUGE, Map.of(), 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Measurement("a", "", "s", Kind.GAUGE, Map.of(), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
