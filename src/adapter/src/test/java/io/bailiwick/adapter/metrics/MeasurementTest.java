package io.bailiwick.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementTest {
  private static final Instrument AGE = Instrument.gauge("keys.age", "s", "How old");
  private static final Instrument READS = Instrument.counter("keys.reads", "{read}", "How often");

  /** Measures what it is given. */
  private record Given(List<Measurement> measurements) implements MeasurementSource {
    @Override
    public List<Instrument> instruments() {
      return measurements.stream().map(Measurement::instrument).distinct().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Keys", "keys.", "keys age", "keys-age", ".keys", "keys..age", "1"})
  void nameThatIsNone_isRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Instrument.gauge(name, "s", "How old"));
  }

  @Test
  void instrumentThatSaysNothing_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Instrument.gauge("keys.age", "s", " "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Instrument.counter("keys.reads", "", "How often"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void valueThatIsNone_isRefused(double value) {
    assertThatIllegalArgumentException().isThrownBy(() -> AGE.of(value));
  }

  @Test
  void attributes_areOfTheirTime() {
    Map<String, String> attributes = new HashMap<>(Map.of("issuer", "a"));
    Measurement measurement = new Measurement(AGE, attributes, 1);
    attributes.put("issuer", "b");
    assertThat(measurement.attributes()).containsExactly(Map.entry("issuer", "a"));
  }

  @Test
  void sources_areAskedTogether() {
    MeasurementSource all =
        MeasurementSource.together(
            new Given(List.of(AGE.of(3, "issuer", "a"), AGE.of(4, "issuer", "b"))),
            new Given(List.of(READS.of(7))));
    assertThat(all.instruments()).containsExactly(AGE, READS);
    assertThat(all.measurements()).extracting(Measurement::value).containsExactly(3.0, 4.0, 7.0);
    assertThat(all.now(AGE.of(0, "issuer", "b"))).hasValue(4.0);
    assertThat(all.now(READS.of(0))).hasValue(7.0);
    assertThat(all.now(AGE.of(0, "issuer", "c"))).isEmpty();
    assertThat(all.now(AGE.of(0))).isEmpty();
  }

  @Test
  void twoSourcesOfOneInstrument_areRefused() {
    Given one = new Given(List.of(READS.of(1)));
    Given same = new Given(List.of(Instrument.gauge("keys.reads", "s", "Other").of(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> MeasurementSource.together(one, same));
  }
}
