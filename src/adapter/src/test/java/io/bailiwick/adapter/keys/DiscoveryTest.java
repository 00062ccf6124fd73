package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an issuer, behind TLS too, may say that its keys are. */
class DiscoveryTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path directory;
  private static SSLContext tls;
  private static TestIssuer plain;

  private @Nullable HttpServer server;
  private volatile String jwksUri = "";
  private volatile String named = "";
  private volatile Supplier<String> document =
      () -> "{\"issuer\":\"" + named + "\",\"jwks_uri\":\"" + jwksUri + "\"}";

  @BeforeAll
  static void certify() throws Exception {
    Path file = directory.resolve("issuer.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "issuer",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.txt").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream read = Files.newInputStream(file)) {
      store.load(read, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(store, PASSWORD);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(trusting(store));
    tls = SSLContext.getInstance("TLS");
    tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    plain = TestIssuer.start();
  }

  private static KeyStore trusting(KeyStore store) throws Exception {
    KeyStore trusting = KeyStore.getInstance("PKCS12");
    trusting.load(null, PASSWORD);
    trusting.setCertificateEntry("issuer", store.getCertificate("issuer"));
    return trusting;
  }

  @AfterAll
  static void stopPlain() {
    plain.close();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  private String start(boolean https) throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (https) {
      HttpsServer secure = HttpsServer.create(any, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls));
      return serve("https", secure);
    }
    return serve("http", HttpServer.create(any, 0));
  }

  private String serve(String scheme, HttpServer begun) {
    server = begun;
    String issuer = scheme + "://localhost:" + begun.getAddress().getPort() + "/r";
    jwksUri = issuer + "/certs";
    named = issuer;
    answer(begun, "/r/.well-known/openid-configuration", () -> document.get());
    answer(begun, "/r/certs", plain::jwks);
    begun.start();
    return issuer;
  }

  private static void answer(HttpServer server, String path, Supplier<String> body) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
  }

  private static Optional<VerificationKey> find(JwksUrl keys) {
    return keys.find(Optional.of(plain.key().kid()), JwsAlgorithm.RS256);
  }

  private static JwksUrl.Builder patient(String issuer) {
    return JwksUrl.ofIssuer(issuer).patience(Patience.PLENTY).timeout(Patience.PLENTY);
  }

  private static void assertFails(JwksUrl.Builder builder, KeyFailure failure) {
    try (JwksUrl keys = builder.build()) {
      assertThatThrownBy(() -> find(keys)).isInstanceOf(KeysUnavailable.class);
      assertThat(keys.health().lastFailure()).contains(failure);
    }
  }

  @Test
  void issuerBehindTls_isReadWithTheContextThatTrustsIt() throws Exception {
    try (JwksUrl keys = patient(start(true)).tls(tls).build()) {
      assertThat(find(keys)).isPresent();
      assertThat(keys.loosened()).isEmpty();
    }
  }

  @Test
  void issuerThatNobodyTrusts_givesNoKeys() throws Exception {
    assertFails(patient(start(true)), KeyFailure.TLS_FAILED);
  }

  @Test
  void issuerBehindTls_mayNotSendForItsKeysInPlainHttp() throws Exception {
    String issuer = start(true);
    // it would be read: it is on loopback, and it has the key
    jwksUri = plain.jwksUri().toString();
    assertFails(patient(issuer).tls(tls), KeyFailure.INSECURE_URL);
    // not even where plain http is allowed: that was said of the issuer's address
    assertFails(patient(issuer).tls(tls).allowPlainHttp(), KeyFailure.INSECURE_URL);
  }

  @Test
  void issuerBehindTlsByAnotherSpelling_mayNotEither() throws Exception {
    String issuer = start(true).replace("https:", "HTTPS:");
    named = issuer;
    jwksUri = plain.jwksUri().toString();
    assertFails(patient(issuer).tls(tls), KeyFailure.INSECURE_URL);
  }

  @Test
  void plainIssuerOnLoopback_mayNotSendAbroadInPlainHttp() throws Exception {
    String issuer = start(false);
    jwksUri = "http://keys.example/certs";
    assertFails(patient(issuer), KeyFailure.INSECURE_URL);
  }

  @Test
  void addressThatNoClientCanUse_isAskedForAnew() throws Exception {
    String issuer = start(false);
    String good = jwksUri;
    jwksUri = "http://localhost:99999/certs";
    try (JwksUrl keys = patient(issuer).build()) {
      assertThatThrownBy(() -> find(keys)).isInstanceOf(KeysUnavailable.class);
      jwksUri = good;
      assertThat(find(keys)).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"certs", "//localhost/certs", "http://[", "ftp://localhost/certs", ""})
  void addressThatIsNone_givesNoKeys(String address) throws Exception {
    String issuer = start(false);
    jwksUri = address;
    assertFails(patient(issuer), KeyFailure.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"jwks_uri\":7", ",\"jwks_uri\":null"})
  void documentWithoutAnAddress_givesNoKeys(String rest) throws Exception {
    String issuer = start(false);
    document = () -> "{\"issuer\":\"" + named + "\"" + rest + "}";
    assertFails(patient(issuer), KeyFailure.MALFORMED);
  }

  @Test
  void issuerThatEndsInASlash_isAskedWithoutASecondOne() throws Exception {
    named = start(false) + "/";
    try (JwksUrl keys = patient(named).build()) {
      assertThat(find(keys)).isPresent();
    }
  }

  @Test
  void plainIssuerOnLoopback_maySendAbroadInPlainHttpWhereThatIsAllowed() throws Exception {
    String issuer = start(false);
    // by its text it is abroad
    jwksUri = jwksUri.replace("localhost", "[::ffff:127.0.0.1]");
    assertFails(patient(issuer), KeyFailure.INSECURE_URL);
    try (JwksUrl keys = patient(issuer).allowPlainHttp().build()) {
      assertThat(find(keys)).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({"/garbage,MALFORMED", "/none,BAD_STATUS"})
  void addressThatHasNoKeys_isAskedForAnew(String path, KeyFailure failure) throws Exception {
    String issuer = start(false);
    answer(Objects.requireNonNull(server), "/garbage", () -> "no JSON");
    String good = jwksUri;
    jwksUri = good.replace("/r/certs", path);
    try (JwksUrl keys = patient(issuer).build()) {
      assertThatThrownBy(() -> find(keys)).isInstanceOf(KeysUnavailable.class);
      assertThat(keys.health().lastFailure()).contains(failure);
      jwksUri = good;
      assertThat(find(keys)).isPresent();
    }
  }

  @Test
  void certificateOfAnotherName_givesNoKeys() throws Exception {
    String issuer = start(true).replace("localhost", "127.0.0.1");
    assertFails(patient(issuer).tls(tls), KeyFailure.TLS_FAILED);
  }

  @Test
  void certificateOfAnotherName_leavesKnownKeysVerifying() throws Exception {
    String issuer = start(true);
    assertLeavesKnownKeys(
        issuer, () -> jwksUri = jwksUri.replace("localhost", "127.0.0.1"), KeyFailure.TLS_FAILED);
  }

  @Test
  void documentOfAnotherIssuer_leavesKnownKeysVerifying() throws Exception {
    String issuer = start(true);
    assertLeavesKnownKeys(issuer, () -> named = "https://issuer.example", KeyFailure.WRONG_ISSUER);
  }

  @Test
  void documentThatSendsForPlainHttp_leavesKnownKeysVerifying() throws Exception {
    String issuer = start(true);
    assertLeavesKnownKeys(
        issuer, () -> jwksUri = plain.jwksUri().toString(), KeyFailure.INSECURE_URL);
  }

  /** The issuer's own word, behind TLS, is taken: some have their keys at another host. */
  @Test
  void keysAtAnotherServerBehindTls_areRead() throws Exception {
    start(true);
    HttpServer keysOnly = Objects.requireNonNull(server);
    String elsewhere = jwksUri;
    try {
      String issuer = start(true);
      jwksUri = elsewhere;
      try (JwksUrl keys = patient(issuer).tls(tls).build()) {
        assertThat(find(keys)).isPresent();
      }
    } finally {
      keysOnly.stop(0);
    }
  }

  @Test
  void addressThatTheIssuerLeft_isTakenForAnHourAtMost() throws Exception {
    TestClock clock = TestClock.fixed();
    String issuer = start(false);
    String left = jwksUri;
    try (TestIssuer elsewhere = TestIssuer.start();
        JwksUrl keys = patient(issuer).clock(clock).build()) {
      assertThat(find(keys)).isPresent();
      elsewhere.rotate(TestKey.generate("moved", "RS256"));
      jwksUri = elsewhere.jwksUri().toString();
      assertThat(jwksUri).isNotEqualTo(left);
      clock.advance(Duration.ofHours(1));
      assertThat(keys.find(Optional.of("moved"), JwsAlgorithm.RS256)).isPresent();
    }
  }

  private void assertLeavesKnownKeys(String issuer, Runnable breaks, KeyFailure failure) {
    TestClock clock = TestClock.fixed();
    try (JwksUrl keys = patient(issuer).clock(clock).tls(tls).build()) {
      assertThat(find(keys)).isPresent();
      breaks.run();
      clock.advance(Duration.ofHours(2));
      assertThat(find(keys)).isPresent();
      JwksUrlTestBase.eventually(() -> keys.health().lastFailure().isPresent());
      assertThat(keys.health().lastFailure()).contains(failure);
      clock.advance(Duration.ofHours(22));
      assertThatThrownBy(() -> find(keys)).isInstanceOf(KeysUnavailable.class);
    }
  }
}
