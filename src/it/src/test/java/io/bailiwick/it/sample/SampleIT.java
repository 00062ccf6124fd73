package io.bailiwick.it.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.it.SharedKeycloak;
import io.bailiwick.it.keycloak.DecodedJwt;
import io.bailiwick.it.keycloak.ForgedTokens;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.KeycloakServer;
import io.bailiwick.it.keycloak.SelfSigned;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each caller is shown, may run and is refused, over HTTP and WebSocket. */
@SuppressWarnings("NullAway.Init")
final class SampleIT {
  private static SampleOfRealm sample;

  @BeforeAll
  static void start() {
    sample = SampleOfRealm.onSharedKeycloak();
  }

  @AfterAll
  static void stop() throws Exception {
    sample.close();
  }

  @ParameterizedTest
  @CsvSource({"ada,4", "bert,1", "cleo,4", "dan,0"})
  void agents_areListedByScope(String name, int shown) {
    assertThat(sample.client().agents(sample.tokenOf(name))).hasSize(shown);
  }

  @Test
  void listIsBoundToTheTokensAgent() {
    String bound =
        sample.person("ada").resource(sample.resource("/agents/writer-agent")).send().accessToken();

    assertThat(sample.client().agents(bound)).containsExactly("writer-agent");
  }

  @Test
  void me_saysWhoTheCallerIs() {
    Http.Answer me = sample.client().get("/me", sample.tokenOf("bert"));

    assertThat(me.json().path("name").asText()).isEqualTo("Bert Brecht");
    assertThat(me.json().path("email").asText()).isEqualTo("bert@example.com");
    assertThat(me.json().path("auth_method").asText()).isEqualTo("bearer");
    assertThat(me.json().path("scopes"))
        .extracting(scope -> scope.asText())
        .containsExactlyInAnyOrder("agents:research-agent:read", "agents:research-agent:run");
  }

  @Test
  void runOfAnAgentThatIsHeld_isDone() {
    assertThat(sample.client().run("research-agent", sample.tokenOf("bert"), "hello").status())
        .isEqualTo(200);
  }

