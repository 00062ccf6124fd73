package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestSocket;
import io.bailiwick.testkit.TestToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ORIGIN = "https://app.example.com";
  private static final Logger ROOT = Logger.getLogger("");
  private static final LogLines LOG = new LogLines();

  private static TestIssuer issuer;
  private static SampleServer server;

  @BeforeAll
  static void start() {
    ROOT.addHandler(LOG);
    issuer = TestIssuer.start();
    server = SampleServer.start(settings(Map.of()));
  }

  @AfterAll
  static void stop() {
    server.close();
    issuer.close();
    ROOT.removeHandler(LOG);
  }

  private static SampleSettings settings(Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "BAILIWICK_ISSUER",
                issuer.issuer(),
                "BAILIWICK_AUDIENCE",
                TestIssuer.AUDIENCE,
                "BAILIWICK_SAMPLE_PORT",
                "0",
                "BAILIWICK_ALLOWED_ORIGINS",
                ORIGIN));
    environment.putAll(more);
    return SampleSettings.read(environment);
  }

  private static TestToken ada() {
    return issuer.token().subject("ada").scopes("agent_os:admin");
  }

  private static TestToken bert() {
    return issuer
        .token()
        .subject("bert")
        .scopes("agents:research-agent:read", "agents:research-agent:run");
  }

  private static TestToken cleo() {
    return issuer.token().subject("cleo").scopes("agents:read", "agents:support-agent:run");
  }

  private static TestToken dan() {
    return issuer.token().subject("dan").scopes();
  }

  private static HttpRequest.Builder request(URI base, String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path, TestToken token) throws Exception {
    return send(request(server.uri(), path, bearer(token)));
  }

  private static HttpResponse<String> run(String agent, TestToken token, String form)
      throws Exception {
    return send(
        request(server.uri(), "/agents/" + agent + "/runs", bearer(token))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private static String[] bearer(TestToken token) {
    return new String[] {"Authorization", "Bearer " + token.sign()};
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }

  private static String code(HttpResponse<String> answer) throws Exception {
    return json(answer).path("code").asText();
  }

  private static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }

  private static String raw(String target, TestToken token) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + target
                      + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                      + token.sign()
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void health_isPublic() throws Exception {
    HttpResponse<String> answer = send(request(server.uri(), "/health"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).path("status").asText()).isEqualTo("ok");
  }

  @Test
  void me_saysWhoCalls() throws Exception {
    HttpResponse<String> answer =
        get(
            "/me",
            bert()
                .agent("research-agent", "room", "42")
                .actors("travel-agent")
                .claim("email", "bert@example.com")
                .claim("name", "Bert"));
    JsonNode me = json(answer);
    assertThat(me.path("user_id").asText()).isEqualTo("bert");
    assertThat(me.path("email").asText()).isEqualTo("bert@example.com");
    assertThat(me.path("name").asText()).isEqualTo("Bert");
    assertThat(me.path("scopes").toString())
        .isEqualTo("[\"agents:research-agent:read\",\"agents:research-agent:run\"]");
    assertThat(me.path("agent").toString())
        .isEqualTo("{\"name\":\"research-agent\",\"key\":[\"room\",\"42\"]}");
    assertThat(me.path("auth_method").asText()).isEqualTo("bearer");
    assertThat(me.path("issuer").asText()).isEqualTo(issuer.issuer());
    assertThat(me.path("client_id").asText()).isEqualTo("demo-cli");
    assertThat(me.path("actors").path(0).path("sub").asText()).isEqualTo("travel-agent");
    assertThat(me.path("expires_at").asLong()).isPositive();
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void lists_showWhatTheCallerMaySee() throws Exception {
    assertThat(json(get("/agents", ada()))).hasSize(4);
    assertThat(get("/agents", bert()).body())
        .isEqualTo("[{\"id\":\"research-agent\",\"name\":\"Research agent\"}]");
    assertThat(json(get("/agents", cleo()))).hasSize(4);
    assertThat(get("/agents", dan()).body()).isEqualTo("[]");
    assertThat(json(get("/teams", ada()))).hasSize(1);
    assertThat(json(get("/workflows", ada()))).hasSize(1);
    assertThat(get("/teams", bert()).body()).isEqualTo("[]");
    assertThat(json(get("/agents", ada().agent("writer-agent")))).hasSize(1);
  }

  @Test
  void envelopedAndHidden_areTheServicesChoice() throws Exception {
    try (SampleServer other =
        SampleServer.start(
            settings(
                Map.of(
                    "BAILIWICK_ENVELOPED_LISTS", "true",
                    "BAILIWICK_HIDDEN_IS_NOT_FOUND", "true")))) {
      assertThat(send(request(other.uri(), "/agents", bearer(bert()))).body())
          .isEqualTo("{\"agents\":[{\"id\":\"research-agent\",\"name\":\"Research agent\"}]}");
      assertThat(send(request(other.uri(), "/agents/support-agent", bearer(bert()))).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void singleAgent_isDecidedAsTheListIs() throws Exception {
    assertThat(get("/agents/research-agent", bert()).statusCode()).isEqualTo(200);
    assertThat(get("/agents/support-agent", bert()).statusCode()).isEqualTo(403);
    assertThat(get("/agents/no-such-agent", bert()).statusCode()).isEqualTo(403);
    assertThat(get("/agents/no-such-agent", ada()).statusCode()).isEqualTo(404);
    assertThat(get("/agents/research-agent", dan()).statusCode()).isEqualTo(403);
  }

  @Test
  void run_saysTheMessageBack() throws Exception {
    HttpResponse<String> answer = run("research-agent", bert(), "message=good+morning");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).path("content").asText())
        .isEqualTo("Research agent heard: good morning");
    assertThat(json(answer).path("user_id").asText()).isEqualTo("bert");
    assertThat(run("research-agent", bert(), "").statusCode()).isEqualTo(400);
    assertThat(run("no-such-agent", ada(), "message=x").statusCode()).isEqualTo(404);
    assertThat(run("research-agent", bert(), "message=" + "x".repeat(100_000)).statusCode())
        .isEqualTo(413);
  }

  @Test
  void refusal_isNotLostToAClientThatStillSends() throws Exception {
    assertThat(sendSlowly(bert(), 100_000)).startsWith("HTTP/1.1 413");
    assertThat(sendSlowly(dan(), 40_000)).startsWith("HTTP/1.1 403");
  }

  private static String sendSlowly(TestToken token, int length) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /agents/research-agent/runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                  + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                  + length
                  + "\r\nAuthorization: Bearer "
                  + token.sign()
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.setSoTimeout(250);
      try {
        answer.write(socket.getInputStream().read());
      } catch (SocketTimeoutException e) {
        // the server waits for the body; that is as good
      }
      for (int sent = 0; sent < length; sent += 10_000) {
        out.write("x".repeat(10_000).getBytes(StandardCharsets.US_ASCII));
      }
      socket.setSoTimeout(30_000);
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void multipartRun_isTakenToo() throws Exception {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nhello\r\n--b--\r\n";
    HttpResponse<String> answer =
        send(
            request(server.uri(), "/agents/research-agent/runs", bearer(bert()))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.body()).contains("Research agent heard: hello");
  }

  @Test
  void runWithoutScope_namesTheMissingScopeAndTheMetadata() throws Exception {
    HttpResponse<String> answer = run("support-agent", bert(), "message=x");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(code(answer)).isEqualTo("insufficient_permissions");
    assertThat(challenge(answer))
        .contains(
            "error=\"insufficient_scope\"",
            "scope=\"agents:support-agent:run\"",
            "resource_metadata=\"" + server.resource() + "/.well-known/oauth-protected-resource\"");
  }

  @Test
  void badTokens_areRefusedWithTheirCodesAndNotEchoed() throws Exception {
    assertThat(code(send(request(server.uri(), "/me")))).isEqualTo("missing_token");
    TestToken good = ada();
    Map<String, String> bad = new HashMap<>();
    bad.put(good.expired().sign(), "expired_token");
    bad.put(good.wrongAudience().sign(), "wrong_audience");
    bad.put(good.flippedByte(), "invalid_token");
    bad.put(good.unsigned(), "invalid_token");
    bad.put(good.hs256WithPublicKey(), "invalid_token");
    bad.put(good.wrongIssuer().sign(), "invalid_token");
    bad.put(good.refreshToken().sign(), "invalid_token");
    bad.put(good.idToken().sign(), "invalid_token");
    bad.put(good.signedWith(TestKey.generate(issuer.key().kid(), "RS256")).sign(), "invalid_token");
    for (Map.Entry<String, String> one : bad.entrySet()) {
      HttpResponse<String> answer =
          send(request(server.uri(), "/me", "Authorization", "Bearer " + one.getKey()));
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(code(answer)).isEqualTo(one.getValue());
      assertThat(challenge(answer)).startsWith("Bearer").contains("error=\"invalid_token\"");
      String told = answer.body() + answer.headers().map();
      for (String part : one.getKey().split("\\.", 3)) {
        if (part.isEmpty()) {
          continue; // the signature of alg none
        }
        assertThat(told).doesNotContain(part);
        assertThat(LOG.all()).doesNotContain(part);
      }
    }
    assertThat(LOG.all()).contains("refused: expired_token");
  }

  @Test
  void boundToken_reachesItsAgentAndNothingElse() throws Exception {
    TestToken bound = ada().agent("writer-agent");
    assertThat(get("/config", bound).statusCode()).isEqualTo(403);
    assertThat(get("/agents/writer-agent", bound).statusCode()).isEqualTo(200);
    assertThat(get("/agents/research-agent", bound).statusCode()).isEqualTo(403);
    assertThat(get("/config", ada()).statusCode()).isEqualTo(200);
    assertThat(get("/config", bert()).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/agents/..%2fconfig",
        "/agents/../config",
        "//agents",
        "/agents/research-agent/",
        "/agents;x",
        "/agents/x%00",
        "/agents/research-agent%2fruns",
        "/nothing",
        "/application.wadl",
        "/index.html",
        "/page/index.html",
        "/app.js/../config"
      })
  void trickOrUnmappedPath_isRefused(String target) throws Exception {
    assertThat(raw(target, ada())).containsPattern("^HTTP/1.1 40[034]").doesNotContain("os_id");
  }

  @ParameterizedTest
  @CsvSource({"HEAD,/agents,200", "DELETE,/agents/research-agent,403", "OPTIONS,/agents,403"})
  void otherMethods_areDecided(String method, String path, int status) throws Exception {
    HttpRequest.Builder request =
        request(server.uri(), path, bearer(ada()))
            .method(method, HttpRequest.BodyPublishers.noBody());
    assertThat(send(request).statusCode()).isEqualTo(status);
  }

  @Test
  void crossOrigin_preflightNeedsNoTokenAndRefusalIsReadable() throws Exception {
    String answer = rawPreflight();
    assertThat(answer)
        .startsWith("HTTP/1.1 204")
        .contains("Access-Control-Allow-Origin: " + ORIGIN);
    HttpResponse<String> refusal = send(request(server.uri(), "/me", "Origin", ORIGIN));
    assertThat(refusal.statusCode()).isEqualTo(401);
    assertThat(refusal.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
    assertThat(refusal.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
        .contains("WWW-Authenticate");
  }

  private static String rawPreflight() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              ("OPTIONS /me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: "
                      + ORIGIN
                      + "\r\nAccess-Control-Request-Method: GET\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void metadata_namesResourceAndIssuer() throws Exception {
    JsonNode document = json(send(request(server.uri(), "/.well-known/oauth-protected-resource")));
    assertThat(document.path("resource").asText()).isEqualTo(server.resource().text());
    assertThat(document.path("authorization_servers").path(0).asText()).isEqualTo(issuer.issuer());
    assertThat(document.path("bearer_methods_supported").toString()).isEqualTo("[\"header\"]");
  }

  @Test
  void page_isPublicUnderAStrictPolicy() throws Exception {
    HttpResponse<String> page = send(request(server.uri(), "/"));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains(
            "default-src 'none'",
            "script-src 'self'",
            "form-action 'self' " + issuer.issuer().replaceFirst("(//[^/]+).*", "$1") + ";",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'")
        .doesNotContain("unsafe", "*", "data:");
    assertThat(page.body()).doesNotContain("<script>", "onclick", "style=");
    assertThat(send(request(server.uri(), "/app.js")).statusCode()).isEqualTo(200);
    assertThat(send(request(server.uri(), "/style.css")).statusCode()).isEqualTo(200);
    assertThat(send(request(server.uri(), "/icon.svg")).statusCode()).isEqualTo(200);
    JsonNode told = json(send(request(server.uri(), "/page.json")));
    assertThat(told.path("client_id").asText()).isEqualTo("demo-web");
    assertThat(told.path("redirect_uri").asText()).isEqualTo(server.uri() + "/");
  }

  @Test
  void socket_opensForTheRightCallerOnly() throws Exception {
    URI research = server.uri().resolve("/agents/research-agent");
    try (TestSocket socket = TestSocket.open(research, bearer(bert()))) {
      socket.send("hello");
      assertThat(socket.receive()).isEqualTo("bert: hello");
    }
    URI support = server.uri().resolve("/agents/support-agent");
    assertThat(TestSocket.refused(support, bearer(bert())).statusCode()).isEqualTo(403);
    assertThat(TestSocket.refused(research).statusCode()).isEqualTo(401);
    assertThat(TestSocket.refused(research, bearer(bert().expired())).statusCode()).isEqualTo(401);
    assertThat(TestSocket.refused(research, bearer(ada().agent("writer-agent"))).statusCode())
        .isEqualTo(403);
    assertThat(
            TestSocket.refused(server.uri().resolve("/agents/no-such-agent"), bearer(ada()))
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void socketToAnInstance_isDecidedByItsKey() throws Exception {
    TestToken room = ada().agent("chat-room", "room", "42");
    URI rooms = server.uri().resolve("/agents/chat-room/");
    try (TestSocket socket = TestSocket.open(rooms.resolve("room/42"), bearer(room))) {
      socket.send("hi");
      assertThat(socket.receive()).isEqualTo("ada: hi");
    }
    for (String other : List.of("room/43", "room", "room/42/7", "room42")) {
      assertThat(TestSocket.refused(rooms.resolve(other), bearer(room)).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void socket_isClosedAtExpiry() throws Exception {
    TestToken brief = bert().expiresIn(Duration.ofSeconds(3));
    try (TestSocket socket =
        TestSocket.open(server.uri().resolve("/agents/research-agent"), bearer(brief))) {
      assertThat(socket.closed()).isEqualTo(new TestSocket.Closed(3005, "auth.expired_token"));
    }
  }

  @Test
  void start_tellsRoutesAndNothingLoosened() {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Main.tell(settings(Map.of()), server, new PrintStream(told, true, StandardCharsets.UTF_8));
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("/config", "config:read", "/agents/{agents}/runs", "denied", "CONNECT")
        .contains("Signatures and who verifies them:", "ES256", "(self-test passed)")
        .contains("No setting loosens a check.", ORIGIN);
    assertThat(server.loosened()).isEmpty();
  }

  /** Every log line of this process. */
  private static final class LogLines extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    LogLines() {
      setLevel(Level.ALL);
    }

    String all() {
      return String.join("\n", lines);
    }

    @Override
    public void publish(LogRecord entry) {
      lines.add(new SimpleFormatter().format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
