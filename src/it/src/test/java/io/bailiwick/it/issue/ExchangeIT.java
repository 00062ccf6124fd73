package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.TokenAnswer;
import io.bailiwick.it.keycloak.TokenRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Token exchange (RFC 8693) within one agent service, and nothing gained by it. */
final class ExchangeIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final String AGENT = OS + "/agents/research-agent";
  private static final String REFRESH_TOKEN = "urn:ietf:params:oauth:token-type:refresh_token";
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
  void serviceToAgent_narrows() {
    TokenAnswer answer = exchange(person("bert").resource(OS).send()).resource(AGENT).send();

    assertThat(answer.token().audience()).containsExactly("research-os", AGENT);
    assertThat(answer.token().claims().path("agent").path("name").asText())
        .isEqualTo("research-agent");
    assertThat(answer.token().scopes())
        .containsExactly("agents:research-agent:read", "agents:research-agent:run");
    assertThat(answer.scope()).isEqualTo(answer.token().claims().path("scope").asText());
    assertThat(answer.token().claims().path("sub").asText()).isEqualTo(realm.idOfUser("bert"));
  }

  @Test
  void narrowSubject_boundsTheResult() {
    TokenAnswer run = person("cleo").resource(OS).scope("agents:run").send();

    assertThat(exchange(run).resource(OS).send().token().scopes())
        .containsExactly("agents:support-agent:run");
    assertThat(exchange(run).resource(OS).scope("agents:read").send().token().scopes()).isEmpty();
  }

  @Test
  void emptySubject_staysEmpty() {
    TokenAnswer empty = person("ada").resource(OS).scope("agents:run").send();
    TokenAnswer none = exchange(empty).resource(OS).scope("agents:read").send();

    assertThat(none.token().scopes()).isEmpty();
    assertThat(exchange(none).resource(OS).send().token().scopes()).isEmpty();
  }

  @Test
  void boundSubject_staysBound() {
    TokenAnswer bound = person("ada").resource(AGENT).send();

    assertThat(exchange(bound).resource(OS).send().error()).isEqualTo("invalid_target");
    assertThat(exchange(bound).resource(OS + "/agents/ops-agent").send().error())
        .isEqualTo("invalid_target");
    assertThat(exchange(bound).resource(AGENT + "/1").send().token().claims().path("agent"))
        .hasSize(2);
  }

  @Test
  void subjectBoundToAnInstance_reachesNoOther() {
    TokenAnswer bound = person("ada").resource(AGENT + "/1").send();

    assertThat(exchange(bound).resource(AGENT).send().error()).isEqualTo("invalid_target");
    assertThat(exchange(bound).resource(AGENT + "/2").send().error()).isEqualTo("invalid_target");
    assertThat(exchange(bound).resource(AGENT + "/1/2").send().error()).isEqualTo("invalid_target");
    assertThat(exchange(bound).resource(AGENT + "/1").send().token().scopes()).isNotEmpty();
  }

  @Test
  void intoAnotherService_isInvalidTarget() {
    TokenAnswer answer =
        exchange(person("bert").resource(OS).send()).resource(TestRealm.ARCHIVE_OS).send();

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_target");
    assertThat(answer.hasToken()).isFalse();
  }

  @Test
  void subjectForNoService_staysForNone() {
    TokenAnswer none = person("ada").send();

    assertThat(exchange(none).resource(OS).send().error()).isEqualTo("invalid_target");
    assertThat(exchange(none).send().token().audience()).isEmpty();
    try (Attribute ignored = Attribute.of(realm, "demo-agent", "bailiwick.default-resource", OS)) {
      TokenAnswer still = exchange(none).send();
      assertThat(still.token().audience()).isEmpty();
      assertThat(still.token().claims().has("scopes")).isFalse();
    }
  }

  @Test
  void noResource_isForNoService() {
    TokenAnswer answer = exchange(person("ada").resource(OS).send()).send();

    assertThat(answer.token().audience()).isEmpty();
    assertThat(answer.token().claims().has("scopes")).isFalse();
  }

  @Test
  void requesterWithMoreAllowance_gainsNothing() {
    // the service itself may have everything at itself, the caller's client only a part
    TokenAnswer job =
        realm
            .tokenRequest("demo-job")
            .secret("demo-job-secret")
            .clientCredentials()
            .resource(OS)
            .send();

    TokenAnswer answer =
        realm
            .tokenRequest("research-os")
            .secret("research-os-secret")
            .exchange(job.accessToken())
            .resource(OS)
            .send();

    assertThat(answer.token().scopes()).containsExactly("agents:research-agent:run");
  }

  @Test
  void audienceOfTheSameService_isAccepted() {
    TokenAnswer subject = person("bert").resource(OS).send();

    assertThat(
            exchange(subject)
                .resource(OS)
                .field("audience", "research-os")
                .send()
                .token()
                .audience())
        .containsExactly("research-os", OS);
    assertThat(exchange(subject).resource(OS).field("audience", "archive-os").send().error())
        .isEqualTo("invalid_target");
    assertThat(exchange(subject).field("audience", "research-os").send().error())
        .isEqualTo("invalid_target");
    assertThat(
            exchange(subject)
                .resource(OS)
                .field("audience", "research-os")
                .field("audience", "archive-os")
                .send()
                .error())
        .isEqualTo("invalid_target");
  }

  @Test
  void roleTakenAway_isGoneInTheExchange() {
    TokenAnswer subject = person("cleo").resource(OS).send();
    String roles =
        "users/"
            + realm.idOfUser("cleo")
            + "/role-mappings/clients/"
            + realm.idOfClient("research-os");
    String role = Roles.array(realm, "research-os", "agents:read");

    realm.delete(roles, role);
    TokenAnswer answer = exchange(subject).resource(OS).send();
    realm.post(roles, role);

    assertThat(answer.token().scopes()).containsExactly("agents:support-agent:run");
  }

  @Test
  void refreshTokenFromAnExchange_keepsTheSubjectsBounds() {
    try (Attribute ignored =
        Attribute.of(
            realm,
            "demo-agent",
            "standard.token.exchange.enableRefreshRequestedTokenType",
            "SAME_SESSION")) {
      TokenAnswer subject = person("ada").resource(AGENT).scope("agents:run").send();
      TokenAnswer exchanged =
          realm
              .tokenRequest("demo-agent")
              .secret("demo-agent-secret")
              .field("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
              .field("subject_token", subject.accessToken())
              .field("subject_token_type", "urn:ietf:params:oauth:token-type:access_token")
              .field("requested_token_type", REFRESH_TOKEN)
              .resource(AGENT + "/1")
              .send();

      TokenAnswer refreshed =
          agent().refresh(exchanged.refreshToken()).scope("agents:read agents:run").send();

      assertThat(exchanged.token().scopes()).containsExactly("agents:research-agent:run");
      assertThat(refreshed.token().scopes()).containsExactly("agents:research-agent:run");
      assertThat(refreshed.token().claims().path("agent").path("key").path(0).asText())
          .isEqualTo("1");
      assertThat(agent().refresh(refreshed.refreshToken()).resource(AGENT).send().error())
          .isEqualTo("invalid_target");
    }
  }

  @Test
  void subjectSignedByNoOne_isRefused() {
    String token = person("ada").resource(OS).send().accessToken();
    String flipped =
        token.substring(0, token.length() - 5)
            + (token.charAt(token.length() - 5) == 'A' ? 'B' : 'A')
            + token.substring(token.length() - 4);

    TokenAnswer answer = agent().exchange(flipped).resource(OS).send();

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.hasToken()).isFalse();
  }

  private static TokenRequest person(String name) {
    return agent().person(name);
  }

  private static TokenRequest exchange(TokenAnswer subject) {
    return agent().exchange(subject.accessToken());
  }

  private static TokenRequest agent() {
    return realm.tokenRequest("demo-agent").secret("demo-agent-secret");
  }
}
