package io.bailiwick.jakarta;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.SecurityKey;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.testkit.TestSocket;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A security key stands for the token here; its callers expire 24 hours after they came. */
class AgentUpgradeFilterTest {
  private static final String KEY = "0123456789abcdef0123";
  private static final String[] AUTHORIZED = {"Authorization", "Bearer " + KEY};
  private static final RouteMap ROUTES =
      RouteMap.builder().route("GET", "/open", Requirement.publicAccess()).build();

  private final AtomicInteger opened = new AtomicInteger();
  private final CompletableFuture<CloseReason> applicationSawClose = new CompletableFuture<>();
  private GatedServer server;

  @BeforeEach
  void start() throws Exception {
    server = start(Clock.systemUTC(), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private GatedServer start(Clock verifierClock, Clock clock) throws Exception {
    return GatedServer.start(
        "/",
        GatedServer.gate(
            SecurityKey.forDevelopment(KEY, ScopeRules.standard(), verifierClock), ROUTES),
        door ->
            door.withEndpoints(
                connection ->
                    connection.agent().name().equals("echo")
                        ? Optional.of(new Echo())
                        : Optional.empty(),
                new SocketLimits(100, Duration.ofMinutes(1)),
                clock),
        (request, response) -> response.getWriter().write("http"));
  }

  private final class Echo extends Endpoint {
    private final Set<Session> live = new HashSet<>();

    @Override
    public void onOpen(Session session, EndpointConfig config) {
      opened.incrementAndGet();
      live.add(session);
      AgentConnection connection =
          (AgentConnection)
              requireNonNull(session.getUserProperties().get(AgentConnection.class.getName()));
      if (connection.agent().key().contains("throws-on-open")) {
        throw new IllegalStateException("a secret of the application");
      }
      if (connection.agent().key().contains("typed-by-itself")) {
        session.addMessageHandler(new Sayer(session, connection));
      } else {
        session.addMessageHandler(String.class, text -> say(session, connection, text));
      }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
      if (live.remove(session)) {
        applicationSawClose.complete(reason);
      }
    }

    /** Its message's class is to be read from its own type. */
    private final class Sayer implements MessageHandler.Whole<String> {
      private final Session session;
      private final AgentConnection connection;

      Sayer(Session session, AgentConnection connection) {
        this.session = session;
        this.connection = connection;
      }

      @Override
      public void onMessage(String text) {
        say(session, connection, text);
      }
    }

    private void say(Session session, AgentConnection connection, String text) {
      switch (text) {
        case "refuse" -> throw new Refused(Refusal.of(Refusal.Code.INSUFFICIENT_PERMISSIONS));
        case "fail" -> throw new IllegalStateException("a secret of the application");
        default -> {
          try {
            session
                .getBasicRemote()
                .sendText(
                    connection.agent().key()
                        + " "
                        + session.getUserPrincipal().getName()
                        + ": "
                        + text);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
    }
  }

  @Test
  void admittedCaller_isOpenedWithConnectionAndPrincipal() throws Exception {
    try (TestSocket socket = TestSocket.open(server.uri("/agents/echo/room/4%202"), AUTHORIZED)) {
      socket.send("hello");
      assertThat(socket.receive()).isEqualTo("[room, 4 2] security-key: hello");
    }
  }

  @Test
  void noToken_isRefusedBeforeTheUpgrade() {
    HttpResponse<?> answer = TestSocket.refused(server.uri("/agents/echo"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(opened).hasValue(0);
  }

  @Test
  void agentThatIsNotHosted_isNotFoundBeforeTheUpgrade() {
    assertThat(TestSocket.refused(server.uri("/agents/other"), AUTHORIZED).statusCode())
        .isEqualTo(404);
    assertThat(TestSocket.refused(server.uri("/agents/other")).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/open", "/agents", "/teams/echo", "/secret"})
  void pathThatNamesNoAgent_opensNoSocket(String path) {
    assertThat(TestSocket.refused(server.uri(path), AUTHORIZED).statusCode()).isEqualTo(403);
    assertThat(opened).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/agents/echo/",
        "/agents//echo",
        "/agents/echo/..",
        "/agents/echo;x",
        "//agents/echo"
      })
  void pathThatMayBeReadTwoWays_opensNoSocket(String path) throws Exception {
    assertThat(handshake("GET", path, "websocket")).containsPattern("^HTTP/1.1 40[03]");
    assertThat(opened).hasValue(0);
  }

  @Test
  void upgradeHeaderInOtherSpellings_isDecidedAsAnUpgrade() throws Exception {
    assertThat(handshake("GET", "/open", "WebSocket")).startsWith("HTTP/1.1 403");
    assertThat(handshake("GET", "/open", "h2c, websocket")).startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "websocket      | Upgrade    | 13 | ''                         | ''",
        "websocket      | Upgrade    | 13 | x                          | ''",
        "websocket      | Upgrade    | 12 | AAAAAAAAAAAAAAAAAAAAAA==   | ''",
        "websocket      | Upgrade    | x  | AAAAAAAAAAAAAAAAAAAAAA==   | ''",
        "h2c, websocket | Upgrade    | 13 | AAAAAAAAAAAAAAAAAAAAAA==   | ''",
        "websocket      | Upgrade    | 13 | AAAAAAAAAAAAAAAAAAAAAA==   | permessage-deflate; foo=x"
      })
  void malformedHandshake_isABadRequestAndOpensNothing(
      String upgrade, String connection, String version, String key, String extensions)
      throws Exception {
    String[] headers = {
      "Upgrade",
      upgrade,
      "Connection",
      connection,
      "Sec-WebSocket-Version",
      version,
      "Sec-WebSocket-Key",
      key,
      "Sec-WebSocket-Extensions",
      extensions
    };
    assertThat(server.sendRaw("GET", "/agents/echo", headers)).startsWith("HTTP/1.1 401");
    List<String> authorized = new ArrayList<>(List.of(AUTHORIZED));
    authorized.addAll(List.of(headers));
    assertThat(server.sendRaw("GET", "/agents/echo", authorized.toArray(String[]::new)))
        .startsWith("HTTP/1.1 400")
        .contains("Sec-WebSocket-Version: 13", "invalid_request");
    assertThat(opened).hasValue(0);
  }

  @Test
  void handshakeWithoutAnyOfItsHeaders_isABadRequest() throws Exception {
    String answer =
        server.sendRaw(
            "GET",
            "/agents/echo",
            "Authorization",
            "Bearer " + KEY,
            "Upgrade",
            "websocket",
            "Connection",
            "Upgrade");
    assertThat(answer).startsWith("HTTP/1.1 400");
    assertThat(opened).hasValue(0);
  }

  @Test
  void postWithUpgrade_isDecidedAsHttp() throws Exception {
    assertThat(handshake("POST", "/agents/echo", "websocket")).startsWith("HTTP/1.1 403");
    assertThat(opened).hasValue(0);
  }

  @Test
  void expiry_closesWithRetryableCode() throws Exception {
    // the key's callers live for 24 hours from the verifier's now
    Clock yesterday =
        Clock.offset(Clock.systemUTC(), Duration.ofDays(-1).plus(Duration.ofMillis(1500)));
    try (GatedServer expiring = start(yesterday, Clock.systemUTC());
        TestSocket socket = TestSocket.open(expiring.uri("/agents/echo"), AUTHORIZED)) {
      socket.send("still here");
      assertThat(socket.receive()).endsWith("still here");
      assertThat(socket.closed()).isEqualTo(new TestSocket.Closed(3005, "auth.expired_token"));
      assertThat(applicationSawClose.get(10, TimeUnit.SECONDS).getCloseCode().getCode())
          .isEqualTo(3005);
    }
  }

  @Test
  void messageThatIsTooLong_closesWith1009() throws Exception {
    try (TestSocket socket = TestSocket.open(server.uri("/agents/echo"), AUTHORIZED)) {
      socket.send("x".repeat(5_000));
      assertThat(socket.closed().code()).isEqualTo(1009);
    }
  }

  @Test
  void refusalOfTheEndpoint_closesWithItsCode() throws Exception {
    try (TestSocket socket = TestSocket.open(server.uri("/agents/echo"), AUTHORIZED)) {
      socket.send("refuse");
      assertThat(socket.closed())
          .isEqualTo(new TestSocket.Closed(4403, "auth.insufficient_permissions"));
    }
  }

  @Test
  void exceptionOfTheEndpoint_isMasked() throws Exception {
    try (TestSocket socket = TestSocket.open(server.uri("/agents/echo"), AUTHORIZED)) {
      socket.send("fail");
      assertThat(socket.closed()).isEqualTo(new TestSocket.Closed(1011, "internal.internal_error"));
    }
    try (TestSocket socket =
        TestSocket.open(server.uri("/agents/echo/typed-by-itself"), AUTHORIZED)) {
      socket.send("fail");
      assertThat(socket.closed()).isEqualTo(new TestSocket.Closed(1011, "internal.internal_error"));
    }
    try (TestSocket socket =
        TestSocket.open(server.uri("/agents/echo/throws-on-open"), AUTHORIZED)) {
      assertThat(socket.closed()).isEqualTo(new TestSocket.Closed(1011, "internal.internal_error"));
    }
  }

  @Test
  void plainRequest_goesOnToTheGate() throws Exception {
    assertThat(server.send("GET", "/open").body()).isEqualTo("http");
    assertThat(server.send("GET", "/agents/echo", AUTHORIZED).statusCode()).isEqualTo(403);
  }

  private String handshake(String method, String target, String upgrade) throws IOException {
    return server.sendRaw(
        method,
        target,
        "Authorization",
        "Bearer " + KEY,
        "Upgrade",
        upgrade,
        "Connection",
        "Upgrade",
        "Sec-WebSocket-Key",
        "AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version",
        "13");
  }
}
