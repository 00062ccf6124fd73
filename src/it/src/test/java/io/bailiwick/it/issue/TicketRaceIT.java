package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.it.TestRealm;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Many who redeem one ticket at the same moment: one of them gets the token. */
final class TicketRaceIT {
  private static final int TICKETS = 1_000;
  private static final int REDEEMERS = 8;

  @Test
  void everyTicket_isRedeemedByExactlyOneOfMany() throws Exception {
    try (TestRealm realm = TestRealm.demo()) {
      Tickets tickets = new Tickets(realm);
      Attribute.set(realm, "research-os", "bailiwick.ticket-limit", "10000");
      String token = realm.person("bert").resource(TestRealm.RESEARCH_OS).send().accessToken();

      TicketRace.Outcome outcome =
          TicketRace.run(
              TICKETS,
              number -> tickets.ticket(token, TestRealm.RESEARCH_OS),
              Collections.nCopies(REDEEMERS, tickets),
              System.out::println);

      System.out.println("Tickets raced for: " + outcome);
      assertThat(outcome.byWinners()).isEqualTo(Map.of(1, TICKETS));
      assertThat(outcome.answers())
          .isEqualTo(
              Map.of(
                  "TokenAnswer[200]",
                  TICKETS,
                  "TokenAnswer[400 invalid_grant]",
                  TICKETS * (REDEEMERS - 1)));
    }
  }
}
