package io.bailiwick.jakarta;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.CredentialPlaces;
import io.bailiwick.adapter.handle.ClientAuthentication;
import io.bailiwick.adapter.handle.TokenEndpointRedeemer;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestSocket;
import io.bailiwick.testkit.TestTickets;
import io.bailiwick.testkit.TestToken;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a socket that can send no headers may carry, over a real server. */
class SocketCredentialTest {
  private static final String PAGE = "https://app.example.com";
  private static final TestSocket.Closed NO_CREDENTIAL =
      new TestSocket.Closed(4401, "auth.missing_token");
  private static TestIssuer issuer;

  private final TestTickets tickets = TestTickets.start();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  @BeforeAll
  static void startIssuer() {
    issuer = TestIssuer.start();
  }

  @AfterAll
  static void stopIssuer() {
    issuer.close();
  }

  @AfterEach
  void stop() {
    tickets.close();
  }

  private CredentialPlaces.Builder places() {
    return CredentialPlaces.builder()
        .tickets(
            TokenEndpointRedeemer.at(tickets.tokenEndpoint())
                .client(
                    ClientAuthentication.secret(TestTickets.CLIENT_ID, TestTickets.CLIENT_SECRET))
                .timeout(Duration.ofSeconds(20))
                .build())
        .subprotocol()
        .connectionParams();
  }

