package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.AuthorizationRequest;
import io.bailiwick.it.keycloak.Browser;
import io.bailiwick.it.keycloak.TokenAnswer;
import io.bailiwick.it.keycloak.TokenRequest;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestProof;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens that Keycloak binds to a DPoP key (RFC 9449, 5), with our scopes beside the binding. */
final class DpopIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final String AGENT = OS + "/agents/research-agent";
  private static final TestKey KEY = TestKey.generate("proof", "ES256");
  private static final TestKey OTHER = TestKey.generate("other", "ES256");
  private static TestRealm realm;

  @BeforeAll
  static void open() {
    realm = TestRealm.demo();
    for (String client : new String[] {"demo-cli", "demo-web"}) {
      Attribute.set(realm, client, "dpop.bound.access.tokens", "true");
    }
  }

  @AfterAll
  static void close() {
    realm.close();
  }

  private static TokenAnswer send(TokenRequest request, TestKey key) {
    return request.send(
        TestProof.by(key, Clock.systemUTC()).request("POST", request.endpoint().toString()).sign());
  }

  private static TokenAnswer bert() {
    return send(realm.person("bert").resource(OS), KEY);
  }

  private static void assertBound(TokenAnswer answer, TestKey key) {
    JsonNode claims = answer.token().claims();
    assertThat(answer.body().path("token_type").asText()).isEqualTo("DPoP");
    assertThat(claims.path("typ").asText()).isEqualTo("DPoP");
    assertThat(claims.path("cnf").path("jkt").asText()).isEqualTo(key.thumbprint());
    assertThat(claims.path("cnf").path("kc-jkt-type").asText()).isEqualTo("DPoP");
    assertThat(claims.path("cnf")).hasSize(2);
    assertThat(answer.token().header().path("typ").asText()).isEqualTo("at+jwt");
    assertThat(answer.scope()).isEqualTo(claims.path("scope").asText());
  }

  @Test
  void directGrant_isBound_withTheScopesOfAnUnboundOne() {
    TokenAnswer answer = bert();
    assertBound(answer, KEY);
    assertThat(answer.token().audience()).containsExactly("research-os", OS);
    assertThat(answer.token().scopes())
        .containsExactlyInAnyOrder("agents:research-agent:read", "agents:research-agent:run");
  }

  @Test
  void agentAsked_isBoundToAgentAndKey() {
    TokenAnswer answer = send(realm.person("bert").resource(AGENT), KEY);
    assertBound(answer, KEY);
    assertThat(answer.token().binding()).containsExactly("research-agent");
  }

  @Test
  void requestWithoutProof_isRefused() {
    TokenAnswer answer = realm.person("bert").resource(OS).send();
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.hasToken()).isFalse();
  }

  @Test
  void refresh_needsTheKey_andStaysBoundAndNarrow() {
    TokenAnswer first = bert();
    TokenRequest refresh = realm.tokenRequest("demo-cli").refresh(first.refreshToken());
    assertThat(refresh.send().hasToken()).isFalse();
    assertThat(send(refresh, OTHER).hasToken()).isFalse();
    TokenAnswer second = send(refresh.resource(AGENT), KEY);
    assertBound(second, KEY);
    assertThat(second.token().binding()).containsExactly("research-agent");
    TokenRequest again = realm.tokenRequest("demo-cli").refresh(second.refreshToken());
    assertThat(send(again.resource(OS), KEY).error()).isEqualTo("invalid_target");
  }

  @Test
  void authorizationCode_isBound() {
    String redirect = OS + "/callback";
    AuthorizationRequest request =
        AuthorizationRequest.of(realm.endpoints(), "demo-web", redirect).field("resource", OS);
    Browser browser = new Browser(realm.endpoints().server(), "en");
    Browser.Page page = browser.open(request.address());
    TokenRequest redemption =
        request.redeem(browser.submit(page, Map.of("username", "bert", "password", "bert")));
    TokenAnswer answer = send(redemption, KEY);
    assertBound(answer, KEY);
    assertThat(answer.token().scopes()).hasSize(2);
  }

  @Test
  void clientCredentials_areBoundWhereAProofComes() {
    TokenRequest job =
        realm.tokenRequest("demo-job").secret("demo-job-secret").clientCredentials().resource(OS);
    TokenAnswer answer = send(job, KEY);
    assertBound(answer, KEY);
    assertThat(answer.token().scopes()).containsExactly("agents:research-agent:run");
    TokenAnswer unbound = job.send();
    assertThat(unbound.token().claims().path("typ").asText()).isEqualTo("Bearer");
    assertThat(unbound.token().claims().has("cnf")).isFalse();
  }

  @Test
  void exchange_isBoundWhereAProofComes() {
    TokenAnswer subject =
        realm
            .tokenRequest("demo-agent")
            .secret("demo-agent-secret")
            .person("bert")
            .resource(OS)
            .send();
    TokenAnswer answer =
        send(
            realm
                .tokenRequest("demo-agent")
                .secret("demo-agent-secret")
                .exchange(subject.accessToken())
                .resource(AGENT),
            KEY);
    assertBound(answer, KEY);
    assertThat(answer.token().binding()).containsExactly("research-agent");
  }

  @Test
  void introspection_saysWhatTheTokenIsBoundTo() {
    JsonNode answer = realm.introspect(bert().accessToken());
    assertThat(answer.path("active").asBoolean()).isTrue();
    assertThat(answer.path("cnf").path("jkt").asText()).isEqualTo(KEY.thumbprint());
    assertThat(answer.path("scopes")).hasSize(2);
  }
}
