package io.bailiwick.adapter.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.keys.JwsAlgorithm;
import io.bailiwick.adapter.token.Confirmation;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestProof;
import io.bailiwick.testkit.TestTokens;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9449, 4.3, point by point: a good proof changed in one respect. */
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
  void noDpopHeader_isRefused() {
    refuse(bound, presented(), Reason.INVALID_PROOF);
  }

  @Test
  void twoDpopHeaders_areRefused_thoughBothAreGood() {
    refuse(bound, presented(proof().sign(), proof().sign()), Reason.INVALID_PROOF);
    refuse(bound, presented(proof().sign() + ", " + proof().sign()), Reason.INVALID_PROOF);
    refuse(bound, presented(proof().sign() + "," + proof().sign()), Reason.INVALID_PROOF);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "x", "a.b.c", "..", ".a.b", "a..b", "a.b", "a.b.c.d", "\u00e9.a.b"})
  void whatIsNoJws_isRefused(String text) {
    refuse(bound, presented(text), Reason.INVALID_PROOF);
  }

  @Test
  void surrogatesInAnyPart_areRefused() {
    String[] parts = proof().sign().split("\\.", -1);
    for (int pairs : List.of(1, 2, 3, 6, 40)) {
      String stray = "\ud83d\ude00".repeat(pairs);
      for (String bad :
          List.of(
              stray + ".a.a",
              parts[0] + stray + "." + parts[1] + "." + parts[2],
              parts[0] + "." + stray + "." + parts[2],
              parts[0] + "." + parts[1] + stray + "." + parts[2],
              parts[0] + "." + parts[1] + "." + stray,
              parts[0] + "." + parts[1] + "." + parts[2] + stray)) {
        refuse(bound, presented(bad), Reason.INVALID_PROOF);
      }
    }
  }

  @Test
  void proofThatIsNotCanonical_isRefused() {
    String good = proof().sign();
    int dot = good.indexOf('.');
    for (String bad :
        List.of(
            good + "=",
            good + "\n",
            " " + good,
            good + ".",
            good.substring(0, dot) + "=" + good.substring(dot),
            good.substring(0, dot) + "\n" + good.substring(dot))) {
      refuse(bound, presented(bad), Reason.INVALID_PROOF);
    }
    accept(bound, presented(good));
  }

  @Test
  void duplicateMember_isRefused() {
    String jwk = json(KEY.publicJwk());
    String payload =
        "{\"jti\":\"a\",\"jti\":\"b\",\"htm\":\"POST\",\"htu\":\""
            + SERVICE
            + PATH
            + "\",\"iat\":"
            + clock.instant().getEpochSecond()
            + ",\"ath\":\"fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo\"}";
    String header = "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":" + jwk + "}";
    refuse(bound, presented(TestTokens.sign(KEY, header, payload)), Reason.INVALID_PROOF);
    accept(bound, presented(TestTokens.sign(KEY, header, payload.replace("\"jti\":\"b\",", ""))));
    String twice = "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"alg\":\"ES256\",\"jwk\":" + jwk + "}";
    refuse(
        bound,
        presented(TestTokens.sign(KEY, twice, payload.replace("\"jti\":\"b\",", ""))),
        Reason.INVALID_PROOF);
  }

  @Test
  void proofThatIsTooLong_isRefused() {
    int room = DpopProofs.MAX_LENGTH - proof().claim("x", "").sign().length();
    refuse(proof().claim("x", "a".repeat(room)), Reason.INVALID_PROOF);
    accept(proof().claim("x", "a".repeat(room / 2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "at+jwt", "DPOP+JWT", "application/dpop+jwt", "dpop", ""})
  void otherType_isRefused(String type) {
    refuse(proof().header("typ", type), Reason.INVALID_PROOF);
  }

  @Test
  void missingType_isRefused() {
    refuse(proof().withoutHeader("typ"), Reason.INVALID_PROOF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "HS256", "ES384", "RS256", "ES256K", "es256", ""})
  void otherAlgorithmThanTheKeys_isRefused(String algorithm) {
    refuse(proof().header("alg", algorithm), Reason.INVALID_PROOF);
  }

  @Test
  void missingAlgorithm_isRefused() {
    refuse(proof().withoutHeader("alg"), Reason.INVALID_PROOF);
  }

  @Test
  void unsignedProof_isRefused() {
    String good = proof().header("alg", "none").sign();
    refuse(bound, presented(good.substring(0, good.lastIndexOf('.') + 1)), Reason.INVALID_PROOF);
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
  void missingKey_isRefused() {
    refuse(proof().withoutHeader("jwk"), Reason.INVALID_PROOF);
    refuse(proof().header("jwk", "x"), Reason.INVALID_PROOF);
    refuse(proof().header("jwk", Map.of()), Reason.INVALID_PROOF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
  void privateMemberInTheKey_isRefused(String member) {
    Map<String, Object> jwk = new HashMap<>(KEY.publicJwk());
    jwk.put(member, "AQAB");
    refuse(proof().header("jwk", jwk), Reason.INVALID_PROOF);
  }

  @Test
  void symmetricKey_isRefused() {
    refuse(
        proof().header("jwk", Map.of("kty", "oct", "k", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
        Reason.INVALID_PROOF);
  }

  @Test
  void pointOffTheCurve_isRefused() {
    Map<String, Object> jwk = new HashMap<>(KEY.publicJwk());
    jwk.put("y", jwk.get("x"));
    refuse(proof().header("jwk", jwk), Reason.INVALID_PROOF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jku", "x5u", "x5c", "crit", "b64", "zip", "enc"})
  void headerThatPointsElsewhereOrAsksForMore_isRefused(String name) {
    refuse(proof().header(name, "https://attacker.example/jwks"), Reason.INVALID_PROOF);
  }

  @Test
  void signatureOfAnotherKey_isRefused() {
    refuse(proof().signedWith(OTHER), Reason.INVALID_PROOF);
  }

  @Test
  void signatureOverSomethingElse_isRefused() {
    String one = proof().sign();
    String other = proof().sign();
    String mixed = one.substring(0, one.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
    refuse(bound, presented(mixed), Reason.INVALID_PROOF);
  }

  @Test
  void proofOfAnotherKeyThanTheTokens_isRefused() {
    TestProof stolen = TestProof.by(OTHER, clock).request("POST", SERVICE + PATH).token(TOKEN);
    refuse(stolen, Reason.WRONG_PROOF_KEY);
    bound.check(HOLDER, toKey(OTHER), presented(stolen.sign()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "post", "Post", "POST ", "", "*"})
  void otherMethod_isRefused(String method) {
    refuse(proof().claim("htm", method), Reason.PROOF_FOR_OTHER_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"htm", "htu", "iat", "jti", "ath"})
  void missingClaim_isRefused(String claim) {
    refuse(proof().without(claim), Reason.INVALID_PROOF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"htm", "htu", "jti", "ath"})
  void claimThatIsNoText_isRefused(String claim) {
    refuse(proof().claim(claim, List.of("POST")), Reason.INVALID_PROOF);
    refuse(proof().claim(claim, 1), Reason.INVALID_PROOF);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://os.example.com/agents/a1/runs?x=1",
        "https://os.example.com/agents/a1/runs#x",
        "https://os.example.com:443/agents/a1/runs",
        "HTTPS://OS.Example.COM/agents/a1/runs",
        "https://os.example.com/agents/%61%31/runs"
      })
  void sameAddressInAnotherSpelling_isAccepted(String address) {
    accept(proof().claim("htu", address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://os.example.com",
        "https://os.example.com/agents/a1",
        "https://os.example.com/agents/a1/runs/",
        "https://os.example.com/agents/a1/Runs",
        "https://os.example.com/agents//a1/runs",
        "https://os.example.com/agents/x/../a1/runs",
        "https://os.example.com/agents%2Fa1/runs",
        "https://os.example.com:8443/agents/a1/runs",
        "http://os.example.com/agents/a1/runs",
        "wss://os.example.com/agents/a1/runs",
        "https://os.example.com.evil.example/agents/a1/runs",
        "https://evil.example/agents/a1/runs",
        "https://os.example.com@evil.example/agents/a1/runs",
        "https://user@os.example.com/agents/a1/runs",
        "/agents/a1/runs",
        "//os.example.com/agents/a1/runs",
        "https:///agents/a1/runs",
        "not a uri",
        ""
      })
  void otherAddress_isRefused(String address) {
    refuse(proof().claim("htu", address), Reason.PROOF_FOR_OTHER_REQUEST);
  }

  @Test
  void everyPublicUrl_countsWithItsPath() {
    BoundTokens two =
        BoundTokens.builder()
            .dpop(
                proofs()
                    .publicUrl(URI.create("https://os.example.com/v1/"))
                    .publicUrl(URI.create("http://os.internal:7777"))
                    .build())
            .build();
    for (String base : List.of(SERVICE, SERVICE + "/v1", "http://os.internal:7777")) {
      accept(two, presented(proof().claim("htu", base + PATH).sign()));
    }
    refuse(
        two,
        presented(proof().claim("htu", SERVICE + "/v2" + PATH).sign()),
        Reason.PROOF_FOR_OTHER_REQUEST);
  }

  @Test
  void proofTooOldOrFromTheFuture_isRefused() {
    clock.advance(Duration.ofMinutes(2));
    long now = clock.instant().getEpochSecond();
    accept(proof().claim("iat", now - 60));
    accept(proof().claim("iat", now + 10));
    refuse(proof().claim("iat", now - 61), Reason.STALE_PROOF);
    refuse(proof().claim("iat", now + 11), Reason.STALE_PROOF);
    refuse(proof().claim("iat", Long.MAX_VALUE), Reason.STALE_PROOF);
    refuse(proof().claim("iat", Long.MIN_VALUE), Reason.STALE_PROOF);
    refuse(proof().claim("iat", "" + now), Reason.INVALID_PROOF);
    refuse(proof().claim("iat", now + 0.5), Reason.INVALID_PROOF);
  }

  @Test
  void proofFromBeforeTheMemory_isRefused() {
    long start = clock.instant().getEpochSecond();
    String before = proof().claim("iat", start - 1).sign();
    refuse(bound, presented(before), Reason.STALE_PROOF);
    accept(proof().claim("iat", start));
    BoundTokens outlived =
        BoundTokens.builder()
            .dpop(
                proofs()
                    .replays((holder, thumbprint, id, until) -> ProofReplays.Outcome.FIRST)
                    .build())
            .build();
    accept(outlived, presented(before));
  }

  @Test
  void proof_isRememberedUntilItsOwnEnd() {
    List<Instant> ends = new ArrayList<>();
    BoundTokens noting =
        BoundTokens.builder()
            .dpop(
                proofs()
                    .replays(
                        (holder, thumbprint, id, until) -> {
                          ends.add(until);
                          return ProofReplays.Outcome.FIRST;
                        })
                    .build())
            .build();
    String proof = proof().sign();
    Instant end = clock.instant().plusSeconds(61);
    accept(noting, presented(proof));
    clock.advance(Duration.ofSeconds(30));
    accept(noting, presented(proof));
    assertThat(ends).containsExactly(end, end);
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
  void window_isAsTold() {
    BoundTokens narrow =
        BoundTokens.builder()
            .dpop(proofs().maxAge(Duration.ofSeconds(5)).maxAhead(Duration.ZERO).build())
            .build();
    clock.advance(Duration.ofMinutes(2));
    long now = clock.instant().getEpochSecond();
    accept(narrow, presented(proof().claim("iat", now - 5).sign()));
    refuse(narrow, presented(proof().claim("iat", now - 6).sign()), Reason.STALE_PROOF);
    refuse(narrow, presented(proof().claim("iat", now + 1).sign()), Reason.STALE_PROOF);
    assertThatThrownBy(() -> proofs().maxAge(Duration.ofMinutes(11)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> proofs().maxAhead(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void idThatIsEmptyOrTooLong_isRefused() {
    refuse(proof().claim("jti", ""), Reason.INVALID_PROOF);
    refuse(proof().claim("jti", "j".repeat(257)), Reason.INVALID_PROOF);
    accept(proof().claim("jti", "j".repeat(256)));
  }

  @Test
  void proofForAnotherToken_isRefused() {
    refuse(proof().token(TOKEN + "x"), Reason.PROOF_FOR_OTHER_TOKEN);
    refuse(proof().claim("ath", ""), Reason.PROOF_FOR_OTHER_TOKEN);
  }

  @Test
  void replayedProof_isRefused() {
    clock.advance(Duration.ofMinutes(2));
    TestProof once = proof();
    accept(once);
    refuse(once, Reason.REPLAYED_PROOF);
    refuse(once.claim("iat", clock.instant().getEpochSecond() - 1), Reason.REPLAYED_PROOF);
  }

  @Test
  void replayedProof_isRefusedForAsLongAsItWouldBeTaken() {
    TestProof once = proof().claim("iat", clock.instant().getEpochSecond() + 10);
    accept(once);
    for (int i = 0; i <= 72; i++) {
      refuse(once, i <= 70 ? Reason.REPLAYED_PROOF : Reason.STALE_PROOF);
      clock.advance(Duration.ofMillis(999));
      refuse(once, i <= 70 ? Reason.REPLAYED_PROOF : Reason.STALE_PROOF);
      clock.advance(Duration.ofMillis(1));
    }
  }

  @Test
  void idOfOneKey_saysNothingAboutAnothers() {
    accept(proof().claim("jti", "1"));
    TestProof other = TestProof.by(OTHER, clock).request("POST", SERVICE + PATH).token(TOKEN);
    bound.check(HOLDER, toKey(OTHER), presented(other.claim("jti", "1").sign()));
  }

  @Test
  void proofThatIsRefused_isNotUsedUp() {
    String id = "taken-only-at-the-end";
    refuse(proof().claim("jti", id).claim("htm", "GET"), Reason.PROOF_FOR_OTHER_REQUEST);
    refuse(proof().claim("jti", id).token("x"), Reason.PROOF_FOR_OTHER_TOKEN);
    refuse(proof().claim("jti", id).claim("iat", 1), Reason.STALE_PROOF);
    refuse(proof().claim("jti", id).signedWith(OTHER), Reason.INVALID_PROOF);
    accept(proof().claim("jti", id));
  }

  @Test
  void memoryThatIsShared_knowsWhatOtherInstancesTook() {
    ReplayMemory shared = ReplayMemory.of(clock);
    BoundTokens one = BoundTokens.builder().dpop(proofs().replays(shared).build()).build();
    BoundTokens other = BoundTokens.builder().dpop(proofs().replays(shared).build()).build();
    String proof = proof().sign();
    accept(one, presented(proof));
    refuse(other, presented(proof), Reason.REPLAYED_PROOF);
  }

  @Test
  void memoryThatFails_refuses() {
    BoundTokens broken =
        BoundTokens.builder()
            .dpop(
                proofs()
                    .replays(
                        (holder, thumbprint, id, until) -> {
                          throw new IllegalStateException("the store is down");
                        })
                    .build())
            .build();
    assertThatThrownBy(() -> accept(broken, presented(proof().sign())))
        .isInstanceOf(IllegalStateException.class);
    BoundTokens full =
        BoundTokens.builder()
            .dpop(
                proofs()
                    .replays((holder, thumbprint, id, until) -> ProofReplays.Outcome.CROWDED)
                    .build())
            .build();
    refuse(full, presented(proof().sign()), Reason.TOO_MANY_PROOFS);
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
    assertThatThrownBy(() -> proofs().maxAge(Duration.ofSeconds(1)).maxAge(Duration.ofSeconds(1)))
        .isInstanceOf(IllegalStateException.class);
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

  private static String json(Map<String, Object> members) {
    StringBuilder json = new StringBuilder("{");
    members.forEach(
        (name, value) -> json.append('"').append(name).append("\":\"").append(value).append("\","));
    return json.replace(json.length() - 1, json.length(), "}").toString();
  }
}
