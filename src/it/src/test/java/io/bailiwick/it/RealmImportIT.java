package io.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.keycloak.AdminApi;
import io.bailiwick.it.keycloak.AuthorizationRequest;
import io.bailiwick.it.keycloak.Browser;
import io.bailiwick.it.keycloak.Browser.Page;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.RealmEndpoints;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.net.URI;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Both realm files in a real Keycloak: the production file alone and the merged one through {@code
 * --import-realm}, and what they close.
 */
@SuppressWarnings("NullAway.Init")
final class RealmImportIT {
  private static TestRealm realm;

  @BeforeAll
  static void demoRealm() {
    realm = TestRealm.demo();
  }

  @AfterAll
  static void removeRealm() {
    realm.close();
  }

  @Test
  void productionFile_importsAlone() {
    AdminApi api = new AdminApi(SharedKeycloak.server());

    assertThat(texts(api.get(SharedKeycloak.PRODUCTION + "/clients"), "clientId"))
        .contains("research-os", "archive-os")
        .doesNotContain("demo-cli", "demo-web", "demo-job", "demo-agent");
    assertThat(api.get(SharedKeycloak.PRODUCTION + "/users/count").asInt()).isZero();
    assertThat(api.get(SharedKeycloak.PRODUCTION).path("bruteForceProtected").asBoolean()).isTrue();
  }

  @Test
  void productionFile_keepsItsPeopleOffThePlainNetwork() {
    JsonNode production = new AdminApi(SharedKeycloak.server()).get(SharedKeycloak.PRODUCTION);

    assertThat(production.path("sslRequired").asText()).isEqualTo("external");
    assertThat(production.path("registrationAllowed").asBoolean()).isFalse();
    assertThat(production.path("revokeRefreshToken").asBoolean()).isTrue();
    assertThat(production.path("accessTokenLifespan").asInt()).isEqualTo(300);
    assertThat(production.path("passwordPolicy").asText()).contains("length(12)");
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
  void mergedFile_isImportedByKeycloakItself() {
    TokenAnswer answer =
        SharedKeycloak.server().realm("agents").tokenRequest("demo-cli").person("bert").send();

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void placeholder_isResolvedToItsDefault() {
    assertThat(client("research-os").path("attributes").path("bailiwick.resource").asText())
        .isEqualTo(TestRealm.RESEARCH_OS);
  }

  @Test
  void placeholder_isResolvedByKeycloakToTheSame() {
    JsonNode imported =
        new AdminApi(SharedKeycloak.server()).get("agents/clients?clientId=research-os");

    assertThat(imported.path(0).path("attributes").path("bailiwick.resource").asText())
        .isEqualTo(TestRealm.RESEARCH_OS);
  }

  @Test
  void serviceAccount_getsNoAccountAudienceAndNoRoles() {
    TokenAnswer answer =
        realm.tokenRequest("demo-job").secret("demo-job-secret").clientCredentials().send();

    assertThat(answer.token().audience()).isEmpty();
    assertThat(answer.token().claims().has("realm_access")).isFalse();
    assertThat(answer.token().claims().has("resource_access")).isFalse();
    assertThat(answer.token().header().path("typ").asText()).isEqualTo("at+jwt");
  }

  @Test
  void personsToken_canNotManageTheAccount() {
    String token = realm.person("bert").send().accessToken();
    URI account = URI.create(realm.endpoints().issuer() + "/account");

    assertThat(
            Http.send(
                    Http.request(account)
                        .header("Accept", "application/json")
                        .header("Authorization", "Bearer " + token))
                .status())
        .isIn(401, 403);
  }

  @Test
  void person_mayNotHaveOfflineTokens() {
    assertThat(realm.person("ada").scope("offline_access").send().error())
        .isEqualTo("invalid_scope");
  }

  @Test
  void clientAddedLater_isClosedToo() {
    realm.post("clients", "{\"clientId\": \"later\", \"publicClient\": false}");

    JsonNode later = client("later");
    assertThat(later.path("fullScopeAllowed").asBoolean()).isFalse();
    assertThat(StreamSupport.stream(later.path("defaultClientScopes").spliterator(), false))
        .extracting(JsonNode::asText)
        .containsExactly("basic");
  }

  @Test
  void fullScope_canNotBeSwitchedOnLater() {
    realm.post(
        "clients", "{\"clientId\": \"wide\", \"publicClient\": false, \"fullScopeAllowed\": true}");

    assertThat(client("wide").path("fullScopeAllowed").asBoolean()).isFalse();
  }

  @Test
  void scopesOnAPerson_areForTheAdministratorOnly() {
    JsonNode attributes = realm.get("users/profile").path("attributes");

    for (String service : List.of("research-os", "archive-os")) {
      JsonNode permissions =
          StreamSupport.stream(attributes.spliterator(), false)
              .filter(a -> a.path("name").asText().equals("bailiwick.scopes." + service))
              .findFirst()
              .orElseThrow()
              .path("permissions");
      assertThat(permissions.path("edit").toString()).isEqualTo("[\"admin\"]");
      assertThat(permissions.path("view").toString()).isEqualTo("[\"admin\"]");
    }
    assertThat(realm.get("users/profile").has("unmanagedAttributePolicy")).isFalse();
  }

  @Test
  void attributeThatNobodyDeclared_isNotKept() {
    String user = "users/" + realm.idOfUser("dan");
    ObjectNode changed = realm.get(user).deepCopy();
    ObjectNode attributes = changed.putObject("attributes");
    attributes.putArray("bailiwick.scopes.research-os").add("teams:read");
    attributes.putArray("bailiwick.scopes.another-os").add("agents:read");

    realm.put(user, changed.toString());

    assertThat(realm.get(user).path("attributes").toString())
        .isEqualTo("{\"bailiwick.scopes.research-os\":[\"teams:read\"]}");
  }

  @Test
  void implicitFlow_isRefused() {
    Page page =
        new Browser(realm.endpoints().server(), "en")
            .open(
                URI.create(
                    realm.endpoints().authorization()
                        + "?response_type=token&client_id=demo-web&nonce=n&redirect_uri="
                        + TestRealm.RESEARCH_OS
                        + "/callback"));

    assertThat(page.address().toString()).contains("error=").doesNotContain("access_token");
  }

  @Test
  void redirectToAnywhereElse_isRefused() {
    RealmEndpoints endpoints = realm.endpoints();
    Page page =
        new Browser(endpoints.server(), "en")
            .open(
                AuthorizationRequest.of(
                        endpoints, "demo-web", TestRealm.RESEARCH_OS + ".example.com/")
                    .address());

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.html()).contains("redirect_uri");
  }

  @Test
  void accountConsole_stillLetsAPersonIn() {
    RealmEndpoints endpoints = realm.endpoints();
    AuthorizationRequest request =
        AuthorizationRequest.of(endpoints, "account-console", endpoints.issuer() + "/account/");
    Browser browser = new Browser(endpoints.authorization(), "en");
    Page login = browser.open(request.address());

    assertThat(login.status()).isEqualTo(200);
    assertThat(login.html()).contains("name=\"password\"");
  }

  @Test
  void adminCli_isOff() {
    assertThat(client("admin-cli").path("enabled").asBoolean()).isFalse();
  }

  private static JsonNode client(String clientId) {
    return realm.get("clients?clientId=" + clientId).path(0);
  }

  private static List<String> texts(JsonNode entries, String name) {
    return StreamSupport.stream(entries.spliterator(), false)
        .map(entry -> entry.path(name).asText())
        .toList();
  }
}
