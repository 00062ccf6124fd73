package io.bailiwick.it.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.Ports;
import io.bailiwick.sample.SampleServer;
import io.bailiwick.sample.SampleSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/**
 * The sample's page in a real browser, before the real Keycloak: a login, a ticket, a socket that
 * lives on with newer tokens, and its end when an administrator logs the person out.
 */
final class PageIT {
  private static final By STATE = By.id("talk-state");
  private static final By LOG = By.id("talk-log");

  private static TestRealm realm;
  private static SampleServer sample;
  private static HeadlessBrowser browser;

  @BeforeAll
  static void open() {
    assumeTrue(
        System.getProperty("bailiwick.it.server", "distribution").equals("distribution"),
        "Keycloak in a container reaches nothing that listens on this machine's loopback");
    browser = HeadlessBrowser.start();
    int port = Ports.free();
    realm = TestRealm.demo(Map.of("BAILIWICK_SAMPLE_PORT", String.valueOf(port)));
    sample =
        SampleServer.start(
            SampleSettings.read(
                Map.of(
                    "BAILIWICK_SAMPLE_PORT",
                    String.valueOf(port),
                    "BAILIWICK_ISSUER",
                    realm.endpoints().issuer().toString(),
                    "BAILIWICK_CLIENT_SECRET",
                    "research-os-secret",
                    "BAILIWICK_LOGOUT_CLIENTS",
                    "demo-web")));
    // a newer token is asked for 30 seconds ahead of the end
    String path = "clients/" + realm.idOfClient("research-os");
    JsonNode client = realm.get(path);
    ((ObjectNode) client).withObject("/attributes").put("bailiwick.token-lifespan", "34");
    realm.put(path, client.toString());
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
    if (sample != null) {
      sample.close();
    }
    if (realm != null) {
      realm.close();
    }
  }

  @Test
  void person_logsIn_connectsWithATicket_isRefreshed_andIsClosedWhenLoggedOut() {
    browser.open(sample.uri().resolve("/"));
    browser.click(By.id("login"));
    browser.type(By.name("username"), "bert");
    browser.type(By.name("password"), "bert");
    browser.click(By.id("kc-login"));
    browser.awaitText(By.id("who"), "Bert Brecht");
    assertThat(browser.address()).isEqualTo(sample.uri() + "/");

    browser.click(By.id("connect"));
    browser.awaitText(STATE, "Connected to research-agent: allowed for");
    browser.click(By.id("say"));
    browser.awaitText(LOG, "Sent: Good morning", "Received: ", ": Good morning");
    JsonNode before = connection();

    browser.await(
        "a newer token that is taken",
        () -> browser.text(LOG).matches("(?s).*Fetching a newer token.*allowed for.*"));
    assertThat(expiry(connection())).isAfter(expiry(before));
    browser.type(By.id("say-message"), "Still here");
    browser.click(By.id("say"));
    browser.awaitText(LOG, ": Good morning", "Received: ", ": Still here");
    assertThat(connection().path("id")).isEqualTo(before.path("id"));
    nothingIsStored();

    realm.post("users/" + realm.idOfUser("bert") + "/logout", "");
    browser.awaitText(STATE, "ended by the service for good", "4403", "auth.invalid_token");
    assertThat(connections()).isEmpty();
    assertThat(browser.shows(By.id("login"))).isTrue();
    browser.click(By.id("connect"));
    browser.awaitText(By.id("problem"), "No ");
    nothingIsStored();

    List<String> addresses = browser.addresses();
    assertThat(addresses)
        .anyMatch(each -> each.matches("ws://.*/agents/research-agent\\?ticket=bwt_[\\w-]+"))
        .anyMatch(each -> each.contains("code_challenge_method=S256"))
        .anyMatch(each -> each.endsWith("/bailiwick/tickets"))
        // every token is a JWT
        .noneMatch(each -> each.matches(".*eyJ[\\w-]*\\.eyJ.*") || each.contains("_token="));
    assertThat(browser.complaints()).noneMatch(each -> each.contains("Content Security Policy"));
  }

  private static void nothingIsStored() {
    assertThat(browser.script("JSON.stringify([{...localStorage}, {...sessionStorage}])"))
        .isEqualTo("[{},{}]");
    assertThat(browser.script("document.cookie")).isEmpty();
  }

  private static Instant expiry(JsonNode connection) {
    return Instant.parse(connection.path("expires_at").asText());
  }

  private static JsonNode connection() {
    JsonNode all = connections();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static JsonNode connections() {
    String ada = realm.person("ada").resource(sample.uri().toString()).send().accessToken();
    Http.Answer answer = new SampleClient(sample.uri()).get("/connections", ada);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().path("connections");
  }
}
