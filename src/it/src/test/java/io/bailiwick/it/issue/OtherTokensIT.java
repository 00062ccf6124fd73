package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.AuthorizationRequest;
import io.bailiwick.it.keycloak.Browser;
import io.bailiwick.it.keycloak.DecodedJwt;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens that are for no agent service: consoles, userinfo, UMA. They work as ever. */
final class OtherTokensIT {
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
  void accountConsole_getsItsTokenAndMayUseIt() {
    String account = realm.endpoints().issuer() + "/account/";
    AuthorizationRequest request =
        AuthorizationRequest.of(realm.endpoints(), "account-console", account)
            .field("scope", "openid");
    Browser browser = new Browser(realm.endpoints().server(), "en");
    Browser.Page arrived =
        browser.submit(
            browser.open(request.address()), Map.of("username", "ada", "password", "ada"));

    TokenAnswer answer = request.redeem(arrived).send();

    DecodedJwt token = answer.token();
    assertThat(token.audience()).contains("account").doesNotContain("research-os");
    assertThat(token.claims().path("resource_access").path("account").path("roles").toString())
        .contains("manage-account");
    assertThat(token.claims().has("scopes")).isFalse();
    Http.Answer self =
        Http.send(
            Http.request(URI.create(account))
                .header("Authorization", "Bearer " + answer.accessToken())
                .header("Accept", "application/json"));
    assertThat(self.status()).isEqualTo(200);
    assertThat(self.json().path("username").asText()).isEqualTo("ada");
  }

  @Test
  void userinfo_takesAnAgentToken() {
    TokenAnswer answer = realm.person("bert").resource(OS).scope("openid email agents:run").send();

    Http.Answer said =
        Http.get(
            URI.create(realm.endpoints().issuer() + "/protocol/openid-connect/userinfo"),
            answer.accessToken());

    assertThat(said.status()).isEqualTo(200);
    assertThat(said.json().path("email").asText()).isEqualTo("bert@example.com");
    assertThat(said.json().has("scopes")).isFalse();
  }

  @Test
  void accountApi_refusesAnAgentToken() {
    TokenAnswer answer = realm.person("ada").resource(OS).send();

    Http.Answer self =
        Http.send(
            Http.request(URI.create(realm.endpoints().issuer() + "/account/"))
                .header("Authorization", "Bearer " + answer.accessToken())
                .header("Accept", "application/json"));

    assertThat(self.status()).isIn(401, 403);
  }

  @Test
  void umaTicket_keepsItsPermissionsAndGetsNoAgentScopes() {
    try (TestRealm uma = TestRealm.demo()) {
      Policies.lift(uma);
      Attribute.setField(uma, "research-os", "serviceAccountsEnabled", true);
      Attribute.setField(uma, "research-os", "authorizationServicesEnabled", true);
      Mappers.hardcoded(uma, "demo-cli", "scopes", "[\"agent_os:admin\"]", "JSON");
      Mappers.hardcoded(uma, "research-os", "scopes", "[\"agent_os:admin\"]", "JSON");
      String server = "clients/" + uma.idOfClient("research-os") + "/authz/resource-server";
      uma.post(server + "/resource", "{\"name\":\"report\"}");
      uma.post(
          server + "/policy/user",
          "{\"name\":\"ada\",\"users\":[\"" + uma.idOfUser("ada") + "\"]}");
      uma.post(
          server + "/permission/resource",
          "{\"name\":\"read\",\"resources\":[\"report\"],\"policies\":[\"ada\"]}");
      String bearer = uma.person("ada").send().accessToken();

      JsonNode rpt =
          Http.send(
                  Http.request(uma.endpoints().token())
                      .header("Authorization", "Bearer " + bearer)
                      .header("Content-Type", "application/x-www-form-urlencoded")
                      .POST(
                          java.net.http.HttpRequest.BodyPublishers.ofString(
                              Http.form(
                                  List.of(
                                      Map.entry(
                                          "grant_type",
                                          "urn:ietf:params:oauth:grant-type:uma-ticket"),
                                      Map.entry("audience", "research-os"),
                                      Map.entry("resource", OS))))))
              .json();

      DecodedJwt token =
          DecodedJwt.of(
              Optional.ofNullable(rpt.path("access_token").textValue())
                  .orElseThrow(() -> new AssertionError(rpt.path("error").asText())));
      assertThat(
              token
                  .claims()
                  .path("authorization")
                  .path("permissions")
                  .path(0)
                  .path("rsname")
                  .asText())
          .isEqualTo("report");
      assertThat(token.audience()).contains("research-os");
      assertThat(token.claims().has("scopes")).isFalse();
      assertThat(token.scopeNames()).noneMatch(name -> name.contains(":"));
    }
  }
}
