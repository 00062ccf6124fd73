package io.bailiwick.it.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.it.keycloak.AuthorizationRequest;
import io.bailiwick.it.keycloak.Browser;
import io.bailiwick.it.keycloak.Http;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A page's way to a socket: a login, a ticket for the token, and the ticket in the socket's URL,
 * which the sample redeems at the real Keycloak.
 */
final class TicketIT {
  private static final String AGENT = "/agents/research-agent";
  private static SampleOfRealm sample;
  private static String page;
  private static String token;

  @BeforeAll
  static void open() {
    sample =
        SampleOfRealm.onSharedKeycloak(Map.of("BAILIWICK_CLIENT_SECRET", "research-os-secret"));
    page = sample.resource("");
    token = login("bert");
  }

  @AfterAll
  static void close() throws Exception {
    sample.close();
  }

  private static String login(String person) {
    AuthorizationRequest request =
        AuthorizationRequest.of(sample.endpoints(), "demo-web", page + "/").field("resource", page);
    Browser browser = new Browser(sample.endpoints().server(), "en");
    Browser.Page form = browser.open(request.address());
    return request
        .redeem(browser.submit(form, Map.of("username", person, "password", person)))
        .send()
        .accessToken();
  }

  /** As the page's script asks, and the browser says where the page is from. */
  private static String ticket(String resource, String... headers) {
    HttpRequest.Builder request =
        Http.request(URI.create(sample.endpoints().issuer() + "/bailiwick/tickets"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    Http.form(List.of(Map.entry("resource", sample.resource(resource))))));
    if (headers.length > 0) {
      request.headers(headers);
    }
    Http.Answer answer = Http.send(request);
    assertThat(answer.status()).as(answer.json().path("error").asText()).isEqualTo(200);
    return answer.json().path("ticket").asText();
  }

  private static String ofPage(String resource) {
    return ticket(resource, "Origin", page);
  }

  private static int status(String ticket, String... headers) {
    try (AgentSocket socket = sample.client().connectWith(AGENT + "?ticket=" + ticket, headers)) {
      return socket.status();
    }
  }

  @Test
  void ticketOfThePage_opensOneSocket() {
    String ticket = ofPage(AGENT);
    try (AgentSocket socket =
        sample.client().connectWith(AGENT + "?ticket=" + ticket, "Origin", page)) {
      assertThat(socket.status()).isEqualTo(101);
      assertThat(socket.ask("hello"))
          .hasValueSatisfying(said -> assertThat(said).endsWith("hello"));
      assertThat(status(ticket, "Origin", page)).isEqualTo(401);
    }
    assertThat(status(ticket, "Origin", page)).isEqualTo(401);
  }

  @Test
  void ticketFromAnotherOriginOrNone_isRefused() {
    assertThat(status(ofPage(AGENT), "Origin", "https://evil.example")).isEqualTo(401);
    assertThat(status(ofPage(AGENT))).isEqualTo(401);
  }

  @Test
  void ticketThatNoPageAskedFor_isBoundToNoOrigin() {
    assertThat(status(ticket(AGENT))).isEqualTo(101);
    assertThat(status(ticket(AGENT), "Origin", page)).isEqualTo(101);
  }

  @Test
  void ticketForTheWholeService_reachesWhatItsHolderMay() {
    String ticket = ofPage("");
    assertThat(status(ticket, "Origin", page)).isEqualTo(101);
    try (AgentSocket other =
        sample.client().connectWith("/agents/ops-agent?ticket=" + ofPage(""), "Origin", page)) {
      assertThat(other.status()).isEqualTo(403);
    }
  }

  @Test
  void whatIsNoTicketOfKeycloaks_isRefused() {
    assertThat(status("bwt_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")).isEqualTo(401);
    assertThat(status("junk")).isEqualTo(401);
    assertThat(status(token)).isEqualTo(401);
  }

  @Test
  void tokenInTheUrl_isRefused() {
    try (AgentSocket socket = sample.client().connectWith(AGENT + "?token=" + token)) {
      assertThat(socket.status()).isEqualTo(401);
    }
  }

  @Test
  void sampleWithTheWrongSecret_saysThatItCantTell() throws Exception {
    try (SampleOfRealm other =
        SampleOfRealm.onSharedKeycloak(Map.of("BAILIWICK_CLIENT_SECRET", "not-its-secret"))) {
      try (AgentSocket socket =
          other
              .client()
              .connectWith(AGENT + "?ticket=bwt_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")) {
        assertThat(socket.status()).isEqualTo(503);
      }
    }
  }
}
