package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.bailiwick.adapter.keys.ScriptedServer.Script;
import io.bailiwick.adapter.testing.Logged;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way an issuer can fail to answer, with no keys yet and with known ones. */
@Timeout(60)
class JwksFaultTest {
  private static final TestKey KEY = TestKey.generate("key-0", "RS256");
  private static final String JWKS =
      JSONObjectUtils.toJSONString(Map.of("keys", List.<Object>of(KEY.jwk())));
  private static final String JSON = "Content-Type: application/json";
  private static final Script GOOD = ScriptedServer.ok(JWKS, JSON);

  /** What is good in every answer here but the one thing that its name says. */
  @SuppressWarnings("ImmutableEnumChecker") // nothing sets anything on a script
  enum Oddity {
    HANGS_UP((out, server) -> {}, KeyFailure.UNREACHABLE),
    IS_NO_HTTP(
        (out, server) -> out.write("hello\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
        KeyFailure.UNREACHABLE),
    NEVER_ANSWERS((out, server) -> server.awaitClosed(), KeyFailure.TIMED_OUT),
    DRIPS_ITS_HEAD(
        (out, server) -> drip(out, server, "HTTP/1.1 200 OK\r\nX: "), KeyFailure.TIMED_OUT),
    DRIPS_ITS_BODY(
        (out, server) -> drip(out, server, headText(JSON) + JWKS.substring(0, 20)),
        KeyFailure.TIMED_OUT),
    STOPS_HALFWAY(
        (out, server) -> {
          out.write(ScriptedServer.head("200 OK", JWKS.length(), JSON));
          out.write(JWKS.substring(0, 20).getBytes(StandardCharsets.UTF_8));
        },
        KeyFailure.UNREACHABLE),
    HAS_AN_ENDLESS_HEAD(
        (out, server) -> {
          out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
          byte[] line = ("X: " + "x".repeat(1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
          for (int i = 0; i < 2000; i++) {
            out.write(line);
          }
          server.awaitClosed();
        },
        KeyFailure.UNREACHABLE,
        KeyFailure.TIMED_OUT),
    SENDS_10_MB(ScriptedServer.ok(JWKS + " ".repeat(10 << 20), JSON), KeyFailure.TOO_LARGE),
    SENDS_NO_LENGTH_AND_NO_END(
        (out, server) -> {
          out.write(("HTTP/1.1 200 OK\r\n" + JSON + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
          byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
          while (!server.isClosed()) {
            out.write(blanks);
          }
        },
        KeyFailure.TOO_LARGE),
    SAYS_500(status("500 Oh No"), KeyFailure.BAD_STATUS),
    SAYS_400(status("400 Bad Request"), KeyFailure.BAD_STATUS),
    SAYS_404(status("404 Not Found"), KeyFailure.BAD_STATUS),
    SAYS_206(status("206 Partial Content"), KeyFailure.BAD_STATUS),
    SENDS_GARBAGE(ScriptedServer.ok("<html>no</html>", JSON), KeyFailure.MALFORMED),
    SENDS_NOTHING(ScriptedServer.ok("", JSON), KeyFailure.MALFORMED),
    IS_NO_JSON_BY_ITS_TYPE(
        ScriptedServer.ok(JWKS, "Content-Type: text/html"), KeyFailure.WRONG_CONTENT_TYPE),
    HAS_NO_TYPE(ScriptedServer.ok(JWKS), KeyFailure.WRONG_CONTENT_TYPE),
    SENDS_A_GZIP_BOMB(
        ScriptedServer.bytes(bomb(), JSON, "Content-Encoding: gzip"), KeyFailure.ENCODED),
    SENDS_GZIP_AND_DOES_NOT_SAY_SO(ScriptedServer.bytes(bomb(), JSON), KeyFailure.MALFORMED),
    SAYS_300(status("300 Multiple Choices"), KeyFailure.REDIRECTED),
    REDIRECTS_TO_ANOTHER_HOST(
        status("302 Found", "Location: http://localhost:1/certs"), KeyFailure.REDIRECTED),
    REDIRECTS_TO_ITSELF(
        (out, server) ->
            out.write(
                ScriptedServer.head("307 Temporary Redirect", 0, "Location: " + server.uri())),
        KeyFailure.REDIRECTED);

    private final Script script;
    private final Set<KeyFailure> failures;

    Oddity(Script script, KeyFailure... failures) {
      this.script = script;
      this.failures = Set.of(failures);
    }

    /** What never ends is waited for in real time; for all else there is plenty. */
    Duration timeout() {
      return failures.contains(KeyFailure.TIMED_OUT) ? Duration.ofMillis(400) : Patience.PLENTY;
    }
  }

  private final TestClock clock = TestClock.fixed();

  private static Script status(String status, String... headers) {
    return (out, server) -> {
      byte[] body = JWKS.getBytes(StandardCharsets.UTF_8);
      String[] all = Arrays.copyOf(headers, headers.length + 1);
      all[headers.length] = JSON;
      out.write(ScriptedServer.head(status, body.length, all));
      out.write(body);
    };
  }

  private static String headText(String header) {
    return new String(
        ScriptedServer.head("200 OK", JWKS.length(), header), StandardCharsets.US_ASCII);
  }

  /** A byte now and then, each in time for whoever times bytes only. */
  private static void drip(OutputStream out, ScriptedServer server, String start)
      throws IOException {
    out.write(start.getBytes(StandardCharsets.US_ASCII));
    while (!server.isClosed()) {
      out.write(' ');
      out.flush();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** 64 MB of a JWKS, in 64 KB. */
  private static byte[] bomb() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(JWKS.getBytes(StandardCharsets.UTF_8));
      byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 64; i++) {
        zip.write(blanks);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private JwksUrl.Builder builder(URI address, Oddity oddity) {
    return JwksUrl.at(address)
        .clock(clock)
        .timeout(oddity.timeout())
        .patience(Patience.PLENTY.multipliedBy(2));
  }

  private static void assertFailed(KeySource keys, Oddity oddity) {
    assertThat(keys.health().lastFailure().orElseThrow()).isIn(oddity.failures);
    assertThat(keys.health().failures().keySet()).anyMatch(oddity.failures::contains);
  }

  /** Once the clock has moved, there is a try again; a machine under load may need some. */
  private void heals(JwksUrl keys) {
    JwksUrlTestBase.eventually(
        () -> {
          clock.advance(Duration.ofSeconds(5));
          try {
            return JwksUrlTestBase.find(keys, "key-0").isPresent();
          } catch (KeysUnavailable e) {
            return false;
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void issuerThat_atFirstStart_isUnavailableAndNamedAndHeals(Oddity oddity) throws Exception {
    try (ScriptedServer server = new ScriptedServer(oddity.script);
        JwksUrl keys = builder(server.uri(), oddity).build()) {
      JwksUrlTestBase.assertUnavailable(keys, "key-0");
      assertFailed(keys, oddity);
      assertThat(keys.health().keys()).isZero();
      if (oddity.failures.contains(KeyFailure.REDIRECTED)) {
        assertThat(server.requests()).as("nothing is followed").isEqualTo(1);
      }

      server.does(GOOD);
      heals(keys);
    }
  }

  @ParameterizedTest
  @EnumSource
  void issuerThat_leavesKnownKeysVerifyingToTheStaleLimit(Oddity oddity) throws Exception {
    try (ScriptedServer server = new ScriptedServer(GOOD);
        JwksUrl keys = builder(server.uri(), oddity).build()) {
      heals(keys);
      VerificationKey known = JwksUrlTestBase.find(keys, "key-0").orElseThrow();
      server.does(oddity.script);

      clock.advance(Duration.ofHours(23));
      assertThat(JwksUrlTestBase.find(keys, "key-0")).containsSame(known);
      JwksUrlTestBase.eventually(() -> keys.health().lastFailure().isPresent());
      assertFailed(keys, oddity);
      assertThat(keys.health().keys()).isEqualTo(1);
      JwksUrlTestBase.assertUnavailable(keys, "key-1");

      clock.advance(Duration.ofHours(2));
      JwksUrlTestBase.assertUnavailable(keys, "key-0");
      assertThat(keys.health().keys()).isZero();

      server.does(GOOD);
      heals(keys);
      assertThat(JwksUrlTestBase.find(keys, "key-0")).containsSame(known);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/jwk-set+json",
        "Content-Type: Application/JSON; charset=utf-8",
        "Content-Encoding: identity\r\nContent-Type: application/json"
      })
  void issuerThatSaysWhatItSendsInAnotherWay_isRead(String head) throws Exception {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok(JWKS, head));
        JwksUrl keys = builder(server.uri(), Oddity.HAS_NO_TYPE).build()) {
      assertThat(JwksUrlTestBase.find(keys, "key-0")).isPresent();
    }
  }

  @Test
  void answerOfTheMostBytes_isReadAndOneOfMoreIsNot() throws Exception {
    int most = JWKS.getBytes(StandardCharsets.UTF_8).length;
    try (ScriptedServer server = new ScriptedServer(GOOD);
        JwksUrl fits = builder(server.uri(), Oddity.SENDS_10_MB).maxBytes(most).build();
        JwksUrl less = builder(server.uri(), Oddity.SENDS_10_MB).maxBytes(most - 1).build()) {
      assertThat(JwksUrlTestBase.find(fits, "key-0")).isPresent();
      JwksUrlTestBase.assertUnavailable(less, "key-0");
      assertFailed(less, Oddity.SENDS_10_MB);
    }
  }

  @Test
  void keyThatIsLeftOut_isLoggedOnceUntilThatChanges() throws Exception {
    Script mixed = ScriptedServer.ok(JWKS.replace(":[", ":[{\"kty\":\"RSA\"},"), JSON);
    try (ScriptedServer server = new ScriptedServer(mixed);
        JwksUrl keys = builder(server.uri(), Oddity.HAS_NO_TYPE).build()) {
      List<String> lines =
          Logged.by(
              JwksFetch.class,
              () -> {
                assertThat(JwksUrlTestBase.find(keys, "key-0")).isPresent();
                assertThat(JwksUrlTestBase.find(keys, "key-1")).isEmpty();
                server.does(GOOD);
                assertThat(JwksUrlTestBase.find(keys, "key-1")).isEmpty();
                server.does(mixed);
                assertThat(JwksUrlTestBase.find(keys, "key-1")).isEmpty();
              });
      String line = "WARNING In the JWKS at " + server.uri() + ", key 1 of 2 is left out: ";
      assertThat(lines).hasSize(2).allMatch(each -> each.startsWith(line));
    }
  }

  @Test
  void issuerThatTakesNoConnectionOffItsQueue_isGivenUpInTime() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        JwksUrl keys =
            builder(
                    URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/certs"),
                    Oddity.NEVER_ANSWERS)
                .build()) {
      JwksUrlTestBase.assertUnavailable(keys, "key-0");
      assertThat(keys.health().lastFailure()).contains(KeyFailure.TIMED_OUT);
    }
  }

  @Test
  void portThatNobodyListensOn_isUnreachable() throws Exception {
    // bound and never listening: nobody else can have the port meanwhile
    try (Socket held = new Socket()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI address = URI.create("http://127.0.0.1:" + held.getLocalPort() + "/certs");
      try (JwksUrl keys = builder(address, Oddity.HANGS_UP).build()) {
        JwksUrlTestBase.assertUnavailable(keys, "key-0");
        assertThat(keys.health().lastFailure()).contains(KeyFailure.UNREACHABLE);
      }
    }
  }
}
