package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.TokenAnswer;
import io.bailiwick.it.keycloak.TokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every way in which a ticket is not redeemed, and what is left of it. */
final class TicketRefusalIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final String ORIGIN = "https://app.example.com";
  private static TestRealm realm;
  private static Tickets tickets;

  @BeforeAll
  static void open() {
    realm = TestRealm.demo(file -> Tickets.withOrigin(file, "demo-cli", ORIGIN));
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
            .field("grant_type", Tickets.GRANT_TYPE)
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
            .field("grant_type", Tickets.GRANT_TYPE),
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
    try (DisabledUser ignored = DisabledUser.of(realm, "cleo")) {
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
    try (DisabledUser ignored = DisabledUser.of(realm, "service-account-demo-job")) {
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
}
