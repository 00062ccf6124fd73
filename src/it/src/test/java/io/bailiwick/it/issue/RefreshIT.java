package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.TokenAnswer;
import io.bailiwick.it.keycloak.TokenRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refresh may narrow, and is never wider than what was granted at first. */
final class RefreshIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final String AGENT = OS + "/agents/research-agent";
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
  void plainRefresh_givesTheSame() {
    TokenAnswer first = realm.person("bert").resource(OS).send();
    TokenAnswer second = refresh(first).send();

    assertThat(second.token().audience()).containsExactly("research-os", OS);
    assertThat(second.token().scopes()).isEqualTo(first.token().scopes());
    assertThat(second.scope()).isEqualTo(first.scope());
  }

  @Test
  void serviceToAgentToInstance_narrows() {
    TokenAnswer service = realm.person("bert").resource(OS).send();
    TokenAnswer agent = refresh(service).resource(AGENT).send();
    TokenAnswer instance = refresh(agent).resource(AGENT + "/room/1").send();

    assertThat(agent.token().claims().path("agent").path("name").asText())
        .isEqualTo("research-agent");
    assertThat(instance.token().claims().path("agent").path("key")).hasSize(2);
    assertThat(refresh(instance).send().token().claims().path("agent").path("key")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OS,
        OS + "/agents/support-agent",
        AGENT,
        AGENT + "/room/2",
        AGENT + "/room",
        TestRealm.ARCHIVE_OS,
        "http://localhost:9999"
      })
  void backOrSideways_isInvalidTarget_andCostsNoSession(String resource) {
    TokenAnswer instance = realm.person("ada").resource(AGENT + "/room/1").send();

    TokenAnswer refused = refresh(instance).resource(resource).send();

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo("invalid_target");
    assertThat(refresh(instance).send().token().scopes()).isEqualTo(instance.token().scopes());
  }

  @Test
  void noneAtFirst_staysNone() {
    TokenAnswer none = realm.person("ada").send();

    assertThat(refresh(none).resource(OS).send().error()).isEqualTo("invalid_target");
    assertThat(refresh(none).send().token().audience()).isEmpty();
  }

  @Test
  void noneAtFirst_staysNone_whenTheClientGetsADefaultLater() {
    TokenAnswer none = realm.person("ada").send();
    try (Attribute ignored = Attribute.of(realm, "demo-cli", "bailiwick.default-resource", OS)) {
      TokenAnswer refreshed = refresh(none).send();

      assertThat(refreshed.token().audience()).isEmpty();
      assertThat(refreshed.token().claims().has("scopes")).isFalse();
    }
  }

  @Test
  void scopeAskedAtFirst_isTheCeiling() {
    TokenAnswer run = realm.person("ada").resource(OS).scope("agents:run").send();

    TokenAnswer read = refresh(run).scope("agents:read").send();
    assertThat(read.token().scopes()).isEmpty();
    assertThat(refresh(read).send().token().scopes()).containsExactly("agents:run");
  }

  @Test
  void narrowerScope_narrowsThatIssueOnly() {
    TokenAnswer all = realm.person("bert").resource(OS).send();
    TokenAnswer run = refresh(all).scope("agents:run").send();
    TokenAnswer again = refresh(run).send();

    assertThat(run.token().scopes()).containsExactly("agents:research-agent:run");
    assertThat(run.scope()).isEqualTo("agents:research-agent:run");
    assertThat(again.token().scopes()).isEqualTo(all.token().scopes());
  }

  @Test
  void roleTakenAway_isGoneAtTheNextRefresh() {
    TokenAnswer before = realm.person("cleo").resource(OS).send();
    String roles =
        "users/"
            + realm.idOfUser("cleo")
            + "/role-mappings/clients/"
            + realm.idOfClient("research-os");
    String role = Roles.array(realm, "research-os", "agents:read");

    realm.delete(roles, role);
    TokenAnswer after = refresh(before).send();
    realm.post(roles, role);

    assertThat(before.token().scopes()).contains("agents:read");
    assertThat(after.token().scopes()).containsExactly("agents:support-agent:run");
  }

  @Test
  void roleGivenLater_isGrantedWithinTheCeilingOnly() {
    TokenAnswer run = realm.person("dan").resource(OS).scope("agents:run").send();
    String roles =
        "users/"
            + realm.idOfUser("dan")
            + "/role-mappings/clients/"
            + realm.idOfClient("research-os");
    String role = Roles.array(realm, "research-os", "agents:read", "agents:ops-agent:run");

    realm.post(roles, role);
    TokenAnswer after = refresh(run).send();
    realm.delete(roles, role);

    assertThat(run.token().scopes()).isEmpty();
    assertThat(after.token().scopes()).containsExactly("agents:ops-agent:run");
  }

  @Test
  void offlineToken_keepsTheCeiling() {
    try (TestRealm offline = TestRealm.demo(Offline::allowed)) {
      TokenAnswer first =
          offline.person("ada").resource(AGENT).scope("offline_access agents:run").send();
      TokenAnswer refreshed = refresh(offline, first).scope("agents:read agents:run").send();

      assertThat(first.token().scopes()).containsExactly("agents:research-agent:run");
      assertThat(refreshed.token().scopes()).containsExactly("agents:research-agent:run");
      assertThat(refreshed.token().claims().path("agent").path("name").asText())
          .isEqualTo("research-agent");
      assertThat(refresh(offline, refreshed).resource(OS).send().error())
          .isEqualTo("invalid_target");
    }
  }

  @Test
  void uriThatWentToAnotherService_isRefused() {
    try (TestRealm moved = TestRealm.demo()) {
      TokenAnswer first = moved.person("bert").resource(OS).send();
      Attribute.set(moved, "research-os", "bailiwick.resource", "https://elsewhere.example.com");
      Attribute.set(moved, "archive-os", "bailiwick.resource", OS);

      assertThat(refresh(moved, first).send().error()).isEqualTo("invalid_target");
    }
  }

  private static TokenRequest refresh(TokenAnswer answer) {
    return refresh(realm, answer);
  }

  private static TokenRequest refresh(TestRealm realm, TokenAnswer answer) {
    return realm.tokenRequest("demo-cli").refresh(answer.refreshToken());
  }
}
