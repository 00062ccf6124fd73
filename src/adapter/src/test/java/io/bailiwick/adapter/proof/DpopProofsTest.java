package io.bailiwick.adapter.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.CryptoProvider;
import io.bailiwick.adapter.keys.JwsAlgorithm;
import io.bailiwick.adapter.token.Confirmation;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestProof;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** RFC 9449, 4.3: good proofs, and what a service may choose. */
class DpopProofsTest extends DpopTestBase {
  @Test
  void goodProof_isAccepted() {
    accept(proof());
  }

  /** RFC 9449, figure 13, with the token bound as in figure 9. */
  @Test
  void proofOfTheRfc_isAccepted() {
    String proof =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6Ik"
            + "VDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCR"
            + "nMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JE"
            + "QSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIj"
            + "oiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0Z"
            + "WRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNF"
            + "c05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71E"
            + "OptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";
    DpopProofs rfc =
        DpopProofs.builder()
            .publicUrl(URI.create("https://resource.example.org"))
            .clock(TestClock.at(Instant.ofEpochSecond(1562262618)))
            .build();
    rfc.check(
        HOLDER,
        "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
        new Presentation(
            TOKEN,
            Presentation.Scheme.DPOP,
            List.of(proof),
            "GET",
            "/protectedresource",
            Optional.empty()));
  }

  @Test
  void everyAsymmetricAlgorithm_isTakenUnlessToldOtherwise() {
    for (String algorithm : List.of("RS256", "PS384", "ES256", "ES384", "ES512", "EdDSA")) {
      TestKey key = TestKey.generate("k", algorithm);
      TestProof proof = TestProof.by(key, clock).request("POST", SERVICE + PATH).token(TOKEN);
      bound.check(HOLDER, toKey(key), presented(proof.sign()));
    }
  }

  @Test
  void algorithmThatIsNotAllowed_isRefused() {
    BoundTokens ps =
        BoundTokens.builder()
            .dpop(proofs().algorithms(Set.of(JwsAlgorithm.PS256, JwsAlgorithm.EDDSA)).build())
            .build();
    refuse(ps, presented(proof().sign()), Reason.INVALID_PROOF);
    assertThat(ps.offer().dpopAlgorithms()).containsExactlyInAnyOrder("PS256", "EdDSA");
    TestKey key = TestKey.generate("k", "PS256");
    TestProof proof = TestProof.by(key, clock).request("POST", SERVICE + PATH).token(TOKEN);
    ps.check(HOLDER, toKey(key), presented(proof.sign()));
    refuse(
        ps,
        toKey(key),
        presented(proof.header("alg", "RS256").signedWith(key.withAlgorithm("RS256")).sign()),
        Reason.INVALID_PROOF);
  }

  @Test
  void symmetricAlgorithm_canNotBeAllowed() {
    assertThatThrownBy(() -> proofs().algorithms(Set.of(JwsAlgorithm.HS256)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> proofs().algorithms(Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(bound.offer().dpopAlgorithms()).doesNotContain("HS256").contains("ES256");
  }

  @Test
  void whatIsWiderThanUsual_isListedAsLoosened() {
    assertThat(bound.loosened()).isEmpty();
    List<String> loosened =
        BoundTokens.builder()
            .dpop(
                proofs()
                    .publicUrl(URI.create("http://os.internal:7777"))
                    .publicUrl(URI.create("http://127.0.0.1:7777"))
                    .publicUrl(URI.create("http://localhost"))
                    .publicUrl(URI.create("http://[::1]:80"))
                    .maxAge(Duration.ofSeconds(61))
                    .maxAhead(Duration.ofSeconds(11))
                    .build())
            .build()
            .loosened();
    assertThat(loosened).hasSize(3);
    assertThat(loosened.get(0)).contains("maxAge");
    assertThat(loosened.get(1)).contains("maxAhead");
    assertThat(loosened.get(2)).contains("os.internal");
    assertThat(
            BoundTokens.builder()
                .dpop(proofs().maxAge(Duration.ofSeconds(5)).maxAhead(Duration.ZERO).build())
                .build()
                .loosened())
        .isEmpty();
  }

  @Test
  void builder_demandsAnAddress_andTakesEachSettingOnce() {
    assertThatThrownBy(() -> DpopProofs.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("publicUrl");
    for (String url :
        List.of("/relative", "ftp://x", "https://u@x", "https://x?q", "https://x#f", "mailto:x")) {
      assertThatThrownBy(() -> DpopProofs.builder().publicUrl(URI.create(url)))
          .as(url)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> proofs().clock(clock)).isInstanceOf(IllegalStateException.class);
    assertOnce(one -> one.maxAge(Duration.ofMinutes(10)));
    assertOnce(one -> one.maxAhead(Duration.ofMinutes(10)));
    assertOnce(one -> one.algorithms(Set.of(JwsAlgorithm.ES256)));
    assertOnce(one -> one.replays(ReplayMemory.of(clock)));
    assertOnce(one -> one.nonces(DpopNonces.ofProcess(clock)));
    assertOnce(one -> one.crypto(CryptoChoice.of(CryptoProvider.JDK)));
  }

  private static void assertOnce(UnaryOperator<DpopProofs.Builder> setting) {
    DpopProofs.Builder told = setting.apply(DpopProofs.builder());
    assertThatThrownBy(() -> setting.apply(told))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is set already");
  }

  @Test
  void nothingOfAProof_isInWhatIsThrown() {
    String proof = proof().signedWith(OTHER).sign();
    assertThatThrownBy(() -> accept(bound, presented(proof)))
        .hasNoCause()
        .hasMessage("INVALID_PROOF");
    assertThat(presented(proof).toString()).doesNotContain(TOKEN).doesNotContain(proof);
    assertThat(new Confirmation(Optional.of(KEY.thumbprint()), Optional.empty()).toString())
        .doesNotContain(KEY.thumbprint());
  }
}
