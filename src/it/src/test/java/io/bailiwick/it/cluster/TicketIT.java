package io.bailiwick.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.it.TestRealm;
import io.bailiwick.it.issue.Attribute;
import io.bailiwick.it.issue.Tickets;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A ticket that one node has minted, and another is asked to redeem. */
@Tag("cluster")
final class TicketIT {
  private static final String OS = TestRealm.RESEARCH_OS;

  private static Tickets at(TestRealm realm, int node) {
    return new Tickets(realm.at(SharedCluster.cluster().node(node)));
  }

  private static String ticket(TestRealm realm, int node) {
    TestRealm there = realm.at(SharedCluster.cluster().node(node));
    return new Tickets(there).ticket(there.person("bert").resource(OS).send().accessToken(), OS);
  }

  private static void assertUsedUp(TokenAnswer answer) {
    assertThat(answer.hasToken()).isFalse();
    assertThat(answer.error()).isEqualTo("invalid_grant");
  }

  @Test
  void ticketOfOneNode_isRedeemedAtTheOther_once() {
    try (TestRealm realm = SharedCluster.realm()) {
      for (int minted = 0; minted < 2; minted++) {
        String ticket = ticket(realm, minted);
        TokenAnswer answer = at(realm, 1 - minted).redemption(ticket).send();
        assertThat(answer.token().claims().path("auth_method").asText()).isEqualTo("ticket");
        assertThat(answer.token().claims().path("iss").asText())
            .as("all nodes are one issuer")
            .doesNotStartWith(realm.at(SharedCluster.cluster().node(0)).endpoints().server() + "/")
            .doesNotStartWith(realm.at(SharedCluster.cluster().node(1)).endpoints().server() + "/");
        assertUsedUp(at(realm, minted).redemption(ticket).send());
        assertUsedUp(at(realm, 1 - minted).redemption(ticket).send());
      }
    }
  }

  @Test
  void ticketThatAnotherServiceTries_isNotBurnt_atEitherNode() {
    try (TestRealm realm = SharedCluster.realm();
        Attribute ignored = Attribute.of(realm, "archive-os", "bailiwick.tickets", "true")) {
      String ticket = ticket(realm, 0);
      for (int node = 0; node < 2; node++) {
        assertUsedUp(at(realm, node).redemption("archive-os", "archive-os-secret", ticket).send());
        assertThat(at(realm, node).redemption("research-os", "not-its-secret", ticket).send())
            .extracting(TokenAnswer::error)
            .isIn("invalid_client", "unauthorized_client");
      }
      assertThat(at(realm, 1).redemption(ticket).send().hasToken()).isTrue();
    }
  }

  @Test
  void nodeThatIsKilled_takesNoTicketAlong_andServesAgainAfterwards() {
    KeycloakCluster cluster = SharedCluster.cluster();
    try (TestRealm realm = SharedCluster.realm()) {
      String first = ticket(realm, 1);
      String second = ticket(realm, 1);
      cluster.stop(1, true);
      try {
        assertThat(at(realm, 0).redemption(first).send().hasToken()).isTrue();
        assertUsedUp(at(realm, 0).redemption(first).send());
      } finally {
        cluster.restart(1);
      }
      assertUsedUp(at(realm, 1).redemption(first).send());
      // its seconds are over by now, or it is there yet: a token comes of it once at most
      long tokens =
          Stream.of(0, 1, 0)
              .filter(node -> at(realm, node).redemption(second).send().hasToken())
              .count();
      assertThat(tokens).isLessThanOrEqualTo(1);
      assertThat(at(realm, 1).redemption(ticket(realm, 0)).send().hasToken()).isTrue();
      assertThat(at(realm, 0).redemption(ticket(realm, 1)).send().hasToken()).isTrue();
    }
  }
}