  @Test
  void runOfAnotherAgent_isRefusedWithTheMissingScope() {
    Http.Answer refused = sample.client().run("support-agent", sample.tokenOf("bert"), "hello");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("WWW-Authenticate"))
        .startsWith("Bearer ")
        .contains("error=\"insufficient_scope\"")
        .contains("scope=\"agents:support-agent:run\"")
        .contains(
            "resource_metadata=\""
                + sample.resource("/.well-known/oauth-protected-resource")
                + "\"");
  }

  @Test
  void serviceAccount_runsItsAgentAndSeesNone() {
    String job =
        sample
            .endpoints()
            .tokenRequest("demo-job")
            .secret("demo-job-secret")
            .clientCredentials()
            .resource(sample.resource(""))
            .send()
            .accessToken();

    assertThat(sample.client().run("research-agent", job, "nightly").status()).isEqualTo(200);
    assertThat(sample.client().agents(job)).isEmpty();
  }

  @Test
  void missingToken_isToldApart() {
    assertRefused(sample.client().get("/agents"), "missing_token");
  }

  @Test
  void tokenForAnotherService_isRefusedAsWrongAudience() {
    TokenAnswer answer = sample.person("bert").resource("https://archive.example.com").send();

    assertThat(answer.token().scopes()).containsExactly("agents:read");
    assertRefusedSilently(answer.accessToken(), "wrong_audience");
  }

  @Test
  void tokenWithoutResource_isRefusedAsWrongAudience() {
    assertRefusedSilently(sample.person("ada").send().accessToken(), "wrong_audience");
  }

  @Test
  void flippedSignature_isRefused() {
    assertRefusedSilently(ForgedTokens.flippedSignature(sample.tokenOf("ada")), "invalid_token");
  }

  @Test
  void unsignedToken_isRefused() {
    assertRefusedSilently(ForgedTokens.unsigned(sample.tokenOf("ada")), "invalid_token");
  }

  @Test
  void publicKeyAsSharedSecret_isRefused() {
    String forged =
        ForgedTokens.signedWithPublicKey(
            sample.tokenOf("ada"), Http.get(sample.endpoints().jwks()).json());

    assertRefusedSilently(forged, "invalid_token");
  }

  @Test
  void ownKeyUnderTheIssuersKeyId_isRefused() {
    String token = sample.tokenOf("ada");
    String kid = DecodedJwt.of(token).header().path("kid").asText();

    assertRefusedSilently(SelfSigned.likeButOfAnotherKey(token, kid), "invalid_token");
  }

  @Test
  void tokenOfAnotherRealm_isRefused() {
    KeycloakServer server = SharedKeycloak.server();
    String other =
        server
            .realm("master")
            .tokenRequest("admin-cli")
            .password(server.admin().user(), server.admin().password())
            .send()
            .accessToken();

    assertRefusedSilently(other, "invalid_token");
  }

  @Test
  void refreshToken_isRefused() {
    assertRefusedSilently(
        sample.person("ada").resource(sample.resource("")).send().refreshToken(), "invalid_token");
  }

  @Test
  void idToken_isRefused() {
    TokenAnswer answer = sample.person("ada").resource(sample.resource("")).scope("openid").send();

    assertRefusedSilently(answer.idToken().orElseThrow(), "invalid_token");
  }

  @Test
  void socketToAnAgentThatIsNotHeld_isRefusedBeforeTheUpgrade() {
    try (AgentSocket socket =
        sample.client().connect("/agents/support-agent", sample.tokenOf("bert"))) {
      assertThat(socket.status()).isEqualTo(403);
    }
  }

  @Test
  void socketToAnAgentThatIsHeld_echoesWithTheSubject() {
    String token = sample.tokenOf("bert");
    try (AgentSocket socket = sample.client().connect("/agents/research-agent", token)) {
      assertThat(socket.isOpen()).isTrue();
      assertThat(socket.ask("hello").orElse(""))
          .contains("hello")
          .contains(DecodedJwt.of(token).claims().path("sub").asText());
    }
  }

  @Test
  void socketWithATokenThatIsNone_isRefusedBeforeTheUpgrade() {
    try (AgentSocket socket =
        sample
            .client()
            .connect("/agents/research-agent", ForgedTokens.unsigned(sample.tokenOf("bert")))) {
      assertThat(socket.status()).isEqualTo(401);
    }
  }

  @Test
  void tokenBoundToAnotherAgent_opensNeitherSocketNorConfig() {
    String bound =
        sample.person("ada").resource(sample.resource("/agents/writer-agent")).send().accessToken();

    try (AgentSocket socket = sample.client().connect("/agents/research-agent", bound)) {
      assertThat(socket.status()).isEqualTo(403);
    }
    try (AgentSocket socket = sample.client().connect("/agents/writer-agent", bound)) {
      assertThat(socket.isOpen()).isTrue();
    }
    assertThat(sample.client().get("/config", bound).status()).isEqualTo(403);
    assertThat(sample.client().get("/config", sample.tokenOf("ada")).status()).isEqualTo(200);
  }

  @Test
  void metricsAndHealth_areForThoseWhoMayReadTheConfiguration() {
    String ada = sample.tokenOf("ada");
    assertThat(sample.client().get("/metrics", sample.tokenOf("cleo")).status()).isEqualTo(403);
    assertThat(sample.client().get("/health/details", sample.tokenOf("cleo")).status())
        .isEqualTo(403);

    assertThat(sample.client().get("/metrics", ada).body())
        .containsPattern("bailiwick_decisions_total\\{[^}]*=\"insufficient_permissions\"} [1-9]")
        .contains("bailiwick_keys_usable{bailiwick_issuer=\"" + sample.endpoints().issuer() + "\"}")
        .doesNotContain(DecodedJwt.of(ada).claims().path("sub").asText());
    assertThat(sample.client().get("/health/details", ada).json().path("status").asText())
        .isEqualTo("ok");
  }

  private static void assertRefusedSilently(String token, String code) {
    Http.Answer answer = sample.client().get("/agents", token);

    assertRefused(answer, code);
    assertThat(List.of(token.split("\\.", -1)))
        .filteredOn(part -> part.length() > 8)
        .noneMatch(part -> (answer.body() + answer.headers().map()).contains(part));
  }

  private static void assertRefused(Http.Answer answer, String code) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("code").asText()).isEqualTo(code);
  }
}
