package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.proof.BoundTokens;
import io.bailiwick.adapter.proof.DpopNonces;
import io.bailiwick.adapter.proof.DpopProofs;
import io.bailiwick.adapter.proof.ProofReplays;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Request;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.ProofOfPossession;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestProof;
import io.bailiwick.testkit.TestToken;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tokens that are bound to a key, from the request to the refusal. */
class ProofAtTheGateTest extends GateTestBase {
  private static final String SERVICE = "https://os.example.com";
  private static final TestKey KEY = TestKey.generate("proof", "ES256");
  private static final KeySource KEYS =
      JwksUrl.at(Callers.ISSUER.jwksUri())
          .clock(Callers.CLOCK)
          .patience(Duration.ofSeconds(20))
          .timeout(Duration.ofSeconds(20))
          .build();
  private static final TestToken BOUND =
      Callers.token("agents:a1:read", "agents:a1:run").boundTo(KEY);

  private static final ConnectGate DPOP =
      gate(BoundTokens.builder().dpop(proofs().build()).build());

  @AfterAll
  static void close() {
    KEYS.close();
  }

  private static DpopProofs.Builder proofs() {
    return DpopProofs.builder().publicUrl(URI.create(SERVICE)).clock(Callers.CLOCK);
  }

  private static ConnectGate gate(ProofOfPossession proofs) {
    return gate(proofs, Callers.CLOCK);
  }

  private static ConnectGate gate(ProofOfPossession proofs, Clock clock) {
    return ConnectGate.builder()
        .verifier(
            AgentTokenVerifier.builder()
                .issuer(Callers.ISSUER.issuer(), KEYS)
                .audience(TestIssuer.AUDIENCE)
                .clock(Callers.CLOCK)
                .proofs(proofs)
                .build())
        .clock(clock)
        .routes(ROUTES)
        .resourceMetadata(URI.create(METADATA))
        .build();
  }

  private static TestProof proof(Request request, String token) {
    return TestProof.by(KEY, Callers.CLOCK)
        .request(request.method(), SERVICE + request.rawPath())
        .token(token);
  }

  private static Request dpop(Request request) {
    String token = BOUND.sign();
    return request
        .header("Authorization", "DPoP " + token)
        .header("DPoP", proof(request, token).sign());
  }

  private static String challenge(ConnectGate gate, Refusal refusal) {
    return gate.answer(refusal).headers().getOrDefault("WWW-Authenticate", "");
  }

  @Test
  void boundToken_isAdmittedWithItsProof_onceEach() {
    Request request = dpop(Request.get("/agents/a1"));
    assertThat(DPOP.admit(request).requireCaller().subject()).isEqualTo("5c1e2c8a-bert");
    assertThat(refused(DPOP, request).code()).isEqualTo(Refusal.Code.INVALID_PROOF);
    assertThat(DPOP.admit(dpop(Request.get("/agents/a1"))).caller()).isPresent();
  }

  @Test
  void boundToken_withoutSupport_isRefused() {
    for (ConnectGate gate :
        new ConnectGate[] {GATE, gate(BoundTokens.builder().clientCertificates().build())}) {
      assertThat(refused(gate, dpop(Request.get("/agents/a1"))).code())
          .isEqualTo(Refusal.Code.MISSING_TOKEN);
      assertThat(refused(gate, Request.get("/agents/a1").bearer(BOUND)).code())
          .isEqualTo(Refusal.Code.PROOF_REQUIRED);
    }
  }

  @Test
  void boundToken_isNoBearers() {
    String token = BOUND.sign();
    Request request = Request.get("/agents/a1");
    Request bearer = request.header("Authorization", "Bearer " + token);
    for (Request each :
        new Request[] {bearer, bearer.header("DPoP", proof(request, token).sign())}) {
      Refusal refusal = refused(DPOP, each);
      assertThat(refusal.code()).isEqualTo(Refusal.Code.PROOF_REQUIRED);
      assertThat(challenge(DPOP, refusal))
          .startsWith("Bearer realm=\"agents\", error=\"invalid_token\"")
          .contains(", DPoP realm=\"agents\", algs=\"")
          .contains("ES256");
    }
  }

  @Test
  void unboundToken_isNotForTheSchemeDpop() {
    String token = Callers.token("agents:read").sign();
    Request request = Request.get("/agents/a1");
    assertThat(
            refused(
                    DPOP,
                    request
                        .header("Authorization", "DPoP " + token)
                        .header("DPoP", proof(request, token).sign()))
                .code())
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(DPOP.admit(request.header("Authorization", "Bearer " + token)).caller()).isPresent();
  }

