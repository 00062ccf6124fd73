package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.AuthorizationRequest;
import io.bailiwick.it.keycloak.Browser;
import io.bailiwick.it.keycloak.DecodedJwt;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.TokenAnswer;
import io.bailiwick.it.keycloak.TokenRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A person logs in with a browser; the resource travels in the code. */
final class AuthorizationCodeIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final String AGENT = OS + "/agents/research-agent";
  private static final String REDIRECT = OS + "/callback";
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
  void resourceInTheAuthorizationRequest_isGranted() {
    TokenAnswer answer = login("bert", request().field("resource", OS)).send();

    assertThat(answer.token().audience()).containsExactly("research-os", OS);
    assertThat(answer.token().scopes()).hasSize(2);
    assertThat(answer.scope()).isEqualTo(answer.token().claims().path("scope").asText());
  }

  @Test
  void resourceInBoth_narrowsTheSecondTime() {
    TokenAnswer answer = login("bert", request().field("resource", OS)).resource(AGENT).send();

    assertThat(answer.token().audience()).containsExactly("research-os", AGENT);
    assertThat(answer.token().claims().path("agent").path("name").asText())
        .isEqualTo("research-agent");
  }

  @Test
  void scopeInTheAuthorizationRequest_isTheCeilingOfRefreshes() {
    TokenAnswer first =
        login("ada", request().field("resource", OS).field("scope", "agents:run")).send();

    assertThat(first.token().scopes()).containsExactly("agents:run");
    TokenAnswer refreshed =
        realm
            .tokenRequest("demo-web")
            .refresh(first.refreshToken())
            .scope("agents:read agents:run")
            .send();
    assertThat(refreshed.token().scopes()).containsExactly("agents:run");
  }

  @Test
  void tokenRequestThatGoesBeyondTheCode_isInvalidTarget() {
    for (String wider : List.of(OS, OS + "/agents/ops-agent", TestRealm.ARCHIVE_OS)) {
      TokenAnswer answer = login("ada", request().field("resource", AGENT)).resource(wider).send();

      assertThat(answer.status()).as(wider).isEqualTo(400);
      assertThat(answer.error()).isEqualTo("invalid_target");
      assertThat(answer.hasToken()).isFalse();
    }
  }

  @Test
  void noResourceInTheCode_staysNone() {
    assertThat(login("ada", request()).resource(OS).send().error()).isEqualTo("invalid_target");
    TokenAnswer none = login("ada", request()).send();
    assertThat(none.token().audience()).isEmpty();
    assertThat(none.token().claims().has("scopes")).isFalse();
  }

  @Test
  void unknownResourceInTheCode_isInvalidTarget() {
    TokenAnswer answer =
        login("ada", request().field("resource", "https://unknown.example.com")).send();

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_target");
  }

  @Test
  void scopeTakenFromTheClientBeforeTheCodeIsRedeemed_isNotTakenForNothingAsked() {
    String scopes = "clients/" + realm.idOfClient("demo-web") + "/optional-client-scopes";
    String run = idOfScope(scopes, "agents:run");
    TokenRequest redemption =
        login("ada", request().field("resource", OS).field("scope", "agents:run"));

    realm.delete(scopes + "/" + run);
    try {
      TokenAnswer answer = redemption.send();

      assertThat(answer.token().scopes()).isEmpty();
      TokenAnswer refreshed = realm.tokenRequest("demo-web").refresh(answer.refreshToken()).send();
      assertThat(refreshed.token().scopes()).isEmpty();
    } finally {
      realm.put(scopes + "/" + run, "{}");
    }
  }

  private static String idOfScope(String scopes, String name) {
    for (JsonNode scope : realm.get(scopes)) {
      if (scope.path("name").asText().equals(name)) {
        return scope.path("id").asText();
      }
    }
    throw new AssertionError("no client scope " + name);
  }

  @Test
  void pushedAuthorizationRequest_carriesTheResource() {
    AuthorizationRequest request = request().field("resource", AGENT);
    String form = request.address().getRawQuery();
    List<Map.Entry<String, String>> fields =
        List.of(form.split("&", -1)).stream()
            .map(pair -> pair.split("=", 2))
            .map(pair -> Map.entry(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)))
            .toList();
    String requestUri =
        Http.postForm(
                URI.create(realm.endpoints().issuer() + "/protocol/openid-connect/ext/par/request"),
                fields)
            .json()
            .path("request_uri")
            .asText();
    Browser browser = new Browser(realm.endpoints().server(), "en");
    Browser.Page page =
        browser.open(
            URI.create(
                realm.endpoints().authorization()
                    + "?"
                    + Http.form(
                        List.of(
                            Map.entry("client_id", "demo-web"),
                            Map.entry("request_uri", requestUri)))));

    TokenAnswer answer =
        request.redeem(browser.submit(page, Map.of("username", "bert", "password", "bert"))).send();

    assertThat(answer.token().audience()).containsExactly("research-os", AGENT);
  }

  @Test
  void implicitFlow_isOff() {
    Browser.Page page =
        new Browser(realm.endpoints().server(), "en").open(implicit(realm, "token"));

    assertThat(page.address().toString()).contains("error=unauthorized_client");
  }

  @Test
  void implicitAndHybridFlow_whereSwitchedOn_giveNoAgentTokenAndNoServerError() {
    try (TestRealm open = TestRealm.demo()) {
      Policies.lift(open);
      Attribute.setField(open, "demo-web", "implicitFlowEnabled", true);
      for (String type : List.of("token", "id_token token", "code token")) {
        Browser browser = new Browser(open.endpoints().server(), "en");
        Browser.Page page = browser.open(implicit(open, type));
        Browser.Page arrived = browser.submit(page, Map.of("username", "ada", "password", "ada"));

        assertThat(arrived.status()).as(type).isLessThan(400);
        String fragment = arrived.address().getRawFragment();
        assertThat(fragment).as(type).contains("access_token=");
        DecodedJwt token = DecodedJwt.of(fragment.replaceAll(".*access_token=([^&]+).*", "$1"));
        assertThat(token.audience()).isEmpty();
        assertThat(token.claims().has("scopes")).isFalse();
      }
    }
  }

  private static URI implicit(TestRealm realm, String responseType) {
    return URI.create(
        realm.endpoints().authorization()
            + "?"
            + Http.form(
                List.of(
                    Map.entry("response_type", responseType),
                    Map.entry("client_id", "demo-web"),
                    Map.entry("redirect_uri", REDIRECT),
                    Map.entry("nonce", "n"),
                    Map.entry("state", "s"),
                    Map.entry("code_challenge_method", "S256"),
                    Map.entry("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
                    Map.entry("scope", "openid"),
                    Map.entry("resource", OS))));
  }

  private static AuthorizationRequest request() {
    return AuthorizationRequest.of(realm.endpoints(), "demo-web", REDIRECT);
  }

  private static TokenRequest login(String person, AuthorizationRequest request) {
    Browser browser = new Browser(realm.endpoints().server(), "en");
    Browser.Page page = browser.open(request.address());
    return request.redeem(browser.submit(page, Map.of("username", person, "password", person)));
  }
}
