package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.TokenAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Configurations that would open something elsewhere, and don't here. Each test has its realm. */
final class ClosedIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final String ARCHIVE = TestRealm.ARCHIVE_OS;
  private TestRealm realm;

  @BeforeEach
  void open() {
    realm = TestRealm.demo();
  }

  @AfterEach
  void close() {
    realm.close();
  }

  @Test
  void fullScopeAllowed_isRefusedForAgentServicesOnly() {
    Policies.lift(realm);
    Attribute.setField(realm, "demo-cli", "fullScopeAllowed", true);

    TokenAnswer refused = realm.person("ada").resource(OS).send();
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo("invalid_target");
    assertThat(refused.errorDescription()).contains("fullScopeAllowed");
    assertThat(realm.person("ada").send().status()).isEqualTo(200);
  }

  @Test
  void fullScopeWithAllRoleMappers_carriesNothingOfAgentServices() {
    Policies.lift(realm);
    Attribute.setField(realm, "demo-cli", "fullScopeAllowed", true);
    Mappers.roles(realm, "demo-cli");
    Mappers.audience(realm, "demo-cli", "research-os");

    TokenAnswer answer = realm.person("ada").send();

    JsonNode claims = answer.token().claims();
    assertThat(answer.token().audience()).containsExactly("account");
    assertThat(claims.path("resource_access").has("research-os")).isFalse();
    assertThat(claims.path("resource_access").has("account")).isTrue();
    assertThat(claims.path("realm_access").path("roles").toString())
        .contains("default-roles-agents");
    JsonNode said =
        realm.endpoints().introspect(answer.accessToken(), "research-os", "research-os-secret");
    assertThat(said.path("active").asBoolean()).isFalse();
  }

  @Test
  void roleMappersAndAudienceMappers_addNothingToAnAgentToken() {
    Mappers.roles(realm, "demo-cli");
    Mappers.audience(realm, "demo-cli", "archive-os");

    TokenAnswer answer = realm.person("bert").resource(OS).send();

    assertThat(answer.token().audience()).containsExactly("research-os", OS);
    assertThat(answer.token().claims().has("realm_access")).isFalse();
    assertThat(answer.token().claims().has("resource_access")).isFalse();
  }

  @Test
  void mappersNamedLikeOurClaims_areOverwrittenOrTakenOff() {
    Mappers.hardcoded(realm, "demo-cli", "scopes", "[\"agent_os:admin\"]", "JSON");
    Mappers.hardcoded(realm, "demo-cli", "scope", "agent_os:admin", "String");
    Mappers.hardcoded(realm, "demo-cli", "aud", "archive-os", "String");
    Mappers.hardcoded(realm, "demo-cli", "agent", "{\"name\":\"ops-agent\"}", "JSON");
    Mappers.hardcoded(realm, "demo-cli", "act", "{\"sub\":\"ada\"}", "JSON");
    Mappers.hardcoded(realm, "demo-cli", "auth_method", "api-key", "String");
    Mappers.hardcoded(realm, "demo-cli", "presented", "{\"iat\":1,\"jti\":\"x\"}", "JSON");
    Mappers.hardcoded(realm, "demo-cli", "scopes_ref", "https://evil.example.com", "String");
    Mappers.hardcoded(realm, "demo-cli", "tenant", "blue", "String");

    JsonNode agentToken = realm.person("dan").resource(OS).send().token().claims();
    assertThat(agentToken.path("scopes")).isEmpty();
    assertThat(agentToken.path("scope").asText()).isEmpty();
    assertThat(agentToken.path("aud").toString()).isEqualTo("[\"research-os\",\"" + OS + "\"]");
    for (String claim : new String[] {"agent", "act", "auth_method", "scopes_ref", "presented"}) {
      assertThat(agentToken.has(claim)).as(claim).isFalse();
    }
    assertThat(agentToken.path("tenant").asText()).isEqualTo("blue");

    TokenAnswer other = realm.person("dan").send();
    assertThat(other.token().audience()).isEmpty();
    assertThat(other.scope()).isEmpty();
    for (String claim :
        new String[] {"agent", "scopes", "auth_method", "scopes_ref", "presented"}) {
      assertThat(other.token().claims().has(claim)).as(claim).isFalse();
    }
  }

  @Test
  void lightweightToken_hasTheClaimsToo() {
    Attribute.set(realm, "demo-cli", "client.use.lightweight.access.token.enabled", "true");

    TokenAnswer answer = realm.person("bert").resource(OS + "/agents/research-agent").send();

    assertThat(answer.token().audience())
        .containsExactly("research-os", OS + "/agents/research-agent");
    assertThat(answer.token().scopes()).hasSize(2);
    assertThat(answer.token().claims().path("agent").path("name").asText())
        .isEqualTo("research-agent");
    assertThat(answer.token().claims().path("sub").asText()).isEqualTo(realm.idOfUser("bert"));
  }

  @Test
  void nestedUris_disableBoth() {
    Attribute.set(realm, "archive-os", "bailiwick.resource", OS + "/agents/archive");

    assertThat(realm.person("ada").resource(OS).send().error()).isEqualTo("invalid_target");
    assertThat(realm.person("bert").resource(OS + "/agents/archive").send().error())
        .isEqualTo("invalid_target");
    assertThat(realm.person("bert").resource(OS + "/agents/research-agent").send().error())
        .isEqualTo("invalid_target");
    Attribute.set(realm, "archive-os", "bailiwick.resource", ARCHIVE);
    assertThat(realm.person("ada").resource(OS).send().status()).isEqualTo(200);
  }

  @Test
  void equalUris_disableBoth() {
    Attribute.set(realm, "archive-os", "bailiwick.resource", OS);

    assertThat(realm.person("ada").resource(OS).send().error()).isEqualTo("invalid_target");
  }

  @Test
  void uriThatIsAnotherClientsId_isRefused() {
    client("http://localhost:7777");
    assertThat(realm.person("ada").resource(OS).send().error()).isEqualTo("invalid_target");
  }

  @Test
  void uriAskedThatIsAnotherClientsId_isRefused() {
    client(OS + "/agents/writer-agent");

    assertThat(realm.person("ada").resource(OS + "/agents/writer-agent").send().error())
        .isEqualTo("invalid_target");
    assertThat(realm.person("ada").resource(OS).send().status()).isEqualTo(200);
  }

  @Test
  void disabledService_isNone() {
    Attribute.setField(realm, "archive-os", "enabled", false);

    assertThat(realm.person("bert").resource(ARCHIVE).send().error()).isEqualTo("invalid_target");
    assertThat(realm.person("bert").resource(OS).send().status()).isEqualTo(200);
  }

  @Test
  void malformedConfiguration_disablesThatServiceAlone() {
    for (String[] fault :
        new String[][] {
          {"bailiwick.resource", "not a uri"},
          {"bailiwick.actions", "agents"},
          {"bailiwick.actions", "agents=read, run"},
          {"bailiwick.actions", ""},
          {"bailiwick.token-lifespan", "5m"},
          {"bailiwick.token-lifespan.ops-agent", "0"},
        }) {
      try (Attribute ignored = Attribute.of(realm, "archive-os", fault[0], fault[1])) {
        TokenAnswer answer = realm.person("bert").resource(ARCHIVE).send();
        assertThat(answer.status()).as(fault[0] + "=" + fault[1]).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("invalid_target");
        assertThat(realm.person("bert").resource(OS).send().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void realmWithoutAgentServices_isUntouched() {
    Attribute.set(realm, "research-os", "bailiwick.resource", "");
    Attribute.set(realm, "archive-os", "bailiwick.resource", "");
    Policies.lift(realm);
    Attribute.setField(realm, "demo-cli", "fullScopeAllowed", true);
    Mappers.roles(realm, "demo-cli");
    Mappers.hardcoded(realm, "demo-cli", "scopes", "[\"mine\"]", "JSON");

    TokenAnswer answer = realm.person("ada").field("resource", OS).send();

    assertThat(answer.token().audience()).contains("research-os", "account");
    assertThat(answer.token().claims().path("resource_access").has("research-os")).isTrue();
    assertThat(answer.token().scopes()).containsExactly("mine");
    // and Keycloak's own answer to a doubled parameter
    assertThat(realm.person("ada").resource(OS).resource(OS).send().error())
        .isEqualTo("invalid_request");
  }

  @Test
  void askedInVain_isDroppedOrRefusedAsTheClientIsSet() {
    assertThat(realm.person("bert").resource(OS).scope("agents:run teams:run").send().status())
        .isEqualTo(200);
    Attribute.set(realm, "demo-cli", "bailiwick.ungranted-scopes", "refuse");

    TokenAnswer refused = realm.person("bert").resource(OS).scope("agents:run teams:run").send();
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo("invalid_scope");
    assertThat(realm.person("bert").resource(OS).scope("agents:run").send().token().scopes())
        .containsExactly("agents:research-agent:run");
    assertThat(realm.person("dan").resource(OS).send().token().scopes()).isEmpty();

    Attribute.set(realm, "demo-cli", "bailiwick.ungranted-scopes", "Refuse ");
    assertThat(realm.person("bert").resource(OS).scope("teams:run").send().error())
        .isEqualTo("invalid_scope");
  }

  @Test
  void lifespans_onlyShorten() {
    Attribute.set(realm, "research-os", "bailiwick.token-lifespan", "120");
    Attribute.set(realm, "research-os", "bailiwick.token-lifespan.research-agent", "30");
    Attribute.set(realm, "research-os", "bailiwick.token-lifespan.support-agent", "4000");

    assertThat(life(realm.person("dan").resource(OS).send())).isEqualTo(120);
    TokenAnswer bound = realm.person("bert").resource(OS + "/agents/research-agent").send();
    assertThat(life(bound)).isEqualTo(30);
    assertThat(bound.body().path("expires_in").asLong()).isBetween(28L, 30L);
    assertThat(life(realm.person("cleo").resource(OS + "/agents/support-agent").send()))
        .isEqualTo(300);
    // unbound, but it may run the agent of short life
    assertThat(life(realm.person("bert").resource(OS).send())).isEqualTo(30);
    assertThat(life(realm.person("bert").resource(ARCHIVE).send())).isEqualTo(300);
    assertThat(life(realm.person("bert").send())).isEqualTo(300);
  }

  @Test
  void defaultResource_standsInForAMissingOne() {
    Attribute.set(realm, "demo-cli", "bailiwick.default-resource", OS + "/agents/research-agent");

    TokenAnswer answer = realm.person("bert").send();
    assertThat(answer.token().audience())
        .containsExactly("research-os", OS + "/agents/research-agent");
    assertThat(answer.token().claims().path("agent").path("name").asText())
        .isEqualTo("research-agent");
    assertThat(realm.person("bert").resource(ARCHIVE).send().token().audience())
        .containsExactly("archive-os", ARCHIVE);

    Attribute.set(realm, "demo-cli", "bailiwick.default-resource", "https://nowhere.example.com");
    assertThat(realm.person("bert").send().error()).isEqualTo("invalid_target");
  }

  @Test
  void clientNotRaisedToAtJwt_getsATokenThatSaysSo() {
    Attribute.set(realm, "demo-cli", "access.token.header.type.rfc9068", "false");

    TokenAnswer answer = realm.person("bert").resource(OS).send();

    assertThat(answer.token().header().path("typ").asText()).isEqualTo("JWT");
    assertThat(answer.token().scopes()).hasSize(2);
  }

  @Test
  void scopeMisnamedInTheTokensScope_isNotBelieved() {
    JsonNode scopes = realm.get("client-scopes");
    for (JsonNode scope : scopes) {
      if (scope.path("name").asText().equals("agents:run")) {
        ((ObjectNode) scope.path("attributes")).put("include.in.token.scope", "true");
        realm.put("client-scopes/" + scope.path("id").asText(), scope.toString());
      }
    }

    TokenAnswer bound = realm.person("bert").resource(OS).scope("agents:run").send();
    assertThat(bound.token().scopeNames()).containsExactly("agents:research-agent:run");
    assertThat(bound.scope()).isEqualTo("agents:research-agent:run");
    TokenAnswer none = realm.person("bert").scope("agents:run").send();
    assertThat(none.token().scopeNames()).isEmpty();
    assertThat(none.scope()).isEmpty();
  }

  @Test
  void refusalForAFinding_isInItsEvent_andNotInTheAnswer() {
    client("http://localhost:7777/agents/writer-agent");
    assertFinding("BW-104", OS + "/agents/writer-agent");

    try (Attribute ignored = Attribute.of(realm, "archive-os", "bailiwick.actions", "agents")) {
      assertFinding("BW-102", ARCHIVE);
    }
    try (Attribute ignored = Attribute.of(realm, "archive-os", "bailiwick.resource", OS)) {
      assertFinding("BW-103", OS);
    }
    Policies.lift(realm);
    Attribute.setField(realm, "demo-cli", "fullScopeAllowed", true);
    assertFinding("BW-201", OS);
  }

  private void assertFinding(String code, String resource) {
    TokenAnswer answer = realm.person("bert").resource(resource).send();

    assertThat(answer.error()).as(code).isEqualTo("invalid_target");
    assertThat(answer.errorDescription()).doesNotContain(code);
    assertThat(
            realm
                .get("events?type=LOGIN_ERROR&max=1")
                .path(0)
                .path("details")
                .path("bailiwick_finding")
                .asText())
        .isEqualTo(code);
  }

  private void client(String clientId) {
    realm.post(
        "clients",
        "{\"clientId\":\"" + clientId + "\",\"publicClient\":true,\"fullScopeAllowed\":false}");
  }

  private static long life(TokenAnswer answer) {
    JsonNode claims = answer.token().claims();
    return claims.path("exp").asLong() - claims.path("iat").asLong();
  }
}
