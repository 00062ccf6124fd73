package io.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.it.keycloak.AdminApi;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Both realm files, imported by Keycloak's own {@code --import-realm}, and what they close. */
final class RealmImportIT {

  @Test
  void productionFile_importsAlone() {
    AdminApi api = new AdminApi(SharedKeycloak.server());

    assertThat(clientIds(api, SharedKeycloak.PRODUCTION))
        .contains("research-os", "archive-os")
        .doesNotContain("demo-cli", "demo-web", "demo-job", "demo-agent");
    assertThat(api.get(SharedKeycloak.PRODUCTION + "/users/count").asInt()).isZero();
  }

  @Test
  void agentService_hasASecretThatKeycloakMade() {
    AdminApi api = new AdminApi(SharedKeycloak.server());
    String secret =
        api.get(SharedKeycloak.PRODUCTION + "/clients?clientId=research-os")
            .path(0)
            .path("secret")
            .asText();

    assertThat(secret).hasSizeGreaterThan(20).isNotEqualTo("research-os-secret");
  }

  @Test
  void placeholder_isResolvedToItsDefault() {
    try (TestRealm realm = TestRealm.demo()) {
      String resource =
          realm
              .get("clients?clientId=research-os")
              .path(0)
              .path("attributes")
              .path("bailiwick.resource")
              .asText();

      assertThat(resource).isEqualTo(TestRealm.RESEARCH_OS);
    }
  }

  @Test
  void serviceAccount_getsNoAccountAudienceAndNoRoles() {
    try (TestRealm realm = TestRealm.demo()) {
      TokenAnswer answer =
          realm.tokenRequest("demo-job").secret("demo-job-secret").clientCredentials().send();

      assertThat(answer.token().audience()).isEmpty();
      assertThat(answer.token().claims().has("realm_access")).isFalse();
      assertThat(answer.token().claims().has("resource_access")).isFalse();
      assertThat(answer.token().header().path("typ").asText()).isEqualTo("at+jwt");
    }
  }

  private static List<String> clientIds(AdminApi api, String realm) {
    return StreamSupport.stream(api.get(realm + "/clients").spliterator(), false)
        .map(client -> client.path("clientId").asText())
        .toList();
  }
}
