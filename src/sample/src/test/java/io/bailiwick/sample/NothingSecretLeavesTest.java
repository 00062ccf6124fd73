package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.SecurityKey;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestLog;
import io.bailiwick.testkit.TestSocket;
import io.bailiwick.testkit.TestToken;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The running service, with every logger that is ours at its most talkative. */
class NothingSecretLeavesTest {
  private static final String KEY = "a-security-key-of-this-test-only";

  private static final String SECRET = "the-client-secret-of-this-test";

  /** Jetty's own debug log writes the headers it reads; whoever turns it on has them. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  private final List<String> told = new ArrayList<>();
  private final TestLog log = TestLog.everything();

  @BeforeEach
  void quiet() {
    JETTY.setLevel(Level.INFO);
  }

  @AfterEach
  void stop() {
    JETTY.setLevel(null);
    log.close();
  }

  private static SampleSettings settings(String issuer) {
    return SampleSettings.read(told(issuer));
  }

  private static SampleSettings redeeming(String issuer) {
    Map<String, String> told = new HashMap<>(told(issuer));
    told.put("BAILIWICK_CLIENT_SECRET", SECRET);
    return SampleSettings.read(told);
  }

  private static Map<String, String> told(String issuer) {
    return Map.of(
        "BAILIWICK_ISSUER",
        issuer,
        "BAILIWICK_AUDIENCE",
        TestIssuer.AUDIENCE,
        "BAILIWICK_SAMPLE_PORT",
        "0",
        "BAILIWICK_CONNECTION_GRACE",
        "0");
  }

  /** Exactly as written, and all that is answered. */
  private void send(SampleServer server, String start, String... headers) throws IOException {
    String request =
        start + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + lines(headers) + "\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      told.add(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String lines(String... headers) {
    return String.join("", Arrays.stream(headers).map(header -> header + "\r\n").toList());
  }

  /** Wherever a caller may put a credential, and where one may slip. */
  private void attempt(SampleServer server, String credential) throws IOException {
    String bearer = "Authorization: Bearer " + credential;
    for (String path :
        List.of(
            "/me",
            "/config",
            "/metrics",
            "/health/details",
            "/agents",
            "/agents/none",
            "/x%2Fy",
            "/none")) {
      send(server, "GET " + path, bearer);
      send(server, "GET " + path, bearer, "Accept: text/html");
    }
    send(server, "GET /me", "Authorization: " + credential);
    send(server, "GET /me", "Authorization: Basic " + credential);
    send(server, "GET /me", bearer, bearer);
    send(server, "GET /me", "Cookie: session=" + credential);
    send(server, "GET /me?access_token=" + credential);
    send(server, "GET /agents/x%00?access_token=" + credential);
    send(server, credential + " /me");
    send(server, "GET /me", "X-Too-Large: " + credential + "x".repeat(40_000));
    send(server, "POST /agents/research-agent/runs", bearer, "Content-Length: 1000000");
    send(server, "GET /agents/research-agent", bearer, "Upgrade: websocket", "Connection: Upgrade");
    socket(server.uri().resolve("/agents/research-agent"), "Bearer " + credential);
    socket(server.uri().resolve("/agents/ops-agent/room/42"), "Bearer " + credential);
    socket(server.uri().resolve("/agents/none"), "Bearer " + credential);
  }

  private void socket(URI uri, String authorization) {
    try (TestSocket socket = TestSocket.open(uri, "Authorization", authorization)) {
      socket.send("x".repeat(SampleSettings.MAX_MESSAGE_BYTES + 1));
      told.add(socket.closed().toString());
    } catch (CompletionException e) {
      var refused = TestSocket.refused(uri, "Authorization", authorization);
      told.add(refused.statusCode() + " " + refused.headers().map());
    } catch (Exception e) {
      throw new AssertionError("The socket was neither refused nor closed", e);
    }
  }

  /** All but what Jetty tells where it is told to tell what it reads. */
  private List<String> logged() {
    boolean talkative = Level.ALL.equals(JETTY.getLevel());
    return log.lines().stream()
        .filter(line -> !talkative || !line.startsWith(JETTY.getName()))
        .toList();
  }

  private void assertSecret(String credential) {
    String all = String.join("\n", told) + String.join("\n", logged());
    for (String part : credential.split("\\.", -1)) {
      if (part.length() > 8) {
        assertThat(all.contains(part)).as("%s leaked", part).isFalse();
      }
    }
  }

  @Test
  void noToken_isLoggedOrToldAnybody() throws Exception {
    try (TestIssuer issuer = TestIssuer.start();
        SampleServer server = SampleServer.start(settings(issuer.issuer()))) {
      TestToken good = issuer.token().scopes("agent_os:admin");
      for (String token :
          List.of(
              good.sign(),
              good.agent("writer-agent").sign(),
              good.expired().sign(),
              good.wrongAudience().sign(),
              good.flippedByte(),
              good.unsigned(),
              good.hs256WithPublicKey(),
              good.refreshToken().sign(),
              good.signedWith(TestKey.generate("unknown-key-id", "RS256")).sign())) {
        attempt(server, token);
        assertSecret(token);
      }
      TestToken brief = good.expiresIn(Duration.ofSeconds(2));
      String token = brief.sign();
      try (TestSocket socket =
          TestSocket.open(
              server.uri().resolve("/agents/ops-agent"), "Authorization", "Bearer " + token)) {
        told.add(socket.closed().toString());
      }
      assertSecret(token);
    }
    assertThat(String.join("\n", told))
        .contains("200 OK", "1009", "auth.expired_token", "HTTP/1.1 431", "wrong_audience");
    assertThat(String.join("\n", log.lines())).contains("admitted", "refused: expired_token");
  }

