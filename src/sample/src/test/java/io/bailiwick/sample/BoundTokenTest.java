package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestProof;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The sample with {@code BAILIWICK_DPOP}: what it takes, and what it says of that. */
class BoundTokenTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final TestKey KEY = TestKey.generate("proof", "ES256");
  private static final TestIssuer ISSUER = TestIssuer.start();

  @AfterAll
  static void stop() {
    ISSUER.close();
  }

  private static SampleSettings settings(String dpop, String nonce) {
    return SampleSettings.read(
        Map.of(
            "BAILIWICK_SAMPLE_PORT",
            "0",
            "BAILIWICK_ISSUER",
            ISSUER.issuer(),
            "BAILIWICK_DPOP",
            dpop,
            "BAILIWICK_DPOP_NONCE",
            nonce));
  }

  private static HttpResponse<String> get(SampleServer server, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri().resolve(path)).GET();
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static TestProof proof(SampleServer server, String token) {
    return TestProof.by(KEY, Clock.systemUTC())
        .request("GET", server.resource().text() + "/me")
        .token(token);
  }

  @Test
  void requiredDpop_takesBoundTokensOnly_andSaysSo() throws Exception {
    SampleSettings settings = settings("required", "false");
    try (SampleServer server = SampleServer.start(settings)) {
      String bound = ISSUER.token().boundTo(KEY).sign();
      HttpResponse<String> answer =
          get(server, "/me", "Authorization", "DPoP " + bound, "DPoP", proof(server, bound).sign());
      assertThat(answer.statusCode()).isEqualTo(200);
      HttpResponse<String> bearer =
          get(server, "/me", "Authorization", "Bearer " + ISSUER.token().sign());
      assertThat(bearer.statusCode()).isEqualTo(401);
      assertThat(bearer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("DPoP ");
      assertThat(get(server, "/.well-known/oauth-protected-resource").body())
          .contains("\"dpop_bound_access_tokens_required\":true")
          .contains("\"ES256\"");
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      Main.tell(settings, server, new PrintStream(said, true, StandardCharsets.UTF_8));
      assertThat(said.toString(StandardCharsets.UTF_8))
          .contains("Only tokens that are bound to a DPoP key are taken.")
          .contains("No setting loosens a check.");
    }
  }

  @Test
  void acceptedDpop_takesBearersToo_andAsksForItsNonce() throws Exception {
    try (SampleServer server = SampleServer.start(settings("accepted", "true"))) {
      assertThat(
              get(server, "/me", "Authorization", "Bearer " + ISSUER.token().sign()).statusCode())
          .isEqualTo(200);
      String bound = ISSUER.token().boundTo(KEY).sign();
      HttpResponse<String> first =
          get(server, "/me", "Authorization", "DPoP " + bound, "DPoP", proof(server, bound).sign());
      assertThat(first.statusCode()).isEqualTo(401);
      String nonce = first.headers().firstValue("DPoP-Nonce").orElseThrow();
      HttpResponse<String> second =
          get(
              server,
              "/me",
              "Authorization",
              "DPoP " + bound,
              "DPoP",
              proof(server, bound).nonce(nonce).sign());
      assertThat(second.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void withoutDpop_aBoundTokenIsRefused_howeverItComes() throws Exception {
    try (SampleServer server = SampleServer.start(settings("off", "false"))) {
      String bound = ISSUER.token().boundTo(KEY).sign();
      for (String scheme : new String[] {"DPoP ", "Bearer "}) {
        HttpResponse<String> answer =
            get(
                server,
                "/me",
                "Authorization",
                scheme + bound,
                "DPoP",
                proof(server, bound).sign());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
            .doesNotContain("DPoP");
      }
      assertThat(get(server, "/.well-known/oauth-protected-resource").body())
          .doesNotContain("dpop");
    }
  }
}
