package io.bailiwick.jakarta;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.CredentialPlaces;
import io.bailiwick.adapter.connect.DecisionListener;
import io.bailiwick.adapter.connect.DecisionMetrics;
import io.bailiwick.adapter.handle.ClientAuthentication;
import io.bailiwick.adapter.handle.TokenEndpointRedeemer;
import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.life.BackChannelLogout;
import io.bailiwick.adapter.life.Connection;
import io.bailiwick.adapter.life.ConnectionFilter;
import io.bailiwick.adapter.life.ConnectionLimits;
import io.bailiwick.adapter.life.ConnectionMetrics;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.life.Revocations;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.LogoutTokenVerifier;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestLog;
import io.bailiwick.testkit.TestSocket;
import io.bailiwick.testkit.TestTickets;
import io.bailiwick.testkit.TestToken;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every place that a socket has for a credential, from its handshake to its end, with every logger
 * of the process heard: nothing of one is in a log, a close reason, an error, a metric, or in what
 * the application is shown of the request.
 */
class NothingSecretLeavesTest {
  /** What the server itself says; it writes the headers that it reads, where it is told to. */
  private static final String SERVERS = "org.eclipse.jetty";

  private static final String CLIENTS = "jdk.internal.httpclient";
  private static final Logger SERVER = Logger.getLogger(SERVERS);
  private static final String LOGOUT = "/backchannel-logout";
  private static final String PAGE = "https://app.example.com";
  private static final List<String> LIFE = List.of("bailiwick.life");

  private final TestLog log = TestLog.everything();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final TestClock clock = TestClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final TestIssuer issuer = TestIssuer.start(clock);
  private final TestTickets tickets = TestTickets.start();
  private final JwksUrl keys =
      JwksUrl.at(issuer.jwksUri())
          .clock(clock)
          .patience(Duration.ofSeconds(20))
          .timeout(Duration.ofSeconds(20))
          .build();
  private final Revocations revocations = Revocations.of(clock, Duration.ofHours(1));
  private final ConnectionRegistry registry =
      ConnectionRegistry.builder()
          .clock(clock)
          .limits(new ConnectionLimits(5, 1000, 1000))
          .revocations(revocations)
          .build();
  private final DecisionMetrics decisions = new DecisionMetrics();

  @AfterEach
  void stop() {
    registry.close();
    keys.close();
    tickets.close();
    issuer.close();
    SERVER.setLevel(null);
    log.close();
  }

  /** Tells all that an application is told of the request, and of its connection. */
  private final class Curious extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
      Connection connection =
          (Connection) requireNonNull(session.getUserProperties().get(Connection.class.getName()));
      session.addMessageHandler(
          String.class,
          text -> {
            told.add(
                session.getQueryString()
                    + " "
                    + session.getRequestURI()
                    + " "
                    + session.getRequestParameterMap()
                    + " "
                    + session.getNegotiatedSubprotocol()
                    + " "
                    + session.getUserPrincipal()
                    + " "
                    + connection
                    + " "
                    + connection.caller()
                    + " "
                    + connection.admitted());
            try {
              session.getBasicRemote().sendText("heard");
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }

    @Override
    public void onError(Session session, Throwable thrown) {
      told.add(thrown.toString());
    }
  }

  private GatedServer start() throws Exception {
    AgentTokenVerifier verifier =
        AgentTokenVerifier.builder()
            .issuer(issuer.issuer(), keys)
            .audience(TestIssuer.AUDIENCE)
            .clock(clock)
            .revocations(revocations)
            .build();
    ConnectGate gate =
        ConnectGate.builder()
            .verifier(verifier)
            .clock(clock)
            .routes(
                RouteMap.builder()
                    .route("GET", "/me", Requirement.authenticated())
                    .route("POST", LOGOUT, Requirement.publicAccess())
                    .build())
            .credentials(places())
            .listener(
                DecisionListener.logging(System.getLogger("decisions"))
                    .andThen(decisions)
                    .andThen(decision -> told.add(decision.toString())))
            .build();
    BackChannelLogout logout =
        BackChannelLogout.of(
            LogoutTokenVerifier.of(issuer.issuer(), keys, TestIssuer.AUDIENCE, clock),
            revocations,
            clock);
    return GatedServer.start(
        "/",
        gate,
        door ->
            door.withEndpoints(
                    connection ->
                        connection.agent().name().equals("none")
                            ? Optional.empty()
                            : Optional.of(new Curious()),
                    new SocketLimits(8192, Duration.ofMinutes(5)),
                    registry)
                .withBackChannelLogout(LOGOUT, logout),
        (request, response) -> response.getWriter().write("http"));
  }

  private CredentialPlaces places() {
    return CredentialPlaces.builder()
        .tickets(
            TokenEndpointRedeemer.at(tickets.tokenEndpoint())
                .client(
                    ClientAuthentication.secret(TestTickets.CLIENT_ID, TestTickets.CLIENT_SECRET))
                .timeout(Duration.ofSeconds(20))
                .build())
        .apiKeys(
            key -> {
              throw new IllegalStateException("The key store choked on " + key);
            })
        .sessionCookie("session", List.of(PAGE))
        .connectionParams()
        .subprotocol()
        .firstMessage(Duration.ofMinutes(1))
        .build();
  }

  private TestToken token() {
    return issuer.token().subject("bert").scopes("agents:run").claim("sid", "session-of-bert");
  }

  /** Opens a socket and says something on it; or hears how it is refused or closed. */
  private void attempt(
      GatedServer server, String path, List<String> subprotocols, String first, String... headers)
      throws InterruptedException {
    try (TestSocket socket = TestSocket.open(server.uri(path), subprotocols, headers)) {
      told.add("open, " + socket.subprotocol());
      socket.send(first);
      socket.send("hello");
      // the one message is answered, or the socket is closed for it
      Object said = socket.receiveOrClosed();
      told.add(said.toString());
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        HttpResponse<?> answer = refused.getResponse();
        told.add(answer.statusCode() + " " + answer.headers().map() + " " + answer.body());
      } else {
        told.add(String.valueOf(e.getCause()));
      }
    }
  }

