package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.route.AgnoPreset;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Request;
import io.bailiwick.scope.Visibility;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestToken;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectGateTest {
  private static final String METADATA =
      "http://localhost:7777/.well-known/oauth-protected-resource";

  private static final RouteMap ROUTES =
      RouteMap.builder()
          .route("GET", "/health", Requirement.publicAccess())
          .route("GET", "/me", Requirement.authenticated())
          .route("GET", "/config", Requirement.allOf("config:read"))
          .route("POST", "/copy", Requirement.allOf("agents:write", "config:read"))
          .list("/agents", "agents", "read")
          .route("GET", "/agents/{agents}", Requirement.allOf("agents:read"))
          .route("POST", "/agents/{agents}/runs", Requirement.allOf("agents:run"))
          .route("POST", "/agents/{agents}/rating", Requirement.authenticated())
          .build();

  private static final ConnectGate GATE = gate().build();

  private static ConnectGate gate(RouteMap routes) {
    return ConnectGate.builder().verifier(Callers.VERIFIER).routes(routes).build();
  }

  private static ConnectGate.Builder gate() {
    return ConnectGate.builder()
        .verifier(Callers.VERIFIER)
        .routes(ROUTES)
        .resourceMetadata(URI.create(METADATA));
  }

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
  void boundToken_reachesItsAgentAndNothingElse() {
    TestToken bound = Callers.token("agent_os:admin").agent("a1");
    assertThat(GATE.admit(Request.get("/agents/a1").bearer(bound)).caller()).isPresent();
    assertThat(GATE.admit(Request.get("/agents").bearer(bound)).visibility())
        .contains(Visibility.ofIds(Set.of("a1")));
    for (Request request :
        List.of(
            Request.get("/agents/a2"),
            Request.post("/agents/a2/runs"),
            Request.post("/agents/a2/rating"),
            Request.post("/copy"),
            Request.get("/config"))) {
      assertThat(refused(GATE, request.bearer(bound)).code())
          .as(request.rawPath())
          .isEqualTo(Refusal.Code.FORBIDDEN);
    }
  }

  @Test
  void tokenBoundToAnInstance_reachesNotTheWholeAgent() {
    TestToken bound = Callers.token("agents:read").agent("a1", "room", "42");
    assertThat(refused(GATE, Request.get("/agents/a1").bearer(bound)).code())
        .isEqualTo(Refusal.Code.FORBIDDEN);
  }

  @Test
  void tokenBoundToAnInstance_isNotTheAgentWhereOnlyAScopeNamesIt() {
    ConnectGate gate =
        gate(
            RouteMap.builder()
                .route("POST", "/all", Requirement.allOf("agents:a1:run"))
                .route("POST", "/any", Requirement.anyOf("agents:a1:run", "config:read"))
                .route("POST", "/agents/{agents}/{key...}", Requirement.allOf("agents:run"))
                .build());
    TestToken instance = Callers.token("agent_os:admin").agent("a1", "room", "42");
    for (String path : List.of("/all", "/any", "/agents/a1/room/43")) {
      assertThat(refused(gate, Request.post(path).bearer(instance)).code())
          .as(path)
          .isEqualTo(Refusal.Code.FORBIDDEN);
    }
    assertThat(gate.admit(Request.post("/agents/a1/room/42").bearer(instance)).caller())
        .isPresent();
    TestToken agent = Callers.token("agent_os:admin").agent("a1");
    assertThat(gate.admit(Request.post("/all").bearer(agent)).caller()).isPresent();
  }

  @Test
  void boundToken_reachesNoOtherAgentThroughAWildcard() {
    for (String pattern : List.of("/agents/*/status", "/agents/**", "/**", "/*/*/status")) {
      ConnectGate gate =
          gate(RouteMap.builder().route("GET", pattern, Requirement.authenticated()).build());
      TestToken bound = Callers.token("agent_os:admin").agent("a1");
      assertThat(gate.admit(Request.get("/agents/a1/status").bearer(bound)).caller()).isPresent();
      assertThat(refused(gate, Request.get("/agents/a2/status").bearer(bound)).code())
          .as(pattern)
          .isEqualTo(Refusal.Code.FORBIDDEN);
      assertThat(
              refused(gate, Request.get("/agents/a1/status").bearer(bound.agent("a1", "room")))
                  .code())
          .as(pattern)
          .isEqualTo(Refusal.Code.FORBIDDEN);
      assertThat(gate.admit(Request.get("/agents/a2/status").bearer(Callers.token())).caller())
          .isPresent();
    }
    ConnectGate own =
        gate(RouteMap.builder().route("GET", "/agents/count", Requirement.authenticated()).build());
    assertThat(own.admit(Request.get("/agents/count").bearer(Callers.token().agent("a1"))).caller())
        .isPresent();
  }

  @Test
  void boundToken_isDeniedOnUnmappedRoutesThatAreAllowed() {
    ConnectGate lenient =
        ConnectGate.builder()
            .verifier(Callers.VERIFIER)
            .routes(AgnoPreset.builder().build())
            .build();
    assertThat(lenient.admit(bearer("/unmapped")).caller()).isPresent();
    assertThat(refused(lenient, Request.get("/unmapped")).code())
        .isEqualTo(Refusal.Code.MISSING_TOKEN);
    assertThat(
            refused(lenient, Request.get("/unmapped").bearer(Callers.token().agent("a1"))).code())
        .isEqualTo(Refusal.Code.FORBIDDEN);
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
  void connection_opensToTheAgentThatThePathNames() {
    AgentConnection connection =
        GATE.open(Request.get("/agents/chat/room/42").bearer(Callers.token("agents:chat:run")));
    assertThat(connection.agent().name()).isEqualTo("chat");
    assertThat(connection.agent().key()).containsExactly("room", "42");
    assertThat(connection.identity()).isEqualTo(connection.caller().identity());
    assertThat(connection.expiresAt()).isEqualTo(Callers.CLOCK.instant().plusSeconds(300));
    assertThat(connection.timeLeft(Callers.CLOCK.instant())).isEqualTo(Duration.ofMinutes(5));
    assertThat(connection.timeLeft(connection.expiresAt().plusSeconds(1))).isZero();
    assertThat(AgentConnection.expiry().closeCode()).isEqualTo(3005);
    assertThat(AgentConnection.expiry().retryable()).isTrue();
  }

  @Test
  void connection_isItsCallersWhateverTheToken() {
    Request to = Request.get("/agents/chat");
    AgentConnection connection = GATE.open(to.bearer(Callers.token("agents:run")));
    assertThat(connection.belongsTo(Callers.holding("agents:chat:run"))).isTrue();
    assertThat(connection.belongsTo(Callers.verified(Callers.token().subject("ada")))).isFalse();
    assertThat(connection.belongsTo(Callers.verified(Callers.token().claim("azp", "other"))))
        .isFalse();
  }

  @Test
  void connection_needsTheConnectActionOnThatAgent() {
    Request to = Request.get("/agents/chat/room");
    assertThat(refusedToOpen(GATE, to).code()).isEqualTo(Refusal.Code.MISSING_TOKEN);
    Refusal read = refusedToOpen(GATE, to.bearer(Callers.token("agents:read")));
    assertThat(read).isEqualTo(Refusal.insufficient(List.of("agents:chat:run")));
    assertThat(read.closeCode()).isEqualTo(4403);
    ConnectGate chat = gate().connectAction("chat").build();
    assertThat(chat.open(to.bearer(Callers.token("agents:chat:chat"))).agent().name())
        .isEqualTo("chat");
    assertThat(refusedToOpen(chat, to.bearer(Callers.token("agents:run"))).code())
        .isEqualTo(Refusal.Code.INSUFFICIENT_PERMISSIONS);
  }

  @Test
  void connection_comparesTheKeyElementByElement() {
    TestToken bound = Callers.token("agents:run").agent("chat", "room", "42");
    assertThat(GATE.open(Request.get("/agents/chat/room/42").bearer(bound)).agent().key())
        .hasSize(2);
    for (String path :
        List.of(
            "/agents/chat",
            "/agents/chat/room",
            "/agents/chat/room/42/x",
            "/agents/chat/42/room",
            "/agents/chat/room%2042",
            "/agents/chat/room/4/2",
            "/agents/Chat/room/42",
            "/agents/other/room/42")) {
      assertThat(refusedToOpen(GATE, Request.get(path).bearer(bound)).code())
          .as(path)
          .isEqualTo(Refusal.Code.FORBIDDEN);
    }
    assertThat(refusedToOpen(GATE, Request.get("/agents/chat/room%2F42").bearer(bound)).code())
        .isEqualTo(Refusal.Code.INVALID_REQUEST);
  }

  @Test
  void connectionToWhatIsNoAgent_isForbidden_andOnlyWithAToken() {
    for (String path : List.of("/teams/t1", "/agents", "/")) {
      assertThat(refusedToOpen(GATE, Request.get(path)).code())
          .isEqualTo(Refusal.Code.MISSING_TOKEN);
      assertThat(refusedToOpen(GATE, bearer(path, "agent_os:admin")).code())
          .isEqualTo(Refusal.Code.FORBIDDEN);
    }
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

  private static Request bearer(String path, String... scopes) {
    return Request.get(path).bearer(Callers.token(scopes));
  }

  private static Refusal.Code code(String token) {
    return refused(GATE, Request.get("/me").header("Authorization", "Bearer " + token)).code();
  }

  private static Refusal refused(ConnectGate gate, ConnectRequest request) {
    Refused refused = catchThrowableOfType(Refused.class, () -> gate.admit(request));
    assertThat(refused).isNotNull();
    return refused.refusal();
  }

  private static Refusal refusedToOpen(ConnectGate gate, ConnectRequest request) {
    Refused refused = catchThrowableOfType(Refused.class, () -> gate.open(request));
    assertThat(refused).isNotNull();
    return refused.refusal();
  }
}
