package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.metrics.Measurement;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CryptoMetricsTest {
  private static final KnownAnswer KNOWN = KnownAnswer.of(JwsAlgorithm.ES256);

  private final FakeProvider provider = new FakeProvider(FakeProvider.Fault.NONE);
  private final CryptoChoice choice =
      CryptoChoice.among(
          List.of(
              ProviderCandidate.present(CryptoProvider.ACCP, List.of(provider)),
              ProviderCandidate.find(CryptoProvider.JDK)),
          false);
  private final CryptoMetrics metrics = CryptoMetrics.of(choice);

  private boolean verifies() {
    byte[] message = KNOWN.message();
    return VerificationKey.of(Optional.empty(), (PublicKey) KNOWN.key())
        .verifies(choice, JwsAlgorithm.ES256, message, 0, message.length, KNOWN.signature());
  }

  @Test
  void whatTheJdkTookOver_isCountedByAlgorithm() {
    assertThat(verifies()).isTrue();
    assertThat(metrics.measurements())
        .hasSize(JwsAlgorithm.values().length)
        .extracting(Measurement::value)
        .containsOnly(0.0);

    provider.nowHas(FakeProvider.Fault.FAILS);
    assertThat(verifies()).isTrue();
    assertThat(verifies()).isTrue();
    assertThat(metrics.now(CryptoMetrics.FAILURES.of(0, "bailiwick.algorithm", "ES256")))
        .hasValue(2);
    assertThat(metrics.measurements().stream().mapToDouble(Measurement::value).sum()).isEqualTo(2);
    assertThat(metrics.instruments()).containsExactly(CryptoMetrics.FAILURES);
  }
}
