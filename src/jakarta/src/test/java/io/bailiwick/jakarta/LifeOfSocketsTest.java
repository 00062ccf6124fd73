package io.bailiwick.jakarta;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.life.BackChannelLogout;
import io.bailiwick.adapter.life.Connection;
import io.bailiwick.adapter.life.ConnectionFilter;
import io.bailiwick.adapter.life.ConnectionLimits;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.life.Lifetime;
import io.bailiwick.adapter.life.Revocation;
import io.bailiwick.adapter.life.Revocations;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.LogoutTokenVerifier;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestSocket;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real sockets that live, are refreshed, and end. */
@SuppressWarnings("NullAway.Init")
class LifeOfSocketsTest {
  private static final List<String> LIFE = List.of("bailiwick.life");
  private static final String LOGOUT = "/backchannel-logout";
  private static final TestSocket.Closed REVOKED =
      new TestSocket.Closed(4403, "auth.invalid_token");

  private final TestClock clock = TestClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final TestIssuer issuer = TestIssuer.start(clock);
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
          .lifetime(Lifetime.standard())
          .limits(new ConnectionLimits(2, 10, 10))
          .revocations(revocations)
          .build();
  private GatedServer server;

  /** Says what it hears, and until when. */
  private static final class Echo extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
      Connection connection =
          (Connection) requireNonNull(session.getUserProperties().get(Connection.class.getName()));
      session.addMessageHandler(
          String.class,
          text -> {
            try {
              session.getBasicRemote().sendText(connection.timeLeft().toSeconds() + " " + text);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  @BeforeEach
  void start() throws Exception {
    AgentTokenVerifier verifier =
        AgentTokenVerifier.builder()
            .issuer(issuer.issuer(), keys)
            .audience(TestIssuer.AUDIENCE)
            .clock(clock)
            .revocations(revocations)
            .build();
    BackChannelLogout logout =
        BackChannelLogout.of(
            LogoutTokenVerifier.of(issuer.issuer(), keys, TestIssuer.AUDIENCE, clock),
            revocations,
            clock);
    server =
        GatedServer.start(
            "/",
            GatedServer.gate(
                verifier,
                RouteMap.builder()
                    .route("POST", LOGOUT, Requirement.publicAccess())
                    .route("GET", "/me", Requirement.authenticated())
                    .build()),
            door ->
                door.withEndpoints(
                        connection -> Optional.of(new Echo()),
                        new SocketLimits(8192, Duration.ofMinutes(1)),
                        registry)
                    .withBackChannelLogout(LOGOUT, logout),
            (request, response) -> response.getWriter().write("http"));
  }

  @AfterEach
  void stop() {
    registry.close();
    server.close();
    keys.close();
    issuer.close();
  }

  private TestToken bert() {
    return issuer.token().subject("bert").scopes("agents:run").claim("sid", "s1");
  }

  private static String[] bearer(TestToken token) {
    return new String[] {"Authorization", "Bearer " + token.sign()};
  }

  private TestSocket open(TestToken token) {
    return TestSocket.open(server.uri("/agents/echo"), bearer(token));
  }

  private TestSocket openWithLife(TestToken token) {
    return TestSocket.open(server.uri("/agents/echo"), LIFE, bearer(token));
  }

  private static String refresh(TestToken token) {
    return "{\"type\":\"bailiwick.refresh\",\"token\":\"" + token.sign() + "\"}";
  }

  @Test
  void revokedSession_closesItsSocketWithTheTerminalCode_andIsNotLetInAgain() throws Exception {
    TestToken token = bert();
    try (TestSocket socket = open(token);
        TestSocket other = open(bert().claim("sid", "s2"))) {
      socket.send("hello");
      assertThat(socket.receive()).isEqualTo("300 hello");
      revocations.revoke(Revocation.session(issuer.issuer(), "s1"));
      assertThat(socket.closed()).isEqualTo(REVOKED);
      other.send("still here");
      assertThat(other.receive()).isEqualTo("300 still here");
      assertThat(TestSocket.refused(server.uri("/agents/echo"), bearer(token)).statusCode())
          .isEqualTo(401);
      assertThat(server.send("GET", "/me", bearer(token)).statusCode()).isEqualTo(401);
    }
  }

  /** Silent for longer than a peer may take over its side of the close: that is no time-out. */
  @Test
  void socketThatWasSilentForLong_isClosedWithItsOwnCode() throws Exception {
    try (TestSocket socket = open(bert())) {
      socket.send("hello");
      socket.receive();
      long heard = System.nanoTime() + Duration.ofSeconds(6).toNanos();
      while (System.nanoTime() < heard) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
      revocations.revoke(Revocation.session(issuer.issuer(), "s1"));
      assertThat(socket.closed()).isEqualTo(REVOKED);
    }
  }

  @Test
  void tooMany_areRefusedBeforeTheUpgrade_andOneThatLeavesMakesRoom() throws Exception {
    try (TestSocket first = open(bert());
        TestSocket second = open(bert())) {
      HttpResponse<?> refused = TestSocket.refused(server.uri("/agents/echo"), bearer(bert()));
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      first.send("x");
      first.receive();
      second.close();
      first.close();
    }
    until(0);
    try (TestSocket third = open(bert())) {
      third.send("room");
      assertThat(third.receive()).endsWith("room");
    }
  }

  @Test
  void clientThatDidNotAsk_isToldNothing() throws Exception {
    try (TestSocket socket = open(bert())) {
      assertThat(socket.subprotocol()).isEmpty();
      String message = "{\"type\":\"bailiwick.refresh\",\"token\":\"x\"}";
      socket.send(message);
      // it is the application's
      assertThat(socket.receive()).isEqualTo("300 " + message);
    }
  }

  @Test
  void clientThatAsked_isToldItsLife_askedAhead_andRefreshedInPlace() throws Exception {
    try (TestSocket socket = openWithLife(bert())) {
      assertThat(socket.subprotocol()).isEqualTo("bailiwick.life");
      assertThat(socket.receive()).isEqualTo("{\"type\":\"bailiwick.life\",\"expires_in\":300}");
      String id = onlyOne().id();
      clock.advance(Duration.ofSeconds(280));
      assertThat(socket.receive()).isEqualTo("{\"type\":\"bailiwick.expiring\",\"expires_in\":20}");
      socket.send(refresh(bert()));
      assertThat(socket.receive()).isEqualTo("{\"type\":\"bailiwick.life\",\"expires_in\":300}");
      clock.advance(Duration.ofSeconds(100));
      socket.send("beyond");
      assertThat(socket.receive()).isEqualTo("200 beyond");
      assertThat(onlyOne().id()).isEqualTo(id);
    }
  }

  @Test
  void expiredSocket_isKeptForARefresh_andCanDoNothingElse() throws Exception {
    try (TestSocket first = openWithLife(bert());
        TestSocket second = openWithLife(bert())) {
      first.receive();
      second.receive();
      clock.advance(Duration.ofSeconds(310));
      first.receive();
      first.send(refresh(bert()));
      assertThat(first.receive()).contains("300");
      second.send("too late");
      second.receive();
      assertThat(second.closed()).isEqualTo(new TestSocket.Closed(3005, "auth.expired_token"));
      assertThat(first.isOpen()).isTrue();
    }
  }

  @Test
  void refreshByAnother_orWithNoToken_closesTheSocket() throws Exception {
    try (TestSocket socket = openWithLife(bert())) {
      socket.receive();
      clock.advance(Duration.ofSeconds(1));
      socket.send(refresh(bert().subject("mallory")));
      assertThat(socket.closed()).isEqualTo(new TestSocket.Closed(4403, "auth.forbidden"));
    }
    try (TestSocket socket = openWithLife(bert())) {
      socket.receive();
      socket.send("{\"type\":\"bailiwick.refresh\"}");
      assertThat(socket.closed().code()).isEqualTo(4400);
    }
    try (TestSocket socket = openWithLife(bert())) {
      socket.receive();
      socket.send("{\"type\":\"bailiwick.refresh\",\"token\":\"no token\"}");
      assertThat(socket.closed().code()).isEqualTo(4401);
    }
    until(0);
  }

  @Test
  void refreshWithARevokedToken_closesTheSocketAsRevoked() throws Exception {
    try (TestSocket socket = openWithLife(bert())) {
      socket.receive();
      revocations.revoke(Revocation.token(issuer.issuer(), "next"));
      clock.advance(Duration.ofSeconds(1));
      socket.send(refresh(bert().claim("jti", "next")));
      assertThat(socket.closed()).isEqualTo(REVOKED);
    }
  }

  @Test
  void administrator_closesBySubject() throws Exception {
    try (TestSocket socket = open(bert());
        TestSocket other = open(bert().subject("ada"))) {
      other.send("x");
      other.receive();
      registry.close(ConnectionFilter.all().subject("bert"), Refusal.of(Refusal.Code.FORBIDDEN));
      assertThat(socket.closed().code()).isEqualTo(4403);
      assertThat(other.isOpen()).isTrue();
    }
  }

  @Test
  void serviceThatStops_saysThatItGoesAway() throws Exception {
    try (TestSocket socket = open(bert())) {
      socket.send("x");
      socket.receive();
      registry.close();
      assertThat(socket.closed()).isEqualTo(new TestSocket.Closed(1001, "server.going_away"));
      assertThat(TestSocket.refused(server.uri("/agents/echo"), bearer(bert())).statusCode())
          .isEqualTo(503);
    }
  }

  @Test
  void logoutToken_closesTheSessionsSockets() throws Exception {
    try (TestSocket socket = open(bert())) {
      socket.send("x");
      socket.receive();
      HttpResponse<String> answer = post("logout_token=" + encoded(logoutToken().sign()));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(socket.closed()).isEqualTo(REVOKED);
    }
  }

  @Test
  void whatIsNoLogoutToken_is400_andEndsNothing() throws Exception {
    try (TestSocket socket = open(bert())) {
      String good = encoded(logoutToken().sign());
      for (String form :
          List.of(
              "",
              "logout_token=",
              "logout_token=a.b.c",
              "logout_token=" + encoded(bert().sign()),
              "logout_token=" + encoded(logoutToken().wrongAudience().sign()),
              "logout_token=" + good + "&logout_token=" + good,
              "token=" + good)) {
        HttpResponse<String> answer = post(form);
        assertThat(answer.statusCode()).as(form).isEqualTo(400);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).startsWith("{\"error\":\"invalid_").doesNotContain(".");
      }
      assertThat(
              send(HttpRequest.newBuilder(server.uri(LOGOUT + "?logout_token=" + good))
                      .header("Content-Type", "application/x-www-form-urlencoded")
                      .POST(HttpRequest.BodyPublishers.noBody()))
                  .statusCode())
          .isEqualTo(400);
      assertThat(
              send(HttpRequest.newBuilder(server.uri(LOGOUT))
                      .header("Content-Type", "text/plain")
                      .POST(HttpRequest.BodyPublishers.ofString("logout_token=" + good)))
                  .statusCode())
          .isEqualTo(400);
      assertThat(server.send("GET", LOGOUT).statusCode()).isIn(401, 403);
      socket.send("still here");
      assertThat(socket.receive()).endsWith("still here");
    }
  }

  private TestToken logoutToken() {
    return issuer
        .token()
        .header("typ", "logout+jwt")
        .claim("typ", "Logout")
        .subject("bert")
        .claim("sid", "s1")
        .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
  }

  private HttpResponse<String> post(String form) throws Exception {
    return send(
        HttpRequest.newBuilder(server.uri(LOGOUT))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Connection onlyOne() {
    List<Connection> all = registry.list(ConnectionFilter.all(), 0, 10).connections();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  /** Waits until that many are left. */
  private void until(int left) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (registry.size() != left) {
      assertThat(System.nanoTime()).as("they have left in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
