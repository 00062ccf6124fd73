package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Request;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which connections to agents the gate opens. */
class ConnectionTest extends GateTestBase {
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
}