  /** In a URL more than anywhere: whatever goes wrong, nobody writes out what was asked for. */
  @Test
  void noTicketAndNoTokenInAUrl_isLoggedOrToldAnybody() throws Exception {
    String upgrade = "Upgrade: websocket";
    String[] handshake = {
      upgrade,
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="
    };
    try (TestIssuer issuer = TestIssuer.start();
        SampleServer server = SampleServer.start(redeeming(issuer.issuer()))) {
      for (String secret :
          List.of(
              "bwt_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
              "bwt_of-no-form-at-all-but-secret",
              issuer.token().scopes("agent_os:admin").sign())) {
        for (String name : List.of("ticket", "token", "access_token")) {
          for (String path : List.of("/agents/research-agent", "/agents/x%00", "/me", "/none")) {
            String target = "GET " + path + "?" + name + "=" + secret;
            send(server, target);
            send(server, target, upgrade);
            send(server, target, handshake);
          }
        }
        assertSecret(secret);
      }
    }
    assertSecret(SECRET);
    assertThat(String.join("\n", told)).contains("HTTP/1.1 503", "HTTP/1.1 401", "HTTP/1.1 400");
    assertThat(String.join("\n", log.lines())).contains("refused: unavailable");
  }

  /** Jetty at its most talkative, too: then it tells what it reads, and nobody else does. */
  @Test
  void nothingOfAConnectionsLife_isLoggedOrToldAnybody() throws Exception {
    JETTY.setLevel(Level.ALL);
    try (TestIssuer issuer = TestIssuer.start();
        SampleServer server =
            SampleServer.start(
                redeeming(issuer.issuer()),
                JwksUrl.at(issuer.jwksUri())
                    .patience(Duration.ofSeconds(20))
                    .timeout(Duration.ofSeconds(20))
                    .build(),
                Clock.systemUTC())) {
      TestToken ada = issuer.token().subject("ada").scopes("agent_os:admin").claim("sid", "of-ada");
      String first = ada.sign();
      String second = ada.claim("jti", "the-second").sign();
      String logout =
          ada.header("typ", "logout+jwt")
              .claim("typ", "Logout")
              .claim(
                  "events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))
              .sign();
      URI agent = server.uri().resolve("/agents/research-agent");
      try (TestSocket socket =
          TestSocket.open(agent, List.of("bailiwick.life"), "Authorization", "Bearer " + first)) {
        told.add(socket.receive());
        socket.send("{\"type\":\"bailiwick.refresh\",\"token\":\"" + second + "\"}");
        told.add(socket.receive());
        for (String path : List.of("/connections", "/metrics", "/health/details", "/me")) {
          send(server, "GET " + path, "Authorization: Bearer " + second);
        }
        for (String form : List.of("logout_token=x." + logout, "logout_token=" + logout)) {
          send(
              server,
              "POST /backchannel-logout",
              "Content-Type: application/x-www-form-urlencoded",
              "Content-Length: " + form.length(),
              "",
              form);
        }
        told.add(socket.closed().toString());
      }
      attempt(server, second);
      for (String secret : List.of(first, second, logout, SECRET)) {
        assertSecret(secret);
      }
    }
    assertThat(String.join("\n", told))
        .contains("\"subject\":\"ada\"", "bailiwick_connections 1", "4403", "auth.invalid_token");
    assertThat(log.lines()).anyMatch(line -> line.startsWith(JETTY.getName()));
  }

  @Test
  void noSecurityKey_isLoggedOrToldAnybody() throws Exception {
    SecurityKey key = SecurityKey.forDevelopment(KEY);
    try (SampleServer server =
        SampleServer.start(settings("http://localhost:1/realms/none"), key, Clock.systemUTC())) {
      told.add(server.loosened().toString());
      attempt(server, KEY);
      attempt(server, "another-key-that-was-only-tried");
    }
    assertSecret(KEY);
    assertSecret("another-key-that-was-only-tried");
    assertThat(String.join("\n", log.lines())).contains("sub=\"security-key\"", "invalid_token");
  }

  @Test
  void exceptionOfAResource_isLoggedWithoutItsMessage() {
    ConnectGate gate =
        ConnectGate.builder()
            .verifier(SecurityKey.forDevelopment(KEY))
            .routes(RouteMap.builder().route("GET", "/", Requirement.publicAccess()).build())
            .build();
    Response answer =
        new MaskedExceptions(gate)
            .toResponse(
                new IllegalStateException(KEY, new IOException(KEY + "\r\nWARNING: forged")));
    told.add(answer.getEntity() + " " + answer.getStringHeaders());
    assertSecret(KEY);
    assertThat(answer.getStatus()).isEqualTo(500);
    assertThat(String.join("\n", told)).contains("internal_error", "incident");
    assertThat(String.join("\n", log.lines()))
        .contains("incident", "IllegalStateException")
        .doesNotContain("forged");
  }
}
