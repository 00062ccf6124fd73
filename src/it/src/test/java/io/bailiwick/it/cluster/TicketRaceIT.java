package io.bailiwick.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.it.TestRealm;
import io.bailiwick.it.issue.Attribute;
import io.bailiwick.it.issue.TicketRace;
import io.bailiwick.it.issue.Tickets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many who redeem one ticket at the same moment, half of them at either node. */
@Tag("cluster")
final class TicketRaceIT {
  private static final int TICKETS = 1_000;
  private static final int REDEEMERS = 8;

  @Test
  void everyTicket_isRedeemedByExactlyOneOfMany_atWhateverNode() throws Exception {
    KeycloakCluster cluster = SharedCluster.cluster();
    try (TestRealm realm = SharedCluster.realm()) {
      List<Tickets> nodes =
          List.of(new Tickets(realm.at(cluster.node(0))), new Tickets(realm.at(cluster.node(1))));
      List<Tickets> redeemers = new ArrayList<>();
      for (int i = 0; i < REDEEMERS; i++) {
        redeemers.add(nodes.get(i % 2));
      }
      Attribute.set(realm, "research-os", "bailiwick.ticket-limit", "10000");
      String token = realm.person("bert").resource(TestRealm.RESEARCH_OS).send().accessToken();

      TicketRace.Outcome outcome =
          TicketRace.run(
              TICKETS,
              // by pairs: or who is first in the race would always be at the node that minted
              number -> nodes.get(number / 2 % 2).ticket(token, TestRealm.RESEARCH_OS),
              redeemers,
              KeycloakCluster::say);

      KeycloakCluster.say("Tickets raced for at two nodes: " + outcome);
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
