package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.DecodedJwt;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person asks for a token for an agent service, an agent or an instance. */
final class IssueIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final String RESEARCH_AGENT = OS + "/agents/research-agent";
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
  void serviceAsked_audienceIsClientIdAndUriAndNothingElse() {
    TokenAnswer answer = realm.person("bert").resource(OS).send();

    DecodedJwt token = answer.token();
    assertThat(token.audience()).containsExactly("research-os", OS);
    assertThat(token.scopes())
        .containsExactly("agents:research-agent:read", "agents:research-agent:run");
    assertThat(token.scopeNames()).isEqualTo(token.scopes());
    assertThat(answer.scope()).isEqualTo(token.claims().path("scope").asText());
    assertThat(token.claims().has("agent")).isFalse();
    assertThat(token.claims().path("exp").asLong() - token.claims().path("iat").asLong())
        .isEqualTo(300);
    assertThat(token.header().path("typ").asText()).isEqualTo("at+jwt");
    assertThat(token.claims().has("realm_access")).isFalse();
    assertThat(token.claims().has("resource_access")).isFalse();
    assertThat(token.claims().path("sub").asText()).isEqualTo(realm.idOfUser("bert"));
    assertThat(token.claims().path("azp").asText()).isEqualTo("demo-cli");
    assertThat(token.claims().has("sid")).isTrue();
  }

  @Test
  void agentAsked_tokenIsBoundToItByName() {
    DecodedJwt token = realm.person("cleo").resource(OS + "/agents/support-agent").send().token();

    assertThat(token.audience()).containsExactly("research-os", OS + "/agents/support-agent");
    assertThat(token.claims().path("agent").path("name").asText()).isEqualTo("support-agent");
    assertThat(token.claims().path("agent").has("key")).isFalse();
    assertThat(token.scopes())
        .containsExactly("agents:support-agent:read", "agents:support-agent:run");
  }

  @Test
  void instanceAsked_keyIsAListOfItsDecodedSegments() {
    DecodedJwt token =
        realm.person("bert").resource(RESEARCH_AGENT + "/room%20a/42").send().token();

    JsonNode agent = token.claims().path("agent");
    assertThat(agent.path("name").asText()).isEqualTo("research-agent");
    assertThat(agent.path("key")).hasSize(2);
    assertThat(agent.path("key").get(0).asText()).isEqualTo("room a");
    assertThat(agent.path("key").get(1).asText()).isEqualTo("42");
    assertThat(token.audience()).containsExactly("research-os", RESEARCH_AGENT + "/room%20a/42");
    assertThat(token.scopes())
        .containsExactly("agents:research-agent:read", "agents:research-agent:run");
  }

  @Test
  void agentOnWhichNothingIsHeld_tokenHasEmptyScopes() {
    TokenAnswer answer = realm.person("bert").resource(OS + "/agents/ops-agent").send();

    assertThat(answer.token().scopes()).isEmpty();
    assertThat(answer.token().claims().path("scopes").isArray()).isTrue();
    assertThat(answer.token().scopeNames()).isEmpty();
    assertThat(answer.scope()).isEmpty();
  }

  @Test
  void adminScope_narrowedToAnAgent_isThatAgentsDeclaredActions() {
    DecodedJwt token = realm.person("ada").resource(OS + "/agents/writer-agent").send().token();

    assertThat(token.scopes())
        .containsExactly(
            "agents:writer-agent:delete",
            "agents:writer-agent:read",
            "agents:writer-agent:run",
            "agents:writer-agent:write");
  }

  @ParameterizedTest
  @CsvSource({
    "ada, agent_os:admin",
    "cleo, agents:read agents:support-agent:run",
    "dan, ''",
  })
  void serviceAsked_scopesAreMinimalAndExactlyWhatIsHeld(String person, String scopes) {
    TokenAnswer answer = realm.person(person).resource(OS).send();

    assertThat(String.join(" ", answer.token().scopes())).isEqualTo(scopes);
    assertThat(answer.scope()).isEqualTo(scopes);
  }

  @Test
  void actionAsked_onlyThatHalfIsGranted() {
    TokenAnswer answer = realm.person("bert").resource(OS).scope("agents:run").send();

    assertThat(answer.token().scopes()).containsExactly("agents:research-agent:run");
    assertThat(answer.scope()).isEqualTo("agents:research-agent:run");
  }

  @Test
  void familyAskedOfWhichNothingIsHeld_grantsNothingRatherThanAll() {
    assertThat(realm.person("bert").resource(OS).scope("teams:run").send().token().scopes())
        .isEmpty();
  }

  @Test
  void oauthScopesAsked_standBesideAgentScopes() {
    TokenAnswer answer = realm.person("bert").resource(OS).scope("openid agents:run").send();

    assertThat(answer.token().scopeNames()).containsExactly("openid", "agents:research-agent:run");
    assertThat(answer.token().scopes()).containsExactly("agents:research-agent:run");
    assertThat(answer.scope()).isEqualTo("openid agents:research-agent:run");
    DecodedJwt idToken = DecodedJwt.of(answer.idToken().orElseThrow());
    assertThat(idToken.audience()).containsExactly("demo-cli");
    assertThat(idToken.claims().has("scopes")).isFalse();
    assertThat(idToken.claims().has("agent")).isFalse();
  }

  @Test
  void adminAsksForLess_getsLess() {
    assertThat(
            realm
                .person("ada")
                .resource(OS)
                .scope("agents:read teams:read")
                .send()
                .token()
                .scopes())
        .containsExactly("agents:read", "teams:read");
  }

  @Test
  void noResource_noAgentServiceAndNoAgentScopes() {
    TokenAnswer answer = realm.person("ada").scope("openid agents:run agent_os:admin").send();

    DecodedJwt token = answer.token();
    assertThat(token.audience()).isEmpty();
    assertThat(token.claims().has("scopes")).isFalse();
    assertThat(token.claims().has("agent")).isFalse();
    assertThat(token.scopeNames()).containsExactly("openid");
    assertThat(answer.scope()).isEqualTo("openid");
    assertThat(token.claims().has("resource_access")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "urn:client:research-os",
        "http://localhost:77777",
        "http://localhost:7777.example.com",
        "http://localhost:7777/teams/x",
        "http://localhost:7777/agents",
        "http://localhost:7777/agents/",
        "http://localhost:7777/agents//x",
        "http://localhost:7777/agents/../agents/research-agent",
        "http://localhost:7777/agents/./research-agent",
        "http://localhost:7777/agents/%2e%2e",
        "http://localhost:7777/agents/a%2Fb",
        "http://localhost:7777/agents/a;b",
        "http://localhost:7777/agents/a%00",
        "http://localhost:7777/agents/a\u0001",
        "http://localhost:7777/agents/%ff",
        "http://localhost:7777/agents/%zz",
        "http://user@localhost:7777",
        "http://localhost:7777?x=y",
        "http://localhost:7777#x",
        "http://localhost:7778",
        "https://localhost:7777",
        "http://LOCALHOST:7777",
      })
  void unknownOrMalformedResource_isInvalidTarget(String resource) {
    TokenAnswer answer = realm.person("ada").resource(resource).send();

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_target");
    assertThat(answer.hasToken()).isFalse();
    if (!resource.isEmpty()) {
      assertThat(answer.errorDescription()).doesNotContain(resource);
    }
  }

  @Test
  void resourceLongerThanKeycloakTakes_isRefusedRatherThanIgnored() {
    TokenAnswer answer = realm.person("ada").resource(OS + "/agents/" + "a".repeat(5000)).send();

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_target");
  }

  @Test
  void resourceTwice_isInvalidTarget() {
    for (String second : List.of(OS, RESEARCH_AGENT, TestRealm.ARCHIVE_OS)) {
      TokenAnswer answer = realm.person("ada").resource(OS).resource(second).send();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error()).isEqualTo("invalid_target");
    }
  }

  @Test
  void otherService_hasItsOwnGrants() {
    DecodedJwt token = realm.person("bert").resource(TestRealm.ARCHIVE_OS).send().token();

    assertThat(token.audience()).containsExactly("archive-os", TestRealm.ARCHIVE_OS);
    assertThat(token.scopes()).containsExactly("agents:read");
  }

  @Test
  void unregisteredScope_isInvalidScopeAsEverInKeycloak() {
    TokenAnswer answer = realm.person("ada").resource(OS).scope("agents:fly").send();

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_scope");
  }
}