  private void carry(GatedServer server, String secret) throws Exception {
    String inUrl = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    String params = "{\"token\":\"" + secret + "\"}";
    List<String> entries = List.of("bailiwick.token." + secret, "bailiwick");
    for (String path : List.of("/agents/echo/room/42", "/agents/none")) {
      attempt(server, path, List.of(), "hello", "Authorization", "Bearer " + secret);
      attempt(server, path, LIFE, refresh(secret), "Authorization", "Bearer " + secret);
      attempt(server, path + "?ticket=" + inUrl, List.of(), "hello", "Origin", PAGE);
      attempt(server, path + "?a=b&token=" + inUrl, List.of(), "hello");
      attempt(server, path + "?access_token=" + inUrl, List.of(), "hello");
      attempt(server, path, entries, "hello");
      attempt(server, path, entries.subList(0, 1), "hello");
      attempt(
          server,
          path,
          List.of(
              "bailiwick.params." + URLEncoder.encode(params, StandardCharsets.UTF_8), "bailiwick"),
          "hello");
      attempt(server, path, List.of(), "hello", "X-Connection-Params", params);
      attempt(server, path, List.of(), "hello", "X-Connection-Params", params + secret);
      attempt(server, path, List.of(), "hello", "X-API-Key", secret);
      attempt(server, path, List.of(), "hello", "Cookie", "session=" + secret, "Origin", PAGE);
      attempt(server, path, entries, "hello", "Authorization", "Bearer another-secret-altogether");
      attempt(
          server, path, List.of(), "{\"action\":\"authenticate\",\"token\":\"" + secret + "\"}");
      attempt(
          server, path, List.of(), "{\"action\":\"authenticate\",\"ticket\":\"" + secret + "\"}");
      attempt(server, path, List.of(), "{\"action\":\"authenticate\",\"token\":[\"" + secret);
      attempt(server, path, List.of(), secret);
    }
    for (String path : List.of("/me", "/none", "/agents/echo")) {
      HttpResponse<String> answer = server.send("GET", path, "Authorization", "Bearer " + secret);
      told.add(answer.statusCode() + " " + answer.headers().map() + answer.body());
      told.add(server.sendRaw("GET", path + "?ticket=" + inUrl, "X-API-Key", secret));
    }
  }

  private static String refresh(String credential) {
    return "{\"type\":\"bailiwick.refresh\",\"token\":\"" + credential + "\"}";
  }

