package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.CredentialPlaces;
import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.life.ConnectionLimits;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.life.Lifetime;
import io.bailiwick.adapter.life.Revocation;
import io.bailiwick.adapter.life.Revocations;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestSocket;
import io.bailiwick.testkit.TestToken;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each row of the table of refusals as a client sees it: for a request, for a socket before its
 * upgrade, for one whose credential comes in its first message, and for one that has long been
 * open.
 */
@SuppressWarnings("NullAway.Init")
class RefusalTableTest {
  private static final String AGENT = "/agents/echo";
  private static final Duration GRACE = Duration.ofSeconds(25);
  private static final Pattern ERROR = Pattern.compile("error=\"([^\"]+)\"");
  private static final TestKey UNKNOWN = TestKey.generate("of-no-key-set", "RS256");

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
          .lifetime(Lifetime.standard().withGrace(GRACE))
          .limits(new ConnectionLimits(1, 100, 100))
          .revocations(revocations)
          .build();
  private GatedServer strict;
  private GatedServer patient;

  @BeforeEach
  void start() throws Exception {
    strict = server(CredentialPlaces.standard());
    patient = server(CredentialPlaces.builder().firstMessage(Duration.ofMinutes(1)).build());
  }

  @AfterEach
  void stop() {
    registry.close();
    strict.close();
    patient.close();
    keys.close();
    issuer.close();
  }

