package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is measured of the cache while tokens come. */
class TokenCacheMetricsTest extends VerifierTestBase {
  private final AgentTokenVerifier verifier = builder().tokenCacheSize(1).build();
  private final TokenCacheMetrics metrics = TokenCacheMetrics.of(verifier::tokenCache);

  private double now(Measurement which) {
    return metrics.now(which).orElseThrow();
  }

  @Test
  void presentations_areCountedByWhetherTheyWereRemembered() {
    String token = token().subject("first").sign();
    verifier.verify(token);
    verifier.verify(token);
    verifier.verify(token);
    assertRejected(verifier, token().expired().sign(), Reason.EXPIRED);

    assertThat(now(TokenCacheMetrics.LOOKUPS.of(0, "bailiwick.result", "hit"))).isEqualTo(2);
    assertThat(now(TokenCacheMetrics.LOOKUPS.of(0, "bailiwick.result", "miss"))).isEqualTo(2);
    assertThat(now(TokenCacheMetrics.TOKENS.of(0))).isEqualTo(1);
    assertThat(now(TokenCacheMetrics.SIZE.of(0))).isGreaterThan(token.length());
    assertThat(now(TokenCacheMetrics.EVICTIONS.of(0))).isZero();

    verifier.verify(token().subject("second").sign());
    assertThat(now(TokenCacheMetrics.TOKENS.of(0))).isEqualTo(1);
    assertThat(now(TokenCacheMetrics.EVICTIONS.of(0))).isEqualTo(1);
  }

  @Test
  void allThatIsMeasured_isAmongTheInstruments() {
    assertThat(metrics.measurements())
        .extracting(Measurement::instrument)
        .hasSameElementsAs(metrics.instruments());
  }

  @Test
  void withoutACache_nothingIsMeasured() {
    AgentTokenVerifier without = builder().withoutTokenCache().build();
    assertThat(TokenCacheMetrics.of(without::tokenCache).measurements()).isEmpty();
    assertThat(TokenCacheMetrics.of(Optional::empty).now(TokenCacheMetrics.TOKENS.of(0))).isEmpty();
  }
}
