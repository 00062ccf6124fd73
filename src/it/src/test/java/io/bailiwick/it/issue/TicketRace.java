package io.bailiwick.it.issue;

import io.bailiwick.it.keycloak.TokenAnswer;
import io.bailiwick.it.keycloak.TokenRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Tickets, one after the other, each redeemed by many at the same moment. */
public final class TicketRace {
  private static final int TOLD_EACH = 200;

  private TicketRace() {}

  /**
   * How it went.
   *
   * @param byWinners how many tickets had so many winners
   * @param answers how often each answer came, by its status and OAuth error
   * @param wins how often each redeemer won
   */
  public record Outcome(
      Map<Integer, Integer> byWinners,
      Map<String, Integer> answers,
      List<Integer> wins,
      Duration took) {}

  /**
   * @param mint the ticket of that number, which some redeemer's server has
   * @param redeemers who race, each at a server of its own choice
   * @param progress gets a line now and then
   */
  public static Outcome run(
      int tickets, IntFunction<String> mint, List<Tickets> redeemers, Consumer<String> progress)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(redeemers.size());
    Map<Integer, Integer> byWinners = new TreeMap<>();
    Map<String, Integer> answers = new TreeMap<>();
    int[] wins = new int[redeemers.size()];
    long start = System.nanoTime();
    try {
      CyclicBarrier together = new CyclicBarrier(redeemers.size());
      for (int i = 1; i <= tickets; i++) {
        String ticket = mint.apply(i);
        List<Future<TokenAnswer>> race = new ArrayList<>();
        for (Tickets redeemer : redeemers) {
          race.add(threads.submit(redemption(redeemer.redemption(ticket), together)));
        }
        int winners = 0;
        for (int who = 0; who < race.size(); who++) {
          TokenAnswer answer = race.get(who).get();
          answers.merge(answer.toString(), 1, Integer::sum);
          if (answer.hasToken()) {
            winners++;
            wins[who]++;
          }
        }
        byWinners.merge(winners, 1, Integer::sum);
        if (i % TOLD_EACH == 0) {
          progress.accept(i + " tickets redeemed, " + answers);
        }
      }
    } finally {
      threads.shutdownNow();
    }
    return new Outcome(
        byWinners,
        answers,
        Arrays.stream(wins).boxed().toList(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private static Callable<TokenAnswer> redemption(TokenRequest request, CyclicBarrier together) {
    return () -> {
      together.await(1, TimeUnit.MINUTES);
      return request.send();
    };
  }
}