  private GatedServer server(CredentialPlaces places) throws Exception {
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
                RouteMap.builder().route("POST", "/run", Requirement.allOf("agents:run")).build())
            .credentials(places)
            .build();
    return GatedServer.start(
        "/",
        gate,
        door ->
            door.withEndpoints(
                connection -> Optional.of(new Silent()),
                new SocketLimits(8192, Duration.ofMinutes(5)),
                registry),
        (request, response) -> response.getWriter().write("done"));
  }

  /** Hears, and says nothing. */
  private static final class Silent extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
      session.addMessageHandler(String.class, text -> {});
    }
  }

  private TestToken bert() {
    return issuer.token().subject("bert").scopes("agents:run").claim("sid", "of-bert");
  }

  @Test
  void unusableCredential() throws Exception {
    assertThat(TestSocket.refused(strict.uri(AGENT)))
        .satisfies(answer -> assertThat(status(answer)).isEqualTo("401"));
    assertThat(status(strict.send("POST", "/run"))).isEqualTo("401");
    try (TestSocket none = TestSocket.open(patient.uri(AGENT))) {
      none.send("no credential");
      assertThat(none.closed()).isEqualTo(new TestSocket.Closed(4401, "auth.missing_token"));
    }
    assertRefused(bert().flippedByte(), "401 invalid_token", "4401 auth.invalid_token");
    assertRefused(bert().wrongAudience().sign(), "401 invalid_token", "4401 auth.wrong_audience");
  }

  @Test
  void expired() throws Exception {
    assertRefused(bert().expired().sign(), "401 invalid_token", "3005 auth.expired_token");
    try (TestSocket socket = open(bert())) {
      clock.advance(Duration.ofSeconds(300).plus(GRACE));
      assertThat(socket.closed()).isEqualTo(new TestSocket.Closed(3005, "auth.expired_token"));
    }
  }

  @Test
  void scopeOrBindingMissing() throws Exception {
    assertRefused(
        bert().scopes("agents:read").sign(),
        "403 insufficient_scope",
        "4403 auth.insufficient_permissions");
    String elsewhere = bert().agent("another").sign();
    assertThat(status(TestSocket.refused(strict.uri(AGENT), bearer(elsewhere)))).isEqualTo("403");
    assertThat(afterFirstMessage(elsewhere)).isEqualTo("4403 auth.forbidden");
    assertThat(afterRefresh(elsewhere)).isEqualTo("4403 auth.forbidden");
  }

  @Test
  void revoked() throws Exception {
    String token = bert().claim("sid", "of-bert-before").sign();
    revocations.revoke(Revocation.session(issuer.issuer(), "of-bert-before"));
    assertRefused(token, "401 invalid_token", "4403 auth.invalid_token");
    try (TestSocket socket = open(bert())) {
      revocations.revoke(Revocation.session(issuer.issuer(), "of-bert"));
      assertThat(socket.closed()).isEqualTo(new TestSocket.Closed(4403, "auth.invalid_token"));
    }
  }

  @Test
  void tooMany() throws Exception {
    try (TestSocket first = open(bert())) {
      assertThat(status(TestSocket.refused(strict.uri(AGENT), bearer(bert().sign()))))
          .isEqualTo("429 Retry-After");
      assertThat(afterFirstMessage(bert().sign())).isEqualTo("3429 auth.rate_limited");
      assertThat(first.isOpen()).isTrue();
    }
  }

  @Test
  void unavailable() throws Exception {
    // the one key set is known and goes on verifying; who signs with another can't be told from it
    strict.send("POST", "/run", bearer(bert().sign()));
    patient.send("POST", "/run", bearer(bert().sign()));
    issuer.fail(TestIssuer.Fault.DOWN);
    assertRefused(bert().signedWith(UNKNOWN).sign(), "503 Retry-After", "1013 auth.unavailable");
  }

  @Test
  void goingAway() throws Exception {
    try (TestSocket socket = open(bert())) {
      registry.close();
      assertThat(socket.closed()).isEqualTo(new TestSocket.Closed(1001, "server.going_away"));
    }
    assertThat(status(TestSocket.refused(strict.uri(AGENT), bearer(bert().sign()))))
        .isEqualTo("503 Retry-After");
    assertThat(afterFirstMessage(bert().sign())).isEqualTo("1001 server.going_away");
  }

  /** The same credential in all four places. */
  private void assertRefused(String credential, String answer, String closed) throws Exception {
    List<String> seen = new ArrayList<>();
    seen.add(status(strict.send("POST", "/run", bearer(credential))));
    seen.add(status(TestSocket.refused(strict.uri(AGENT), bearer(credential))));
    seen.add(afterFirstMessage(credential));
    seen.add(afterRefresh(credential));
    assertThat(seen)
        .as("a request, a socket before its upgrade, its first message, and its refresh")
        .containsExactly(answer, answer, closed, closed);
  }

  private TestSocket open(TestToken token) throws InterruptedException {
    TestSocket socket =
        TestSocket.open(strict.uri(AGENT), List.of("bailiwick.life"), bearer(token.sign()));
    assertThat(socket.receive()).startsWith("{\"type\":\"bailiwick.life\"");
    return socket;
  }

  private String afterFirstMessage(String credential) throws InterruptedException {
    try (TestSocket socket = TestSocket.open(patient.uri(AGENT))) {
      socket.send("{\"action\":\"authenticate\",\"token\":\"" + credential + "\"}");
      return text(socket.closed());
    }
  }

  private String afterRefresh(String credential) throws InterruptedException {
    try (TestSocket socket = open(bert().subject("ada").claim("sid", "of-ada"))) {
      socket.send("{\"type\":\"bailiwick.refresh\",\"token\":\"" + credential + "\"}");
      return text(socket.closed());
    }
  }

  private static String text(TestSocket.Closed closed) {
    return closed.code() + " " + closed.reason();
  }

  private static String status(HttpResponse<?> answer) {
    HttpHeaders headers = answer.headers();
    Matcher error = ERROR.matcher(headers.firstValue("WWW-Authenticate").orElse(""));
    return answer.statusCode()
        + (error.find() ? " " + error.group(1) : "")
        + (headers.firstValue("Retry-After").isPresent() ? " Retry-After" : "");
  }

  private static String[] bearer(String credential) {
    return new String[] {"Authorization", "Bearer " + credential};
  }
}
