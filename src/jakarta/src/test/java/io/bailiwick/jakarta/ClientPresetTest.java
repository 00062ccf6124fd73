package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.ClientPreset;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestSocket;
import io.bailiwick.testkit.TestToken;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How sockets of other systems' clients begin and end, over a real server. */
class ClientPresetTest {
  private static TestIssuer issuer;

  @BeforeAll
  static void startIssuer() {
    issuer = TestIssuer.start();
  }

  @AfterAll
  static void stopIssuer() {
    issuer.close();
  }

  private static GatedServer start(ClientPreset preset) throws Exception {
    ConnectGate gate =
        ConnectGate.builder()
            .verifier(GatedServer.verifier(issuer, Clock.systemUTC()))
            .routes(RouteMap.builder().route("GET", "/open", Requirement.publicAccess()).build())
            .clients(preset)
            .build();
    return GatedServer.start(
        "/",
        gate,
        door ->
            door.withEndpoints(
                connection ->
                    connection.agent().name().equals("echo")
                        ? Optional.of(new Echo())
                        : Optional.empty(),
                new SocketLimits(16 * 1024, Duration.ofMinutes(1)),
                Clock.systemUTC()),
        (request, response) -> response.setStatus(200));
  }

  private static TestToken bert() {
    return issuer.token().subject("bert").scopes("agents:echo:run");
  }

  private static String authenticate(TestToken token) {
    return "{\"action\":\"authenticate\",\"token\":\"" + token.sign() + "\"}";
  }

  @Test
  void cloudflare_isOpenedToBeRefused() throws Exception {
    try (GatedServer server = start(ClientPreset.cloudflare());
        TestSocket none = TestSocket.open(server.uri("/agents/echo/1?userId=bert"));
        TestSocket unknown =
            TestSocket.open(
                server.uri(
                    "/agents/none/1?userId=bert&token="
                        + bert().scopes("agent_os:admin").sign()))) {
      assertThat(none.closed()).isEqualTo(new TestSocket.Closed(4001, "Unauthorized"));
      assertThat(unknown.closed()).isEqualTo(new TestSocket.Closed(4404, "request.not_found"));
    }
  }

  @Test
  void cloudflare_theTokenIsNotInWhatTheApplicationSees() throws Exception {
    String token = bert().sign();
    try (GatedServer server = start(ClientPreset.cloudflare());
        TestSocket open =
            TestSocket.open(server.uri("/agents/echo/1?_pk=1&token=" + token + "&userId=bert"))) {
      open.send("query");
      assertThat(open.receive()).isEqualTo("_pk=1&userId=bert");
    }
  }

  /** What is no handshake is opened for nobody. */
  @Test
  void malformedHandshake_isRefusedWithAStatus() throws Exception {
    try (GatedServer server = start(ClientPreset.cloudflare())) {
      assertThat(
              server.sendRaw(
                  "GET",
                  "/agents/echo/1?userId=bert",
                  "Upgrade",
                  "websocket",
                  "Connection",
                  "Upgrade",
                  "Sec-WebSocket-Version",
                  "13"))
          .startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void refusalOfTheServicesChoice_hasItsCode() throws Exception {
    try (GatedServer server =
            start(ClientPreset.cloudflare().withClose(Refusal.Code.NOT_FOUND, 4004, "No agent"));
        TestSocket unknown =
            TestSocket.open(
                server.uri(
                    "/agents/none/1?userId=bert&token="
                        + bert().scopes("agent_os:admin").sign()))) {
      assertThat(unknown.closed()).isEqualTo(new TestSocket.Closed(4004, "No agent"));
    }
  }

  @Test
  void rivet_isToldAndClosed_andAnsweredItsOwnNameOnly() throws Exception {
    String path = "/gateway/echo/connect?rvt-method=get&rvt-key=1";
    String params =
        "rivet_conn_params."
            + URLEncoder.encode(
                "{\"token\":\"" + bert().wrongAudience().sign() + "\"}", StandardCharsets.UTF_8);
    try (GatedServer server = start(ClientPreset.rivet());
        TestSocket refused =
            TestSocket.open(server.uri(path), List.of("rivet", "rivet_encoding.json", params))) {
      assertThat(refused.subprotocol()).isEqualTo("rivet");
      assertThat(refused.receive()).contains("\"code\":\"wrong_audience\"");
      assertThat(refused.closed()).isEqualTo(new TestSocket.Closed(1011, "auth.wrong_audience"));
    }
  }

  @Test
  void agno_answersInMessages_andOpensOnce() throws Exception {
    try (GatedServer server = start(ClientPreset.agno());
        TestSocket socket = TestSocket.open(server.uri("/agents/echo/1"))) {
      socket.send("query");
      assertThat(socket.receive()).contains("\"event\":\"auth_required\"");
      socket.send(authenticate(bert().expired()));
      assertThat(socket.receive()).contains("auth_error", "\"error_type\":\"expired\"");
      socket.send(authenticate(bert()));
      assertThat(socket.receive()).contains("authenticated", "\"user_id\":\"bert\"");
      socket.send("hello");
      assertThat(socket.receive()).isEqualTo("hello");
      socket.send(authenticate(bert()));
      assertThat(socket.receive()).contains("authenticated");
      socket.send("{\"action\":\"authenticate\"}");
      assertThat(socket.receive()).contains("auth_error");
      assertThat(socket.closed().code()).isEqualTo(4400);
    }
  }

  @Test
  void agno_endsOneThatTriesTooOften_orSendsNoText() throws Exception {
    try (GatedServer server = start(ClientPreset.agno());
        TestSocket often = TestSocket.open(server.uri("/agents/echo/1"));
        TestSocket bytes = TestSocket.open(server.uri("/agents/echo/1"))) {
      for (int i = 1; i < AwaitingEndpoint.MAX_TRIES; i++) {
        often.send("hello");
        assertThat(often.receive()).contains("auth_required");
      }
      often.send("hello");
      assertThat(often.receive()).contains("auth_error");
      assertThat(often.closed().code()).isEqualTo(4401);
      bytes.send(ByteBuffer.wrap(new byte[] {1}));
      assertThat(bytes.receive()).contains("auth_error");
      assertThat(bytes.closed().code()).isEqualTo(4401);
    }
  }

  private static final class Echo extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
      session.addMessageHandler(
          String.class,
          message -> {
            try {
              session
                  .getBasicRemote()
                  .sendText(message.equals("query") ? session.getQueryString() : message);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
