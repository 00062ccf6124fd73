package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.TokenAnswer;
import io.bailiwick.it.keycloak.TokenRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many who redeem one ticket at the same moment: one of them gets the token. */
final class TicketRaceIT {
  private static final int TICKETS = 1_000;
  private static final int REDEEMERS = 8;

  @Test
  void everyTicket_isRedeemedByExactlyOneOfMany() throws Exception {
    ExecutorService redeemers = Executors.newFixedThreadPool(REDEEMERS);
    long start = System.nanoTime();
    try (TestRealm realm = TestRealm.demo()) {
      Tickets tickets = new Tickets(realm);
      Attribute.set(realm, "research-os", "bailiwick.ticket-limit", "10000");
      String token = realm.person("bert").resource(TestRealm.RESEARCH_OS).send().accessToken();
      CyclicBarrier together = new CyclicBarrier(REDEEMERS);
      Map<Integer, Integer> byWinners = new HashMap<>();
      Map<String, Integer> answers = new HashMap<>();
      for (int i = 0; i < TICKETS; i++) {
        TokenRequest redemption = tickets.redemption(tickets.ticket(token, TestRealm.RESEARCH_OS));
        List<Future<TokenAnswer>> race =
            redeemers.invokeAll(
                Collections.nCopies(
                    REDEEMERS,
                    () -> {
                      together.await(1, TimeUnit.MINUTES);
                      return redemption.send();
                    }));
        List<TokenAnswer> finished = new ArrayList<>();
        for (Future<TokenAnswer> each : race) {
          finished.add(each.get());
        }
        byWinners.merge(
            (int) finished.stream().filter(TokenAnswer::hasToken).count(), 1, Integer::sum);
        finished.forEach(answer -> answers.merge(answer.toString(), 1, Integer::sum));
      }
      System.out.printf(
          "%d tickets, %d redeemers each: %s in %.1f s%n",
          TICKETS, REDEEMERS, answers, (System.nanoTime() - start) / 1e9);

      assertThat(byWinners).containsExactly(Map.entry(1, TICKETS));
      assertThat(answers)
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "TokenAnswer[200]",
                  TICKETS,
                  "TokenAnswer[400 invalid_grant]",
                  TICKETS * (REDEEMERS - 1)));
    } finally {
      redeemers.shutdownNow();
    }
  }
}
