package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.Browser;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.TokenAnswer;
import io.bailiwick.it.keycloak.TokenRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Device flow (RFC 8628): the resource comes with the token request. Each test has its realm. */
final class DeviceIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private TestRealm realm;

  @BeforeEach
  void open() {
    realm = TestRealm.demo();
    Policies.lift(realm);
    Attribute.set(realm, "demo-cli", "oauth2.device.authorization.grant.enabled", "true");
  }

  @AfterEach
  void close() {
    realm.close();
  }

  @Test
  void resourceAtTheTokenRequest_isGranted() {
    TokenAnswer answer = approved("agents:run").resource(OS).send();

    assertThat(answer.token().audience()).containsExactly("research-os", OS);
    assertThat(answer.token().scopes()).containsExactly("agents:research-agent:run");
    assertThat(answer.scope()).isEqualTo("agents:research-agent:run");
  }

  @Test
  void clientThatNeedsConsent_isRefusedAResource() {
    Attribute.setField(realm, "demo-cli", "consentRequired", true);

    TokenAnswer answer = approved("agents:run").resource(OS).send();

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_target");
  }

  private TokenRequest approved(String scope) {
    JsonNode device =
        Http.postForm(
                URI.create(realm.endpoints().authorization() + "/device"),
                List.of(Map.entry("client_id", "demo-cli"), Map.entry("scope", scope)))
            .json();
    Browser browser = new Browser(realm.endpoints().server(), "en");
    Browser.Page login =
        browser.open(URI.create(device.path("verification_uri_complete").asText()));
    Browser.Page consent = browser.submit(login, Map.of("username", "bert", "password", "bert"));
    browser.submit(consent, Map.of("accept", "Yes"));
    return realm
        .tokenRequest("demo-cli")
        .field("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
        .field("device_code", device.path("device_code").asText());
  }
}
