package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.TokenAnswer;
import io.bailiwick.it.keycloak.TokenRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A service account asks for itself. */
final class ClientCredentialsIT {
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
  void serviceAsked_getsWhatItsServiceAccountHolds() {
    TokenAnswer answer = job().resource(OS).send();

    assertThat(answer.token().audience()).containsExactly("research-os", OS);
    assertThat(answer.token().scopes()).containsExactly("agents:research-agent:run");
    assertThat(answer.scope()).isEqualTo("agents:research-agent:run");
  }

  @Test
  void agentAsked_isBound() {
    TokenAnswer answer = job().resource(OS + "/agents/research-agent/nightly").send();

    assertThat(answer.token().claims().path("agent").path("key").path(0).asText())
        .isEqualTo("nightly");
    assertThat(answer.token().scopes()).containsExactly("agents:research-agent:run");
  }

  @Test
  void actionNotHeld_isDropped() {
    assertThat(job().resource(OS).scope("agents:read").send().token().scopes()).isEmpty();
  }

  @Test
  void serviceItMayHaveNothingAt_isInvalidTarget() {
    TokenAnswer answer = job().resource(TestRealm.ARCHIVE_OS).send();

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_target");
  }

  @Test
  void noResource_isAnOrdinaryToken() {
    TokenAnswer answer = job().send();

    assertThat(answer.token().audience()).isEmpty();
    assertThat(answer.token().claims().has("scopes")).isFalse();
  }

  private static TokenRequest job() {
    return realm.tokenRequest("demo-job").secret("demo-job-secret").clientCredentials();
  }
}
