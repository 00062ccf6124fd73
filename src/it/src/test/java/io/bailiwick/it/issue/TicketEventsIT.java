package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.TokenAnswer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Keycloak's events say of tickets, and never say. */
final class TicketEventsIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final String AGENT = OS + "/agents/research-agent";
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

  private static void assertAboutBert(JsonNode event, String client, TokenAnswer presented) {
    JsonNode details = event.path("details");
    assertThat(event.path("userId").asText()).isEqualTo(realm.idOfUser("bert"));
    assertThat(event.path("clientId").asText()).isEqualTo(client);
    assertThat(event.path("sessionId")).isEqualTo(presented.token().claims().path("sid"));
    assertThat(details.path("caller_client").asText()).isEqualTo("demo-cli");
    assertThat(details.path("agent_service").asText()).isEqualTo("research-os");
    assertThat(details.path("agent").asText()).isEqualTo("research-agent");
    assertThat(details.path("resource").asText()).isEqualTo(AGENT);
  }

  @Test
  void mintedRedeemedReplayed_sayWhoAndWhat_andNeverTheTicket() {
    TokenAnswer presented = realm.person("bert").resource(OS).send();
    String ticket = tickets.ticket(presented.accessToken(), AGENT);
    String token = tickets.redemption(ticket).send().accessToken();
    assertThat(tickets.redemption(ticket).send().error()).isEqualTo("invalid_grant");

    JsonNode minted = tickets.event("ticket_minted");
    JsonNode redeemed = tickets.event("ticket_redeemed");
    JsonNode replayed = tickets.event("ticket_replayed");

    assertAboutBert(minted, "demo-cli", presented);
    assertAboutBert(redeemed, "research-os", presented);
    assertAboutBert(replayed, "research-os", presented);
    assertThat(minted.has("error")).isFalse();
    assertThat(redeemed.has("error")).isFalse();
    assertThat(replayed.path("error").asText()).isEqualTo("invalid_grant");
    assertThat(replayed.path("details").path("reason").asText()).isEqualTo("replayed");
    assertThat(realm.get("events?max=1000").toString())
        .doesNotContain(ticket, ticket.substring(4), token, presented.accessToken());
  }

  @Test
  void refusedMinting_saysWhoAndWhy() {
    String token = realm.person("bert").resource(OS).send().accessToken();
    tickets.mint(token, TestRealm.ARCHIVE_OS);

    JsonNode refused = tickets.event("ticket_mint_refused");

    assertThat(refused.path("userId").asText()).isEqualTo(realm.idOfUser("bert"));
    assertThat(refused.path("clientId").asText()).isEqualTo("demo-cli");
    assertThat(refused.path("error").asText()).isEqualTo("invalid_target");
    assertThat(refused.path("details").path("reason").asText()).isEqualTo("resource_not_available");
  }

  @Test
  void refusedRedemption_saysWhoseTicketItWas() {
    TokenAnswer presented = realm.person("bert").resource(OS).send();
    String ticket = tickets.ticket(presented.accessToken(), AGENT);
    realm.delete("sessions/" + presented.token().claims().path("sid").asText());
    tickets.redemption(ticket).send();

    JsonNode refused = tickets.event("ticket_refused");

    assertAboutBert(refused, "research-os", presented);
    assertThat(refused.path("error").asText()).isEqualTo("invalid_grant");
  }
}
