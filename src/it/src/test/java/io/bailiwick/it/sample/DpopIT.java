package io.bailiwick.it.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.TokenRequest;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestProof;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A token that Keycloak bound to a DPoP key, at a sample that takes no other. */
final class DpopIT {
  private static final TestKey KEY = TestKey.generate("proof", "ES256");
  private static final TestKey OTHER = TestKey.generate("other", "ES256");
  private static SampleOfRealm sample;
  private static String token;

  @BeforeAll
  static void open() {
    sample = SampleOfRealm.onSharedKeycloak(Map.of("BAILIWICK_DPOP", "required"));
    TokenRequest request = sample.person("bert").resource(sample.resource(""));
    token =
        request
            .send(
                TestProof.by(KEY, Clock.systemUTC())
                    .request("POST", request.endpoint().toString())
                    .sign())
            .accessToken();
  }

  @AfterAll
  static void close() throws Exception {
    sample.close();
  }

  private static TestProof proof(TestKey key, String method, String path) {
    return TestProof.by(key, Clock.systemUTC()).request(method, sample.resource(path)).token(token);
  }

  private static Http.Answer agents(String scheme, String proof) {
    return sample.client().getWith("/agents", "Authorization", scheme + " " + token, "DPoP", proof);
  }

  private static void assertRefused(Http.Answer answer, String error) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate"))
        .startsWith("DPoP ")
        .contains("algs=\"", "ES256", "error=\"" + error + "\"");
  }

  @Test
  void tokenWithItsProof_showsWhatItsHolderMaySee() {
    Http.Answer answer = agents("DPoP", proof(KEY, "GET", "/agents").sign());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json()).hasSize(1);
    assertThat(answer.json().path(0).path("id").asText()).isEqualTo("research-agent");
    Http.Answer other =
        sample
            .client()
            .getWith(
                "/agents/ops-agent",
                "Authorization",
                "DPoP " + token,
                "DPoP",
                proof(KEY, "GET", "/agents/ops-agent").sign());
    assertThat(other.status()).isEqualTo(403);
  }

  @Test
  void tokenWithoutItsProof_isRefused() {
    assertRefused(
        sample.client().getWith("/agents", "Authorization", "DPoP " + token), "invalid_dpop_proof");
    assertRefused(sample.client().get("/agents", token), "invalid_token");
    assertRefused(agents("Bearer", proof(KEY, "GET", "/agents").sign()), "invalid_token");
  }

  @Test
  void proofOfAnotherKey_isRefused() {
    assertRefused(agents("DPoP", proof(OTHER, "GET", "/agents").sign()), "invalid_token");
  }

  @Test
  void replayedProof_isRefused() {
    String proof = proof(KEY, "GET", "/agents").sign();
    assertThat(agents("DPoP", proof).status()).isEqualTo(200);
    assertRefused(agents("DPoP", proof), "invalid_dpop_proof");
  }

  @Test
  void proofForAnotherRequest_isRefused() {
    assertRefused(agents("DPoP", proof(KEY, "GET", "/teams").sign()), "invalid_dpop_proof");
    assertRefused(agents("DPoP", proof(KEY, "POST", "/agents").sign()), "invalid_dpop_proof");
    assertRefused(
        agents(
            "DPoP",
            proof(KEY, "GET", "/agents").claim("htu", "https://evil.example/agents").sign()),
        "invalid_dpop_proof");
  }

  @Test
  void bearerToken_isRefused() {
    String bearer = sample.tokenOf("bert");
    assertRefused(sample.client().get("/agents", bearer), "invalid_token");
  }
}
