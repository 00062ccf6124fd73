package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.TokenAnswer;
import io.bailiwick.it.keycloak.TokenRequest;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a ticket is not minted or not redeemed, and what is left of it. */
final class TicketRefusalIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final String ARCHIVE = TestRealm.ARCHIVE_OS;
  private static final String ORIGIN = "https://app.example.com";
  private static TestRealm realm;
  private static Tickets tickets;

  @BeforeAll
  static void open() {
    realm =
        TestRealm.demo(
            file ->
                file.changed(
                    document -> {
                      document
                          .path("clients")
                          .forEach(
                              client -> {
                                if (client.path("clientId").asText().equals("demo-cli")) {
                                  ((ObjectNode) client).withArray("webOrigins").add(ORIGIN);
                                }
                              });
                      return document;
                    }));
    tickets = new Tickets(realm);
  }

  @AfterAll
  static void close() {
    realm.close();
  }

  private static String token() {
    return realm.person("bert").resource(OS).send().accessToken();
  }

  private static String ticket() {
    return tickets.ticket(token(), OS);
  }

  private static void assertNotMinted(Http.Answer answer, int status, String error) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("error").asText()).isEqualTo(error);
    assertThat(answer.json().path("error_description").asText()).isNotEmpty();
    assertThat(answer.json().has("ticket")).isFalse();
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  private static void assertNotRedeemed(TokenRequest redemption, int status, String error) {
    TokenAnswer answer = redemption.send();
    assertThat(answer.error()).isEqualTo(error);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.hasToken()).isFalse();
  }

  /** Refused with this reason in the event, which its caller is not told. */
  private static void assertInvalid(String ticket, String reason) {
    TokenAnswer answer = tickets.redemption(ticket).send();
    assertThat(answer.error()).as(reason).isEqualTo("invalid_grant");
    assertThat(answer.errorDescription()).isEqualTo("the ticket is not valid");
    assertThat(tickets.event("ticket_refused").path("details").path("reason").asText())
        .isEqualTo(reason);
  }

  private static void assertRedeemed(String ticket) {
    assertThat(tickets.redemption(ticket).send().hasToken()).isTrue();
  }

  // minting

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
  @CsvSource({"bailiwick.tickets,yes", "bailiwick.ticket-lifespan,61"})
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
      assertNotRedeemed(tickets.redemption(ticket), 400, "unauthorized_client");
    }
    assertRedeemed(ticket);
  }

  @Test
  void publicService_takesNoTickets() {
    Policies.lift(realm);
    String token = token();
    Attribute.setField(realm, "research-os", "publicClient", true);
    try {
      assertNotMinted(tickets.mint(token, OS), 400, "invalid_target");
      assertNotRedeemed(
          realm
              .tokenRequest("research-os")
              .field("grant_type", "urn:bailiwick:params:oauth:grant-type:ticket")
              .field("ticket", "bwt_" + "A".repeat(43)),
          400,
          "unauthorized_client");
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

  private static Http.Answer send(HttpRequest.Builder request) {
    return Tickets.send(request, "Authorization", "Bearer " + token());
  }

  @Test
  void whoIsGone_mintsNothing() {
    TokenAnswer answer = realm.person("cleo").resource(OS).send();
    realm.delete("sessions/" + answer.token().claims().path("sid").asText());

    assertNotMinted(tickets.mint(answer.accessToken(), OS), 401, "invalid_token");

    String token = realm.person("cleo").resource(OS).send().accessToken();
    try (Disabled ignored = Disabled.user("cleo")) {
      assertNotMinted(tickets.mint(token, OS), 401, "invalid_token");
    }
  }

  // redemption

  @Test
  void secondRedemption_isInvalidGrant() {
    String ticket = ticket();

    assertRedeemed(ticket);
    assertNotRedeemed(tickets.redemption(ticket), 400, "invalid_grant");
    assertNotRedeemed(tickets.redemption(ticket), 400, "invalid_grant");
  }

  @Test
  void anotherService_findsNothing_andUsesNothingUp() {
    String ticket = ticket();

    assertNotRedeemed(archive(ticket), 400, "unauthorized_client");
    try (Attribute ignored = Attribute.of(realm, "archive-os", "bailiwick.tickets", "true")) {
      assertNotRedeemed(archive(ticket), 400, "invalid_grant");
    }
    assertRedeemed(ticket);
  }

  private static TokenRequest archive(String ticket) {
    return tickets.redemption("archive-os", "archive-os-secret", ticket);
  }

  @Test
  void clientThatIsNoAgentService_redeemsNothing() {
    String ticket = ticket();

    assertNotRedeemed(
        tickets.redemption("demo-job", "demo-job-secret", ticket), 400, "unauthorized_client");
    assertNotRedeemed(
        realm
            .tokenRequest("demo-cli")
            .field("grant_type", "urn:bailiwick:params:oauth:grant-type:ticket")
            .field("ticket", ticket),
        400,
        "unauthorized_client");
    try (Attribute ignored = Attribute.of(realm, "demo-job", "bailiwick.tickets", "true")) {
      assertNotRedeemed(
          tickets.redemption("demo-job", "demo-job-secret", ticket), 400, "invalid_grant");
    }
    TokenAnswer wrong = tickets.redemption("research-os", "guessed", ticket).send();
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.hasToken()).isFalse();
    assertRedeemed(ticket);
  }

  @Test
  void malformedRedemption_isInvalidRequest_andUsesNothingUp() {
    String ticket = ticket();

    assertNotRedeemed(
        realm
            .tokenRequest("research-os")
            .secret("research-os-secret")
            .field("grant_type", "urn:bailiwick:params:oauth:grant-type:ticket"),
        400,
        "invalid_request");
    assertNotRedeemed(tickets.redemption(ticket).field("ticket", ticket), 400, "invalid_request");
    assertNotRedeemed(
        tickets.redemption(ticket).field("origin", "a").field("origin", "a"),
        400,
        "invalid_request");
    assertNotRedeemed(
        tickets.redemption(ticket).field("origin", "https://" + "a".repeat(5000)),
        400,
        "invalid_request");
    assertNotRedeemed(tickets.redemption(ticket + "\u0007"), 400, "invalid_request");
    assertNotRedeemed(tickets.redemption(ticket).scope("agents:read"), 400, "invalid_request");
    assertNotRedeemed(tickets.redemption(ticket).resource(OS), 400, "invalid_request");
    assertNotRedeemed(
        tickets.redemption(ticket).field("audience", "research-os"), 400, "invalid_request");
    assertRedeemed(ticket);
  }

  @Test
  void ticketThatNeverWas_isInvalidGrant() {
    assertInvalid("bwt_" + "A".repeat(43), "unknown_ticket");
    assertInvalid("x", "unknown_ticket");
    assertInvalid(ticket().substring(1), "unknown_ticket");
  }

  @Test
  void ticketMintedWithAnOrigin_needsIt() {
    String token = token();
    String wrong = tickets.ticket(token, OS, "Origin", ORIGIN);
    String none = tickets.ticket(token, OS, "Origin", ORIGIN);
    String right = tickets.ticket(token, OS, "Origin", ORIGIN);

    assertNotRedeemed(
        tickets.redemption(wrong).field("origin", "https://app.example.com.evil.example"),
        400,
        "invalid_grant");
    assertInvalid(none, "origin_mismatch");
    assertThat(tickets.redemption(right).field("origin", ORIGIN).send().hasToken()).isTrue();
    // its own service had it in hand, and that was once
    assertNotRedeemed(tickets.redemption(wrong).field("origin", ORIGIN), 400, "invalid_grant");
  }

  @Test
  void ticketMintedWithoutAnOrigin_isBoundToNone() {
    assertThat(tickets.redemption(ticket()).field("origin", ORIGIN).send().hasToken()).isTrue();
  }

  @Test
  void expiredTicket_isInvalidGrant() {
    String ticket;
    try (Attribute ignored = Attribute.of(realm, "research-os", "bailiwick.ticket-lifespan", "1")) {
      ticket = ticket();
    }
    Instant minted = Instant.now();
    await(() -> Instant.now().isAfter(minted.plusSeconds(2)));

    assertInvalid(ticket, "expired");
  }

  private static void await(BooleanSupplier condition) {
    Instant end = Instant.now().plus(Duration.ofMinutes(1));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      LockSupport.parkNanos(50_000_000);
    }
  }

  @Test
  void sessionEnded_isInvalidGrant() {
    TokenAnswer presented = realm.person("cleo").resource(OS).send();
    String ticket = tickets.ticket(presented.accessToken(), OS);

    realm.delete("sessions/" + presented.token().claims().path("sid").asText());

    assertInvalid(ticket, "user_session_not_found");
  }

  @Test
  void personLoggedOutEverywhere_isInvalidGrant() {
    String ticket = tickets.ticket(realm.person("cleo").resource(OS).send().accessToken(), OS);

    realm.post("users/" + realm.idOfUser("cleo") + "/logout", "");

    assertThat(tickets.redemption(ticket).send().error()).isEqualTo("invalid_grant");
  }

  @Test
  void personDisabled_isInvalidGrant() {
    String ticket = tickets.ticket(realm.person("cleo").resource(OS).send().accessToken(), OS);
    try (Disabled ignored = Disabled.user("cleo")) {
      assertInvalid(ticket, "user_disabled");
    }
  }

  @Test
  void serviceAccountDisabled_isInvalidGrant() {
    String token =
        realm
            .tokenRequest("demo-job")
            .secret("demo-job-secret")
            .clientCredentials()
            .resource(OS)
            .send()
            .accessToken();
    String ticket = tickets.ticket(token, OS);
    try (Disabled ignored = Disabled.user("service-account-demo-job")) {
      assertInvalid(ticket, "user_disabled");
    }
  }

  @Test
  void clientDisabled_isInvalidGrant() {
    String ticket = ticket();
    Attribute.setField(realm, "demo-cli", "enabled", false);
    try {
      assertInvalid(ticket, "client_disabled");
    } finally {
      Attribute.setField(realm, "demo-cli", "enabled", true);
    }
  }

  @Test
  void clientThatMayNothingAnyMore_isInvalidGrant() {
    TokenAnswer presented =
        realm
            .tokenRequest("demo-job")
            .secret("demo-job-secret")
            .clientCredentials()
            .resource(OS)
            .send();
    String ticket = tickets.ticket(presented.accessToken(), OS);
    String mapping =
        "clients/"
            + realm.idOfClient("demo-job")
            + "/scope-mappings/clients/"
            + realm.idOfClient("research-os");
    String role = Roles.array(realm, "research-os", "agents:research-agent:run");
    realm.delete(mapping, role);
    try {
      assertInvalid(ticket, "invalid_target");
    } finally {
      realm.post(mapping, role);
    }
  }

  @Test
  void roleTakenAway_isGone() {
    String ticket = tickets.ticket(realm.person("cleo").resource(OS).send().accessToken(), OS);
    String roles =
        "users/"
            + realm.idOfUser("cleo")
            + "/role-mappings/clients/"
            + realm.idOfClient("research-os");
    String role = Roles.array(realm, "research-os", "agents:read");
    realm.delete(roles, role);
    try {
      assertThat(tickets.redemption(ticket).send().token().scopes())
          .containsExactly("agents:support-agent:run");
    } finally {
      realm.post(roles, role);
    }
  }

  @Test
  void notBeforePushed_isInvalidGrant() {
    String token = token();
    String ticket = tickets.ticket(token, OS);
    ObjectNode settings = (ObjectNode) realm.get("");
    long before = settings.path("notBefore").asLong();
    try {
      realm.put("", settings.put("notBefore", Instant.now().getEpochSecond() + 60).toString());
      assertInvalid(ticket, "issued_before_not_before");
    } finally {
      realm.put("", settings.put("notBefore", before).toString());
    }
  }

  @Test
  void resourceInOtherHands_isInvalidGrant() {
    String ticket = ticket();
    try (Attribute ignored =
        Attribute.of(realm, "research-os", "bailiwick.resource", "https://moved.example.com")) {
      assertInvalid(ticket, "invalid_target");
    }
  }

  /** One of the demo's people, disabled for as long as this is open. */
  private record Disabled(ObjectNode user) implements AutoCloseable {
    static Disabled user(String name) {
      Disabled disabled = new Disabled((ObjectNode) realm.get("users/" + realm.idOfUser(name)));
      disabled.set(false);
      return disabled;
    }

    private void set(boolean enabled) {
      realm.put("users/" + user.path("id").asText(), user.put("enabled", enabled).toString());
    }

    @Override
    public void close() {
      set(true);
    }
  }
}