  private GatedServer start(CredentialPlaces.Builder places) throws Exception {
    ConnectGate gate =
        ConnectGate.builder()
            .verifier(GatedServer.verifier(issuer, Clock.systemUTC()))
            .routes(RouteMap.builder().route("GET", "/open", Requirement.publicAccess()).build())
            .credentials(places.build())
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
        (request, response) -> response.getWriter().write("http"));
  }

  private static TestToken token() {
    return issuer.token().scopes("agents:run");
  }

  private static String authenticate(String member, String credential) {
    return "{\"action\":\"authenticate\",\"" + member + "\":\"" + credential + "\"}";
  }

  /** Says who it talks to, and all that it can see of the request. */
  private final class Echo extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
      opened.incrementAndGet();
      session.addMessageHandler(
          String.class,
          text -> {
            AgentConnection connection =
                (AgentConnection)
                    requireNonNull(
                        session.getUserProperties().get(AgentConnection.class.getName()));
            String seen =
                session.getUserPrincipal().getName()
                    + " "
                    + connection.caller().authMethod()
                    + " "
                    + session.getQueryString()
                    + " "
                    + session.getRequestURI()
                    + " "
                    + session.getRequestParameterMap()
                    + ": "
                    + text;
            try {
              session.getBasicRemote().sendText(seen);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      session.addMessageHandler(
          ByteBuffer.class,
          bytes -> {
            try {
              session.getBasicRemote().sendText("bytes " + bytes.remaining());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
      closed.incrementAndGet();
    }
  }

  @Test
  void ticketInTheUrl_opensOneSocketAndIsHiddenFromTheApplication() throws Exception {
    try (GatedServer server = start(places())) {
      String ticket = tickets.mint(token(), PAGE);
      String path = "/agents/echo/room/42?a=b&ticket=" + ticket;
      try (TestSocket socket = TestSocket.open(server.uri(path), "Origin", PAGE)) {
        socket.send("hello");
        assertThat(socket.receive())
            .contains("TICKET", "a=b", "/agents/echo/room/42", "hello")
            .doesNotContain(ticket, "ticket");
      }
      assertThat(TestSocket.refused(server.uri(path), "Origin", PAGE).statusCode()).isEqualTo(401);
    }
    assertThat(opened).hasValue(1);
  }

  @Test
  void ticketOfAnotherPage_isRefusedBeforeTheUpgrade() throws Exception {
    try (GatedServer server = start(places())) {
      String path = "/agents/echo?ticket=";
      assertThat(
              TestSocket.refused(
                      server.uri(path + tickets.mint(token(), PAGE)),
                      "Origin",
                      "https://evil.example")
                  .statusCode())
          .isEqualTo(401);
      assertThat(TestSocket.refused(server.uri(path + tickets.mint(token(), PAGE))).statusCode())
          .isEqualTo(401);
      assertThat(TestSocket.refused(server.uri(path + "junk")).statusCode()).isEqualTo(401);
      assertThat(
              TestSocket.refused(server.uri("/agents/echo?token=" + token().sign())).statusCode())
          .isEqualTo(401);
    }
    assertThat(opened).hasValue(0);
  }

  @Test
  void issuerThatCantRedeem_isA503WithRetryAfter() throws Exception {
    tickets.script(503, Map.of("Retry-After", "7"), "");
    try (GatedServer server = start(places())) {
      var refused = TestSocket.refused(server.uri("/agents/echo?ticket=" + tickets.unknown()));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("7");
    }
  }

  @Test
  void subprotocolEntry_carriesTheTokenAndOnlyThePlainOneIsEchoed() throws Exception {
    try (GatedServer server = start(places());
        TestSocket socket =
            TestSocket.open(
                server.uri("/agents/echo"),
                List.of("bailiwick.token." + token().sign(), "bailiwick"))) {
      assertThat(socket.subprotocol()).isEqualTo("bailiwick");
      socket.send("hello");
      assertThat(socket.receive()).contains("BEARER", "hello");
    }
  }

  @Test
  void subprotocols_areNeverEchoedWhereTheyAreNotSpoken() throws Exception {
    try (GatedServer server = start(CredentialPlaces.builder())) {
      String answer =
          server.sendRaw(
              "GET",
              "/agents/echo",
              "Upgrade",
              "websocket",
              "Connection",
              "Upgrade",
              "Sec-WebSocket-Version",
              "13",
              "Sec-WebSocket-Key",
              "AAAAAAAAAAAAAAAAAAAAAA==",
              "Sec-WebSocket-Protocol",
              "bailiwick, bailiwick.token.secret-of-this-test");
      assertThat(answer).startsWith("HTTP/1.1 401").doesNotContain("secret-of-this-test");
    }
  }

  @Test
  void firstMessage_opensWhatWasAwaitedAndWhatFollowsIsDelivered() throws Exception {
    try (GatedServer server = start(places().firstMessage(Duration.ofSeconds(50)))) {
      for (String first :
          List.of(
              authenticate("token", token().sign()),
              authenticate("ticket", tickets.mint(token())))) {
        int before = opened.get();
        try (TestSocket socket = TestSocket.open(server.uri("/agents/echo/room/42"))) {
          assertThat(opened).hasValue(before);
          socket.send(first);
          socket.send("hello");
          assertThat(socket.receive())
              .contains(first.contains("ticket") ? "TICKET" : "BEARER", "hello");
          socket.send(ByteBuffer.wrap("four".getBytes(StandardCharsets.UTF_8)));
          assertThat(socket.receive()).isEqualTo("bytes 4");
        }
        assertThat(opened).hasValue(before + 1);
      }
    }
  }

  @Test
  void firstMessageThatBringsNoGoodCredential_closesAndReachesNobody() throws Exception {
    try (GatedServer server = start(places().firstMessage(Duration.ofSeconds(50)))) {
      assertThat(closedBy(server, "/agents/echo", "hello")).isEqualTo(NO_CREDENTIAL);
      assertThat(closedBy(server, "/agents/echo", authenticate("token", "no.to.ken")))
          .isEqualTo(new TestSocket.Closed(4401, "auth.invalid_token"));
      assertThat(closedBy(server, "/agents/echo", authenticate("token", token().expired().sign())))
          .isEqualTo(new TestSocket.Closed(3005, "auth.expired_token"));
      assertThat(closedBy(server, "/agents/echo", authenticate("ticket", tickets.unknown())))
          .isEqualTo(new TestSocket.Closed(4401, "auth.invalid_token"));
      assertThat(
              closedBy(
                  server,
                  "/agents/echo",
                  authenticate("token", token().scopes("agents:read").sign())))
          .isEqualTo(new TestSocket.Closed(4403, "auth.insufficient_permissions"));
      assertThat(closedBy(server, "/agents/none", authenticate("token", token().sign())))
          .isEqualTo(new TestSocket.Closed(4404, "request.not_found"));
      tickets.script(500, Map.of(), "");
      assertThat(closedBy(server, "/agents/echo", authenticate("ticket", tickets.unknown())))
          .isEqualTo(new TestSocket.Closed(1013, "auth.unavailable"));
      try (TestSocket socket = TestSocket.open(server.uri("/agents/echo"))) {
        socket.send(ByteBuffer.wrap(token().sign().getBytes(StandardCharsets.UTF_8)));
        assertThat(socket.closed()).isEqualTo(NO_CREDENTIAL);
      }
    }
    assertThat(opened).hasValue(0);
    assertThat(closed).hasValue(0);
  }

  private static TestSocket.Closed closedBy(GatedServer server, String path, String message)
      throws InterruptedException {
    try (TestSocket socket = TestSocket.open(server.uri(path))) {
      socket.send(message);
      return socket.closed();
    }
  }

  @Test
  void silence_isClosedAtTheDeadline() throws Exception {
    try (GatedServer server = start(places().firstMessage(Duration.ofMillis(200)));
        TestSocket socket = TestSocket.open(server.uri("/agents/echo"))) {
      assertThat(socket.closed()).isEqualTo(NO_CREDENTIAL);
    }
    assertThat(opened).hasValue(0);
  }

  @Test
  void socketThatCarriesSomethingElsewhere_isDecidedBeforeTheUpgrade() throws Exception {
    try (GatedServer server = start(places().firstMessage())) {
      assertThat(
              TestSocket.refused(server.uri("/agents/echo"), "Authorization", "Bearer x")
                  .statusCode())
          .isEqualTo(401);
      assertThat(TestSocket.refused(server.uri("/agents")).statusCode()).isEqualTo(401);
      assertThat(TestSocket.refused(server.uri("/open")).statusCode()).isEqualTo(401);
      try (TestSocket socket =
          TestSocket.open(
              server.uri("/agents/echo"), "Authorization", "Bearer " + token().sign())) {
        socket.send("hello");
        assertThat(socket.receive()).contains("hello");
      }
    }
  }
}