  @Test
  void tokenThatSaysDpop_andIsBoundToNothing_isRefused() {
    Request request = Request.get("/agents/a1");
    for (TestToken token :
        new TestToken[] {
          Callers.token("agents:read").claim("typ", "DPoP"), BOUND.claim("cnf", Map.of("kid", "k"))
        }) {
      assertThat(refused(DPOP, request.bearer(token)).code()).isEqualTo(Refusal.Code.INVALID_TOKEN);
    }
  }

  @Test
  void expiredBoundToken_isExpired_whateverTheProof() {
    assertThat(refused(DPOP, Request.get("/agents/a1").bearer(BOUND.expired())).code())
        .isEqualTo(Refusal.Code.EXPIRED_TOKEN);
  }

  @Test
  void badProof_isChallengedUnderItsSchemeOnly() {
    String token = BOUND.sign();
    Request request = Request.get("/agents/a1").header("Authorization", "DPoP " + token);
    String other = proof(Request.post("/agents/a1"), token).sign();
    for (Request each : new Request[] {request, request.header("DPoP", other)}) {
      Refusal refusal = refused(DPOP, each);
      assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID_PROOF);
      assertThat(refusal.status()).isEqualTo(401);
      assertThat(challenge(DPOP, refusal))
          .startsWith("DPoP realm=\"agents\", algs=\"")
          .contains("error=\"invalid_dpop_proof\"")
          .endsWith("resource_metadata=\"" + METADATA + "\"")
          .doesNotContain("Bearer");
    }
  }

  @Test
  void proofOfAnotherKey_isAnInvalidToken() {
    String token = BOUND.sign();
    Request request = Request.get("/agents/a1");
    String stolen =
        TestProof.by(TestKey.generate("thief", "ES256"), Callers.CLOCK)
            .request("GET", SERVICE + "/agents/a1")
            .token(token)
            .sign();
    assertThat(
            refused(DPOP, request.header("Authorization", "DPoP " + token).header("DPoP", stolen))
                .code())
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
  }

  @Test
  void noToken_isChallengedUnderEverySchemeThatIsTaken() {
    Refusal missing = Refusal.of(Refusal.Code.MISSING_TOKEN);
    assertThat(challenge(DPOP, missing)).startsWith("Bearer realm=").contains(", DPoP realm=");
    assertThat(challenge(GATE, missing)).startsWith("Bearer realm=").doesNotContain("DPoP");
    ConnectGate only = gate(BoundTokens.builder().dpop(proofs().build()).required().build());
    assertThat(challenge(only, missing)).startsWith("DPoP realm=").doesNotContain("Bearer");
    assertThat(challenge(only, Refusal.insufficient(List.of("agents:read"))))
        .startsWith("DPoP realm=")
        .contains("error=\"insufficient_scope\"")
        .contains("scope=\"agents:read\"");
  }

  @Test
  void whereBindingIsRequired_bearersAreRefused() {
    ConnectGate only = gate(BoundTokens.builder().dpop(proofs().build()).required().build());
    assertThat(refused(only, bearer("/agents/a1", "agents:read")).code())
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(only.admit(dpop(Request.get("/agents/a1"))).caller()).isPresent();
  }

  @Test
  void nonce_isHandedOutWithEveryRefusal_andTakenInTheProof() {
    ConnectGate asking =
        gate(
            BoundTokens.builder()
                .dpop(proofs().nonces(DpopNonces.ofProcess(Callers.CLOCK)).build())
                .build());
    Refusal refusal = refused(asking, dpop(Request.get("/agents/a1")));
    assertThat(refusal.code()).isEqualTo(Refusal.Code.NONCE_REQUIRED);
    assertThat(refusal.retryable()).isTrue();
    Answer answer = asking.answer(refusal);
    assertThat(answer.headers().get("WWW-Authenticate"))
        .startsWith("DPoP ")
        .contains("error=\"use_dpop_nonce\"");
    assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
    String nonce = answer.headers().getOrDefault("DPoP-Nonce", "");
    assertThat(asking.dpopNonce()).contains(nonce);
    String token = BOUND.sign();
    Request request = Request.get("/agents/a1");
    Request again =
        request
            .header("Authorization", "DPoP " + token)
            .header("DPoP", proof(request, token).nonce(nonce).sign());
    assertThat(asking.admit(again).caller()).isPresent();
    assertThat(asking.answer(Refusal.of(Refusal.Code.MISSING_TOKEN)).headers())
        .containsEntry("DPoP-Nonce", nonce);
    assertThat(asking.answer(Refusal.of(Refusal.Code.FORBIDDEN)).headers())
        .doesNotContainKey("DPoP-Nonce");
    assertThat(DPOP.answer(refusal).headers()).doesNotContainKey("DPoP-Nonce");
  }

  @Test
  void connection_opensWithAProofForItsHandshake() {
    AgentConnection connection = DPOP.open(dpop(Request.get("/agents/a1/room/42")));
    assertThat(connection.agent().key()).containsExactly("room", "42");
    Request replayed = dpop(Request.get("/agents/a1"));
    assertThat(DPOP.open(replayed).agent().name()).isEqualTo("a1");
    assertThat(refusedToOpen(DPOP, replayed).code()).isEqualTo(Refusal.Code.INVALID_PROOF);
  }

  @Test
  void requestThatIsSentOn_isDecidedForItsCaller_withoutAnotherProof() {
    Admission first = DPOP.admit(dpop(Request.get("/agents/a1")));
    Admission again = DPOP.admitAgain(Request.post("/agents/a1/runs"), first);
    assertThat(again.caller()).contains(first.requireCaller());
    assertThat(DPOP.admitAgain(Request.get("/agents/a1"), again).caller()).isPresent();
    Refused refused =
        catchThrowableOfType(Refused.class, () -> DPOP.admitAgain(Request.get("/config"), first));
    assertThat(refused.refusal().code()).isEqualTo(Refusal.Code.INSUFFICIENT_PERMISSIONS);
  }

  @Test
  void requestThatIsSentOnByWayOfAPublicRoute_keepsItsCallerAndShowsNone() {
    Admission first = DPOP.admit(dpop(Request.get("/agents/a1")));
    Admission open = DPOP.admitAgain(Request.get("/health"), first);
    assertThat(open.caller()).isEmpty();
    assertThat(open.toString()).doesNotContain("Caller");
    assertThat(DPOP.admitAgain(Request.get("/agents/a1"), open).caller())
        .contains(first.requireCaller());
  }

  @Test
  void requestThatIsSentOnFromAPublicRoute_needsItsCredential() {
    Admission open = DPOP.admit(Request.get("/health"));
    Refused refused =
        catchThrowableOfType(Refused.class, () -> DPOP.admitAgain(Request.get("/agents/a1"), open));
    assertThat(refused.refusal().code()).isEqualTo(Refusal.Code.MISSING_TOKEN);
    assertThat(DPOP.admitAgain(dpop(Request.get("/agents/a1")), open).caller()).isPresent();
  }

  @Test
  void requestThatAnotherGateHasAdmitted_isRefused() {
    Admission elsewhere = DPOP.admit(dpop(Request.get("/agents/a1")));
    ConnectGate other = gate(ProofOfPossession.NONE, TestClock.fixed());
    for (String path : List.of("/agents/a1", "/health")) {
      assertThatThrownBy(() -> other.admitAgain(Request.get(path), elsewhere))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void requestThatIsSentOnAfterItsCallersEnd_isExpired() {
    TestClock gates = TestClock.fixed();
    ConnectGate gate = gate(BoundTokens.builder().dpop(proofs().build()).build(), gates);
    Admission first = gate.admit(dpop(Request.get("/agents/a1")));
    Instant end = first.requireCaller().expiresAt();
    gates.advance(Duration.between(gates.instant(), end).minusMillis(1));
    assertThat(gate.admitAgain(Request.get("/agents/a1"), first).caller()).isPresent();
    for (Duration more : List.of(Duration.ofMillis(1), Duration.ofMinutes(1))) {
      gates.advance(more);
      Refused refused =
          catchThrowableOfType(
              Refused.class, () -> gate.admitAgain(Request.get("/agents/a1"), first));
      assertThat(refused.refusal().code()).isEqualTo(Refusal.Code.EXPIRED_TOKEN);
      assertThat(gate.admitAgain(Request.get("/health"), first).caller()).isEmpty();
    }
  }

  @Test
  void floodOfProofs_isTooMany() {
    ConnectGate crowded =
        gate(
            BoundTokens.builder()
                .dpop(
                    proofs()
                        .replays((holder, thumbprint, id, until) -> ProofReplays.Outcome.CROWDED)
                        .build())
                .build());
    Refusal refusal = refused(crowded, dpop(Request.get("/agents/a1")));
    assertThat(refusal.code()).isEqualTo(Refusal.Code.RATE_LIMITED);
    assertThat(crowded.answer(refusal).headers()).containsKey("Retry-After");
  }
}
