package io.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.keycloak.AuthorizationRequest;
import io.bailiwick.it.keycloak.Browser;
import io.bailiwick.it.keycloak.Browser.Page;
import io.bailiwick.it.keycloak.RealmEndpoints;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages that a person sees, as Keycloak renders them with the shipped jar's theme. */
@SuppressWarnings("NullAway.Init")
final class ThemeIT {
  private static final String REDIRECT = TestRealm.RESEARCH_OS + "/callback";

  private static TestRealm realm;

  @BeforeAll
  static void realmWhoseWebPageAsksForConsent() {
    realm = TestRealm.demo(file -> file.changed(ThemeIT::withConsent));
  }

  @AfterAll
  static void removeRealm() {
    realm.close();
  }

  @Test
  void consentPage_namesTheActionsInWords() {
    Page consent = consentPage("en", "agents:run agents:read");

    assertThat(consent.html())
        .contains("Run any agent that you may run")
        .contains("See any agent that you may see")
        .contains("Tell the agent service your name and email address")
        .doesNotContain("ConsentText")
        .doesNotContain("Administer the agent service");
  }

  @Test
  void consentPage_speaksGerman() {
    assertThat(consentPage("de", "agents:run").html())
        .contains("Jeden Agenten ausführen, den Sie ausführen dürfen");
  }

  @Test
  void consentGiven_leadsBackWithACode() {
    RealmEndpoints endpoints = realm.endpoints();
    AuthorizationRequest request =
        AuthorizationRequest.of(endpoints, "demo-web", REDIRECT).field("scope", "agents:run");
    Browser browser = new Browser(endpoints.server(), "en");
    Page consent = browser.submit(browser.open(request.address()), login("cleo"));

    Page arrived = browser.submit(consent, Map.of("accept", "Yes"));
    TokenAnswer answer = request.redeem(arrived).send();

    assertThat(arrived.address().toString()).startsWith(REDIRECT + "?");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.token().header().path("typ").asText()).isEqualTo("at+jwt");
  }

  @Test
  void agentScopesThatThePageDidNotName_areNotGranted() {
    RealmEndpoints endpoints = realm.endpoints();
    AuthorizationRequest request =
        AuthorizationRequest.of(endpoints, "demo-web", REDIRECT)
            .field("scope", "openid")
            .field("resource", TestRealm.RESEARCH_OS);
    Browser browser = new Browser(endpoints.server(), "en");
    Page consent = browser.submit(browser.open(request.address()), login("ada"));
    assertThat(consent.html()).doesNotContain("Administer the agent service");

    TokenAnswer answer = request.redeem(browser.submit(consent, Map.of("accept", "Yes"))).send();
    TokenAnswer refreshed =
        endpoints
            .tokenRequest("demo-web")
            .refresh(answer.refreshToken())
            .scope("openid agents:read")
            .send();

    assertThat(answer.token().audience()).containsExactly("research-os", TestRealm.RESEARCH_OS);
    assertThat(answer.token().scopes()).isEmpty();
    assertThat(refreshed.hasToken() ? refreshed.token().scopes() : List.of()).isEmpty();
  }

  @Test
  void publicClientWithoutPkce_isRefused() {
    Page page =
        new Browser(realm.endpoints().server(), "en")
            .open(
                URI.create(
                    realm.endpoints().authorization()
                        + "?response_type=code&client_id=demo-web&redirect_uri="
                        + REDIRECT));

    assertThat(page.address().toString())
        .startsWith(REDIRECT)
        .contains("error=invalid_request")
        .contains("code_challenge_method");
  }

  @Test
  void consentPage_namesWhatWeighsMostFirst() {
    String html = consentPage("en", "config:read agents:run agent_os:admin agents:read").html();

    assertThat(
            List.of(
                "Administer the agent service",
                "See any agent",
                "Run any agent",
                "Read the configuration",
                "Tell the agent service"))
        .isSortedAccordingTo(Comparator.comparing(html::indexOf))
        .allMatch(html::contains);
  }

  private static Page consentPage(String language, String scope) {
    RealmEndpoints endpoints = realm.endpoints();
    AuthorizationRequest request =
        AuthorizationRequest.of(endpoints, "demo-web", REDIRECT).field("scope", scope);
    Browser browser = new Browser(endpoints.server(), language);
    return browser.submit(browser.open(request.address()), login("bert"));
  }

  private static Map<String, String> login(String name) {
    return Map.of("username", name, "password", name);
  }

  private static ObjectNode withConsent(ObjectNode file) {
    file.path("clients")
        .forEach(
            client -> {
              if (client.path("clientId").asText().equals("demo-web")
                  && client instanceof ObjectNode web) {
                web.put("consentRequired", true);
              }
            });
    return file;
  }
}
