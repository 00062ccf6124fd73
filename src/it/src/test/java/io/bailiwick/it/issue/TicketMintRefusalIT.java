package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a ticket is not minted. */
final class TicketMintRefusalIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final String ARCHIVE = TestRealm.ARCHIVE_OS;
  private static TestRealm realm;
  private static Tickets tickets;

  @BeforeAll
  static void open() {
    realm = TestRealm.demo();
    tickets = new Tickets(realm);
  }

  @AfterAll
  static void close() {
    realm.close();
  }

  private static String token() {
    return realm.person("bert").resource(OS).send().accessToken();
  }

  private static void assertNotMinted(Http.Answer answer, int status, String error) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("error").asText()).isEqualTo(error);
    assertThat(answer.json().path("error_description").asText()).isNotEmpty();
    assertThat(answer.json().has("ticket")).isFalse();
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void noToken_isUnauthorized() {
    Http.Answer answer = Tickets.send(tickets.form("resource", OS));

    assertNotMinted(answer, 401, "invalid_token");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer ").doesNotContain("error");
  }

  @Test
  void tokenThatIsNone_isUnauthorized() {
    String good = token();

    for (String bad :
        new String[] {"x", good.substring(0, good.length() - 8) + "AAAAAAAA", good + " " + good}) {
      Http.Answer answer = tickets.mint(bad, OS);
      assertNotMinted(answer, 401, "invalid_token");
      assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    }
    assertNotMinted(
        Tickets.send(tickets.form("resource", OS).header("Authorization", "Basic eDp5")),
        401,
        "invalid_token");
    assertNotMinted(
        Tickets.send(
            tickets.form("resource", OS),
            "Authorization",
            "Bearer " + good,
            "Authorization",
            "Bearer " + good),
        401,
        "invalid_token");
    // a token in the body is no way in
    assertNotMinted(Tickets.send(tickets.form("access_token", good)), 401, "invalid_token");
  }

  @Test
  void refreshToken_isNoAccessToken() {
    String refresh = realm.person("bert").resource(OS).send().refreshToken();

    assertNotMinted(tickets.mint(refresh, OS), 401, "invalid_token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ARCHIVE,
        "http://localhost:7778",
        OS + "/agents/../x",
        OS + "?a=b",
        "research-os",
        "urn:x"
      })
  void resourceThatTheTokenIsNotFor_isInvalidTarget(String resource) {
    assertNotMinted(tickets.mint(token(), resource), 400, "invalid_target");
  }

  @Test
  void tokenForNoService_isInvalidTarget() {
    assertNotMinted(
        tickets.mint(realm.person("bert").send().accessToken(), OS), 400, "invalid_target");
  }

  @Test
  void serviceThatTakesNoTickets_isInvalidTarget() {
    String token = realm.person("bert").resource(ARCHIVE).send().accessToken();

    assertNotMinted(tickets.mint(token, ARCHIVE), 400, "invalid_target");
    try (Attribute ignored = Attribute.of(realm, "archive-os", "bailiwick.tickets", "true")) {
      assertThat(tickets.mint(token, ARCHIVE).status()).isEqualTo(200);
    }
    assertNotMinted(tickets.mint(token, ARCHIVE), 400, "invalid_target");
  }

  @ParameterizedTest
  @CsvSource({"bailiwick.tickets,yes", "bailiwick.ticket-lifespan,61", "bailiwick.ticket-limit,0"})
  void serviceAtFault_takesNoTickets_andTheEventSaysWhy(String name, String value) {
    String token = token();
    String ticket = tickets.ticket(token, OS);
    try (Attribute ignored = Attribute.of(realm, "research-os", name, value)) {
      assertNotMinted(tickets.mint(token, OS), 400, "invalid_target");
      assertThat(
              tickets
                  .event("ticket_mint_refused")
                  .path("details")
                  .path("bailiwick_finding")
                  .asText())
          .isEqualTo("BW-107");
      assertThat(tickets.redemption(ticket).send().error()).isEqualTo("unauthorized_client");
    }
    assertThat(tickets.redemption(ticket).send().hasToken()).isTrue();
  }

  @Test
  void publicService_takesNoTickets() {
    Policies.lift(realm);
    String token = token();
    Attribute.setField(realm, "research-os", "publicClient", true);
    try {
      assertNotMinted(tickets.mint(token, OS), 400, "invalid_target");
      TokenAnswer redemption =
          realm
              .tokenRequest("research-os")
              .field("grant_type", Tickets.GRANT_TYPE)
              .field("ticket", "bwt_" + "A".repeat(43))
              .send();
      assertThat(redemption.error()).isEqualTo("unauthorized_client");
    } finally {
      Attribute.setField(realm, "research-os", "publicClient", false);
    }
    assertThat(tickets.mint(token, OS).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"resource\":null}",
        "{\"resource\":[\"http://localhost:7777\"]}",
        "{\"resource\":\"http://localhost:7777\",\"resource\":\"http://localhost:7777\"}",
        "{\"resource\":"
      })
  void json_thatNamesNoResourceOrTwo_isInvalidRequest(String json) {
    assertNotMinted(send(tickets.body("application/json", json)), 400, "invalid_request");
  }

  @Test
  void form_thatNamesNoResourceOrTwo_isInvalidRequest() {
    String form = "application/x-www-form-urlencoded";

    for (String body : new String[] {"", "resource=", "x=y", "resource=a&resource=a"}) {
      assertNotMinted(send(tickets.body(form, body)), 400, "invalid_request");
    }
  }

  @Test
  void body_thatIsTooLongOrNeitherFormNorJson_isInvalidRequest() {
    String much = "{\"resource\":\"" + OS + "\",\"x\":\"" + "y".repeat(4096) + "\"}";

    assertNotMinted(send(tickets.body("application/json", much)), 400, "invalid_request");
    assertNotMinted(
        send(
            Http.request(tickets.endpoint())
                .header("Content-Type", "application/json")
                // without its length
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString(much)))),
        400,
        "invalid_request");
    assertNotMinted(
        send(tickets.form("resource", OS + "/agents/" + "a".repeat(5000))), 400, "invalid_request");
    assertNotMinted(send(tickets.body("text/plain", "resource=" + OS)), 400, "invalid_request");
  }

  @Test
  void form_thatComesInChunks_isBoundedToo() {
    String form = "application/x-www-form-urlencoded";

    assertNotMinted(
        send(chunked(form, "resource=" + OS + "&x=" + "y".repeat(4096))), 400, "invalid_request");
    assertThat(send(chunked(form, "resource=" + OS)).status()).isEqualTo(200);
  }

  /** Without its length. */
  private static HttpRequest.Builder chunked(String type, String body) {
    return Http.request(tickets.endpoint())
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void sessionThatMintsTooMany_isRateLimited_andNoOther() {
    try (Attribute ignored = Attribute.of(realm, "research-os", "bailiwick.ticket-limit", "2")) {
      String token = token();
      // a minute may end in between, and with it what was counted: not more than once
      List<Http.Answer> answers = Stream.generate(() -> tickets.mint(token, OS)).limit(5).toList();

      assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSizeBetween(2, 4);
      Http.Answer refused =
          answers.stream().filter(answer -> answer.status() != 200).findFirst().orElseThrow();
      assertNotMinted(refused, 429, "rate_limited");
      assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
      assertThat(tickets.event("ticket_mint_refused").path("details").path("reason").asText())
          .isEqualTo("rate_limited");
      assertThat(tickets.mint(token(), OS).status()).isEqualTo(200);
    }
  }

  private static Http.Answer send(HttpRequest.Builder request) {
    return Tickets.send(request, "Authorization", "Bearer " + token());
  }

  @Test
  void whoIsGone_mintsNothing() {
    TokenAnswer answer = realm.person("cleo").resource(OS).send();
    realm.delete("sessions/" + answer.token().claims().path("sid").asText());

    assertNotMinted(tickets.mint(answer.accessToken(), OS), 401, "invalid_token");

    String token = realm.person("cleo").resource(OS).send().accessToken();
    try (DisabledUser ignored = DisabledUser.of(realm, "cleo")) {
      assertNotMinted(tickets.mint(token, OS), 401, "invalid_token");
    }
  }
}