  private void post(GatedServer server, String form) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.uri(LOGOUT))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    told.add(answer.statusCode() + " " + answer.headers().map() + answer.body());
  }

  private TestToken logoutToken() {
    return issuer
        .token()
        .header("typ", "logout+jwt")
        .claim("typ", "Logout")
        .subject("bert")
        .claim("sid", "session-of-bert")
        .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
  }

  /** A connection that is refreshed, well and badly, and ends in each way there is. */
  private List<String> live(GatedServer server) throws Exception {
    String first = token().sign();
    String second = token().claim("jti", "the-second-token").sign();
    String renewing = tickets.mint(token().claim("jti", "of-a-ticket"));
    String stranger = token().subject("mallory").claim("sid", "of-mallory").sign();
    String logout = logoutToken().sign();
    String badLogout = logoutToken().wrongAudience().sign();
    String late = token().claim("sid", "another-session").sign();
    try (TestSocket socket =
        TestSocket.open(server.uri("/agents/echo"), LIFE, "Authorization", "Bearer " + first)) {
      told.add(socket.receive());
      clock.advance(Duration.ofSeconds(2));
      for (String renewal : List.of(second, renewing)) {
        socket.send(refresh(renewal));
        told.add(socket.receive());
      }
      told.add(registry.list(ConnectionFilter.all(), 0, 10).connections().toString());
      post(server, "logout_token=" + badLogout);
      post(server, "logout_token=" + logout + "&logout_token=" + logout);
      post(server, "logout_token=" + logout);
      told.add(socket.closed().toString());
    }
    attempt(server, "/agents/echo", List.of(), "hello", "Authorization", "Bearer " + first);
    try (TestSocket socket =
        TestSocket.open(server.uri("/agents/echo"), LIFE, "Authorization", "Bearer " + late)) {
      told.add(socket.receive());
      socket.send(refresh(stranger));
      told.add(socket.closed().toString());
    }
    try (TestSocket socket =
        TestSocket.open(server.uri("/agents/echo"), LIFE, "Authorization", "Bearer " + late)) {
      told.add(socket.receive());
      clock.advance(Duration.ofSeconds(280));
      told.add(socket.receive());
      clock.advance(Duration.ofMinutes(10));
      told.add(socket.closed().toString());
    }
    return List.of(first, second, renewing, stranger, logout, badLogout, late);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INFO", "ALL"})
  void nothingThatASocketCarries_isLoggedOrToldAnybody(String levelOfTheServer) throws Exception {
    SERVER.setLevel(Level.parse(levelOfTheServer));
    boolean talkative = levelOfTheServer.equals("ALL");
    Predicate<String> servers = line -> talkative && line.startsWith(SERVERS);
    try (GatedServer server = start()) {
      // a client logs the URLs that it calls: the test's own doesn't count, the redeemer's does
      String calls = "//127.0.0.1:" + server.port() + "/";
      Predicate<String> itsOwn =
          servers.or(line -> line.startsWith(CLIENTS) && line.contains(calls));
      for (String secret :
          List.of(
              token().sign(),
              token().expired().sign(),
              token().scopes("agents:read").sign(),
              token().flippedByte(),
              token().signedWith(TestKey.generate("unknown-key-id-of-this-test", "RS256")).sign(),
              tickets.mint(token()),
              tickets.mint(token(), PAGE),
              tickets.unknown(),
              "a-secret-of-no-form-at-all")) {
        carry(server, secret);
        assertSecret(itsOwn, secret, "another-secret-altogether");
      }
      assertSecret(itsOwn, live(server).toArray(String[]::new));
      tickets.script(500, Map.of(), "{\"error\":\"a-secret-of-no-form-at-all\"}");
      String unanswered = tickets.unknown();
      carry(server, unanswered);
      assertSecret(itsOwn, unanswered, TestTickets.CLIENT_SECRET, "a-secret-of-no-form-at-all");
    }
    // that it was all there to be heard
    assertThat(String.join("\n", told))
        .contains(
            "heard",
            "open, bailiwick",
            "4401, reason=auth.invalid_token",
            "4401, reason=auth.missing_token",
            "3005, reason=auth.expired_token",
            "4403, reason=auth.invalid_token",
            "4403, reason=auth.forbidden",
            "4403, reason=auth.insufficient_permissions",
            "1013, reason=auth.unavailable",
            "bailiwick.expiring")
        .containsPattern("\n400 .*\n(?s:.*)\n503 ");
    assertThat(String.join("\n", log.lines()))
        .contains("admitted", "refused: expired_token", "refused: internal_error", "incident");
    assertThat(log.lines().stream().filter(servers).anyMatch(line -> line.contains("Bearer ")))
        .as("whether the server itself writes what it reads")
        .isEqualTo(talkative);
  }

  private void assertSecret(Predicate<String> itsOwn, String... secrets) {
    told.add(decisions.measurements().toString());
    told.add(ConnectionMetrics.of(registry).measurements().toString());
    List<String> heard = new ArrayList<>(told);
    log.lines().stream().filter(itsOwn.negate()).forEach(heard::add);
    for (String secret : secrets) {
      for (String part : secret.split("[.:]", -1)) {
        if (part.length() > 8) {
          assertThat(heard.stream().filter(line -> line.contains(part)))
              .as("what tells a credential")
              .isEmpty();
        }
      }
    }
  }
}
