package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.route.AgnoPreset;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Request;
import io.bailiwick.scope.Visibility;
import io.bailiwick.testkit.TestToken;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a token that is bound to an agent opens at the gate. */
class BoundAgentTest extends GateTestBase {
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
}
