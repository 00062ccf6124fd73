package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.DecodedJwt;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Introspection (RFC 7662) says of a token what the token says itself. */
final class IntrospectionIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static TestRealm realm;

  @BeforeAll
  static void open() {
    realm = TestRealm.demo();
  }

  @AfterAll
  static void close() {
    realm.close();
  }

  @Test
  void boundToken_staysBound() {
    TokenAnswer answer =
        realm.person("ada").resource(OS + "/agents/ops-agent/night/1").scope("agents:run").send();

    JsonNode claims = answer.token().claims();
    JsonNode said = realm.introspect(answer.accessToken());

    assertThat(said.path("active").asBoolean()).isTrue();
    for (String claim :
        new String[] {"aud", "scope", "scopes", "agent", "sub", "azp", "sid", "exp"}) {
      assertThat(said.get(claim)).as(claim).isNotNull().isEqualTo(claims.get(claim));
    }
    assertThat(said.has("realm_access")).isFalse();
    assertThat(said.has("resource_access")).isFalse();
  }

  @Test
  void unboundToken_hasItsScopesAndNoAgent() {
    TokenAnswer answer = realm.person("cleo").resource(OS).send();

    JsonNode said = realm.introspect(answer.accessToken());

    assertThat(said.get("scopes")).isEqualTo(answer.token().claims().get("scopes"));
    assertThat(said.has("agent")).isFalse();
  }

  @Test
  void mappersForIntrospection_changeNothingOfIt() {
    Mappers.hardcoded(realm, "demo-cli", "agent", "{\"name\":\"ops-agent\"}", "JSON");
    Mappers.hardcoded(realm, "demo-cli", "scopes", "[\"agent_os:admin\"]", "JSON");
    Mappers.audience(realm, "demo-cli", "archive-os");
    TokenAnswer answer = realm.person("bert").resource(OS).send();

    JsonNode said = realm.introspect(answer.accessToken());

    assertThat(said.get("scopes")).isEqualTo(answer.token().claims().get("scopes"));
    assertThat(said.get("aud")).isEqualTo(answer.token().claims().get("aud"));
    assertThat(said.has("agent")).isFalse();
  }

  @Test
  void otherServiceAsking_getsInactive() {
    TokenAnswer answer = realm.person("bert").resource(OS).send();

    JsonNode said =
        realm.endpoints().introspect(answer.accessToken(), "archive-os", "archive-os-secret");

    assertThat(said.path("active").asBoolean()).isFalse();
    assertThat(said.has("scopes")).isFalse();
  }

  @Test
  void refreshTokenAnsweredAsJwt_isForNoAgentService() {
    try (TestRealm own = TestRealm.demo()) {
      Policies.lift(own);
      Attribute.set(
          own, "demo-agent", "client.introspection.response.allow.jwt.claim.enabled", "true");
      Mappers.audience(own, "demo-agent", "research-os");
      Mappers.hardcoded(own, "demo-agent", "scopes", "[\"agent_os:admin\"]", "JSON");
      String refreshToken =
          own.tokenRequest("demo-agent")
              .secret("demo-agent-secret")
              .person("dan")
              .scope("agents:run")
              .send()
              .refreshToken();

      JsonNode said =
          Http.send(
                  Http.request(own.endpoints().introspection())
                      .header("Accept", "application/jwt")
                      .header("Content-Type", "application/x-www-form-urlencoded")
                      .POST(
                          HttpRequest.BodyPublishers.ofString(
                              Http.form(
                                  Map.of(
                                          "token", refreshToken,
                                          "token_type_hint", "refresh_token",
                                          "client_id", "demo-agent",
                                          "client_secret", "demo-agent-secret")
                                      .entrySet()))))
              .json();

      assertThat(said.path("active").asBoolean()).isTrue();
      DecodedJwt jwt = DecodedJwt.of(said.path("jwt").asText());
      assertThat(jwt.audience()).doesNotContain("research-os");
      assertThat(jwt.claims().has("scopes")).isFalse();
      assertThat(jwt.scopeNames()).noneMatch(name -> name.contains(":"));
    }
  }
}
