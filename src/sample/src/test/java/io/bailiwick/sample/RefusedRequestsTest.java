package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused over HTTP, and what the answer says of it. */
class RefusedRequestsTest extends SampleTestBase {
  private static final Logger ROOT = Logger.getLogger("");
  private static final LogLines LOG = new LogLines();

  @BeforeAll
  static void hear() {
    ROOT.addHandler(LOG);
  }

  @AfterAll
  static void hearNoMore() {
    ROOT.removeHandler(LOG);
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
