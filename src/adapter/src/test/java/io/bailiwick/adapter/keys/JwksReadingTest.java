package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.TestIssuer.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where keys are read, and how often. */
class JwksReadingTest extends JwksUrlTestBase {
  @Test
  void nothingIsRead_beforeTheFirstToken() {
    assertThat(issuer.discoveries()).isZero();
    assertThat(keys.health()).isEqualTo(new KeyHealth(0, Optional.empty(), Optional.empty()));
  }

  @Test
  void keysAreFound_throughTheIssuersDiscovery() {
    assertThat(find("key-0")).isPresent();
    assertThat(find("key-0")).isPresent();
    assertThat(issuer.discoveries()).isEqualTo(1);
    assertThat(issuer.jwksReads()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(7));
    assertThat(keys.health().keys()).isEqualTo(1);
    assertThat(keys.health().age()).contains(Duration.ofSeconds(7));
    assertThat(keys.health().lastFailure()).isEmpty();
  }

  @Test
  void keysAreFound_atAnAddressGivenOutright() {
    try (JwksUrl direct =
        JwksUrl.at(issuer.jwksUri())
            .clock(clock)
            .patience(Patience.PLENTY)
            .timeout(Patience.PLENTY)
            .build()) {
      assertThat(direct.find(Optional.of("key-0"), JwsAlgorithm.RS256)).isPresent();
      assertThat(issuer.discoveries()).isZero();
    }
  }

  @Test
  void knownKeyForAnotherAlgorithm_isNoKeyAndNotReadAgain() {
    assertThat(find("key-0")).isPresent();
    assertThat(keys.find(Optional.of("key-0"), JwsAlgorithm.HS256)).isEmpty();
    assertThat(keys.find(Optional.of("key-0"), JwsAlgorithm.PS256)).isEmpty();
    assertThat(issuer.jwksReads()).isEqualTo(1);
  }

  @Test
  void manyCallersAtOnce_shareOneRead() throws Exception {
    issuer.fail(Fault.HANGING);
    List<Asker> askers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      askers.add(new Asker("key-0"));
    }
    for (Asker asker : askers) {
      asker.awaitWaiting();
    }
    issuer.fail(Fault.NONE);
    for (Asker asker : askers) {
      assertThat(asker.answer()).isPresent();
    }
    assertThat(issuer.discoveries()).isEqualTo(1);
    assertThat(issuer.jwksReads()).isEqualTo(1);
  }

  @Test
  void closed_knownKeysVerifyOnAndNothingIsRead() {
    assertThat(find("key-0")).isPresent();
    keys.close();
    assertThat(find("key-0")).isPresent();
    assertUnavailable("key-1");
    assertThat(issuer.jwksReads()).isEqualTo(1);
  }
}
