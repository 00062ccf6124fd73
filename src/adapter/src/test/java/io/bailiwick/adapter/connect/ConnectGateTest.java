package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Request;
import io.bailiwick.scope.Visibility;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestToken;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectGateTest extends GateTestBase {
  @Test
  void validToken_isAdmitted() {
    Admission admission =
        GATE.admit(Request.get("/agents/a1").bearer(Callers.token("agents:a1:read")));
    assertThat(admission.requireCaller().subject()).isEqualTo("5c1e2c8a-bert");
    assertThat(admission.match().resource().orElseThrow().id()).isEqualTo("a1");
    assertThat(admission.visibility()).isEmpty();
  }

  @Test
  void noToken_isMissing_andTheChallengeNamesNoError() {
    Refusal refusal = refused(GATE, Request.get("/me"));
    assertThat(refusal.code()).isEqualTo(Refusal.Code.MISSING_TOKEN);
    Answer answer = GATE.answer(refusal);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers())
        .containsEntry(
            "WWW-Authenticate", "Bearer realm=\"agents\", resource_metadata=\"" + METADATA + "\"");
  }

  @Test
  void badTokens_areToldApart() {
    assertThat(code(Callers.token().expired().sign())).isEqualTo(Refusal.Code.EXPIRED_TOKEN);
    assertThat(code(Callers.token().wrongAudience().sign())).isEqualTo(Refusal.Code.WRONG_AUDIENCE);
    for (String bad :
        List.of(
            Callers.token().flippedByte(),
            Callers.token().unsigned(),
            Callers.token().hs256WithPublicKey(),
            Callers.token().wrongIssuer().sign(),
            Callers.token().refreshToken().sign(),
            Callers.token().idToken().sign(),
            Callers.token().without("exp").sign(),
            "x")) {
      assertThat(code(bad)).isEqualTo(Refusal.Code.INVALID_TOKEN);
    }
  }

  @Test
  void unmappedRoute_answers401BeforeItAnswers403() {
    assertThat(refused(GATE, Request.get("/nothing")).code()).isEqualTo(Refusal.Code.MISSING_TOKEN);
    assertThat(refused(GATE, bearer("/nothing", "agent_os:admin")).code())
        .isEqualTo(Refusal.Code.FORBIDDEN);
    assertThat(GATE.answer(Refusal.of(Refusal.Code.FORBIDDEN)).headers())
        .doesNotContainKey("WWW-Authenticate");
  }

  @Test
  void publicRoute_looksAtNoCredential() {
    Admission admission =
        GATE.admit(Request.get("/health").header("Authorization", "Bearer rubbish"));
    assertThat(admission.caller()).isEmpty();
    assertThat(GATE.admit(Request.of("HEAD", "/health")).caller()).isEmpty();
  }

  @Test
  void pathThatCanNotBeSplitSafely_isRefused() {
    for (String path : List.of("/agents/a%2Fruns", "/agents/../config", "/health/", "health")) {
      Refusal refusal = refused(GATE, Request.get(path).bearer(Callers.token("agent_os:admin")));
      assertThat(refusal.code()).as(path).isEqualTo(Refusal.Code.INVALID_REQUEST);
      assertThat(refusal.status()).isEqualTo(400);
    }
  }

  @Test
  void missingScope_isNamedInTheChallenge() {
    Refusal refusal =
        refused(GATE, Request.post("/agents/a2/runs").bearer(Callers.token("agents:a1:run")));
    assertThat(refusal.code()).isEqualTo(Refusal.Code.INSUFFICIENT_PERMISSIONS);
    assertThat(GATE.answer(refusal).headers().get("WWW-Authenticate"))
        .startsWith("Bearer realm=\"agents\", error=\"insufficient_scope\", error_description=")
        .contains("scope=\"agents:a2:run\"")
        .endsWith("resource_metadata=\"" + METADATA + "\"");
  }

  @Test
  void everyScopeThatTheOperationNeeds_isNamed() {
    Refusal refusal = refused(GATE, Request.post("/copy").bearer(Callers.token("agents:write")));
    assertThat(GATE.answer(refusal).headers().get("WWW-Authenticate"))
        .contains("scope=\"agents:write config:read\"");
  }

  @Test
  void idWithQuotes_staysWithinTheQuotedString() {
    Refusal refusal =
        refused(GATE, Request.get("/agents/a%22,x=%22b").bearer(Callers.token("config:read")));
    assertThat(GATE.answer(refusal).headers().get("WWW-Authenticate"))
        .contains("scope=\"agents:a%22,x=%22b:read\"");
  }

  @Test
  void listing_passesWithWhatItMayShow() {
    assertThat(GATE.admit(bearer("/agents", "agents:a1:read")).visibility())
        .contains(Visibility.ofIds(Set.of("a1")));
    assertThat(GATE.admit(bearer("/agents", "agents:read")).visibility()).contains(Visibility.ALL);
    assertThat(GATE.admit(bearer("/agents", "agents:run")).visibility()).contains(Visibility.NONE);
    assertThat(GATE.admit(bearer("/agents")).visibility()).contains(Visibility.NONE);
  }

  @Test
  void authenticatedRoute_needsAValidTokenOnly() {
    assertThat(GATE.admit(bearer("/me")).caller()).isPresent();
    assertThat(GATE.admit(Request.get("/me").bearer(Callers.token().agent("a1"))).caller())
        .isPresent();
  }

  @Test
  void hiddenResource_isNotFound_andNothingTellsWhetherItExists() {
    ConnectGate hiding = gate().hiddenAsNotFound("read").build();
    TestToken token = Callers.token("agents:a1:read");
    Refusal hidden = refused(hiding, Request.get("/agents/a2").bearer(token));
    assertThat(hidden).isEqualTo(Refusal.of(Refusal.Code.NOT_FOUND));
    assertThat(refused(hiding, Request.post("/agents/a2/runs").bearer(token))).isEqualTo(hidden);
    assertThat(refused(hiding, Request.post("/agents/a1/runs").bearer(token)).code())
        .isEqualTo(Refusal.Code.INSUFFICIENT_PERMISSIONS);
    assertThat(refused(hiding, Request.get("/config").bearer(token)).code())
        .isEqualTo(Refusal.Code.INSUFFICIENT_PERMISSIONS);
  }

  @Test
  void issuerThatCanNotBeReached_isUnavailableAndNotABadToken() {
    try (TestIssuer down = TestIssuer.start(Callers.CLOCK)) {
      down.fail(TestIssuer.Fault.DOWN);
      ConnectGate gate =
          ConnectGate.builder().verifier(Callers.verifier(down)).routes(ROUTES).build();
      Refusal refusal = refused(gate, Request.get("/me").bearer(down.token()));
      assertThat(refusal.code()).isEqualTo(Refusal.Code.UNAVAILABLE);
      assertThat(refusal.retryable()).isTrue();
      Answer answer = gate.answer(refusal);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(Integer.parseInt(answer.headers().get("Retry-After"))).isPositive();
      assertThat(answer.headers()).doesNotContainKey("WWW-Authenticate");
    }
  }

  @Test
  void describe_listsRoutesAndConnections() {
    assertThat(GATE.describe())
        .hasSize(10)
        .last()
        .asString()
        .startsWith("CONNECT")
        .endsWith("agents:run (on that id)");
  }
}
