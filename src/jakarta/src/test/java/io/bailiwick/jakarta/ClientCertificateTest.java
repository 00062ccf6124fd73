package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.proof.BoundTokens;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.testkit.TestIssuer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that are bound to a client certificate, over real TLS (RFC 8705, 3). */
class ClientCertificateTest {
  private static final TestIssuer ISSUER = TestIssuer.start();
  private static final KeySource KEYS =
      JwksUrl.ofIssuer(ISSUER.issuer())
          .patience(Duration.ofSeconds(20))
          .timeout(Duration.ofSeconds(20))
          .build();
  private static final RouteMap ROUTES =
      RouteMap.builder().route("GET", "/me", Requirement.authenticated()).build();

  private static TestCertificate own;
  private static TestCertificate client;
  private static TestCertificate other;
  private static GatedServer server;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    own = TestCertificate.of("localhost", directory);
    client = TestCertificate.of("client", directory);
    other = own;
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(own.store());
    tls.setKeyStorePassword(new String(TestCertificate.PASSWORD));
    tls.setTrustStore(TestCertificate.trusting(client, other));
    tls.setWantClientAuth(true);
    server =
        GatedServer.startTls(
            tls,
            GatedServer.gate(
                AgentTokenVerifier.builder()
                    .issuer(ISSUER.issuer(), KEYS)
                    .audience(TestIssuer.AUDIENCE)
                    .proofs(BoundTokens.builder().clientCertificates().build())
                    .build(),
                ROUTES),
            (request, response) -> response.getWriter().write("content"));
  }

  @AfterAll
  static void stop() {
    server.close();
    KEYS.close();
    ISSUER.close();
  }

  private static HttpResponse<String> me(
      @Nullable TestCertificate with, String token, String... headers) throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(TestCertificate.trusting(own));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(with == null ? empty() : with.store(), TestCertificate.PASSWORD);
    tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/me"))
            .header("Authorization", "Bearer " + token);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return HttpClient.newBuilder()
        .sslContext(tls)
        .build()
        .send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static KeyStore empty() throws Exception {
    return TestCertificate.trusting();
  }

  private static String boundTo(TestCertificate certificate) throws Exception {
    return ISSUER.token().claim("cnf", Map.of("x5t#S256", certificate.thumbprint())).sign();
  }

  @Test
  void token_passesWithItsCertificate() throws Exception {
    assertThat(me(client, boundTo(client)).body()).isEqualTo("content");
    assertThat(me(other, boundTo(other)).statusCode()).isEqualTo(200);
  }

  @Test
  void tokenOfAnotherCertificate_isRefused() throws Exception {
    HttpResponse<String> answer = me(other, boundTo(client));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith("Bearer ")
        .contains("error=\"invalid_token\"")
        .doesNotContain("DPoP");
  }

  @Test
  void tokenWithoutItsCertificate_isRefused_whateverAHeaderSays() throws Exception {
    assertThat(me(null, boundTo(client)).body()).contains("proof_required");
    String der = Base64.getEncoder().encodeToString(client.certificate().getEncoded());
    for (String header : new String[] {"Client-Cert", "X-Client-Cert", "X-SSL-CERT"}) {
      assertThat(me(null, boundTo(client), header, ":" + der + ":").statusCode()).isEqualTo(401);
      assertThat(me(other, boundTo(client), header, ":" + der + ":").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void unboundToken_isABearersStill() throws Exception {
    assertThat(me(client, ISSUER.token().sign()).statusCode()).isEqualTo(200);
    assertThat(me(null, ISSUER.token().sign()).statusCode()).isEqualTo(200);
  }
}
