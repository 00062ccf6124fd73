package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.keys.Patience;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One token brought by many at one time is verified once, and nobody else waits for it. */
class TokenFlightsTest {
  private static final Instant EXPIRES = Instant.ofEpochSecond(1L << 33);
  private static final String TOKEN = Verifications.text(1, 500);
  private static final int MANY = 8;

  private final TokenText text = new TokenText();
  private final TokenFlights flights = new TokenFlights(text);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final AtomicInteger verifications = new AtomicInteger();

  @AfterEach
  void stop() throws Exception {
    mayEnd.countDown();
    threads.shutdownNow();
    assertThat(threads.awaitTermination(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  private Verified slow(String token) {
    verifications.incrementAndGet();
    begun.countDown();
    await(mayEnd);
    return Verifications.of(token, EXPIRES);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void rejectionOfTheFirst_isTheAnswerForThoseWhoWait() throws Exception {
    Future<Verified> first =
        threads.submit(
            () ->
                flights.verify(
                    TOKEN,
                    7,
                    0,
                    () -> {
                      slow(TOKEN);
                      throw new TokenRejected(Reason.BAD_SIGNATURE);
                    }));
    await(begun);
    CountDownLatch joining = new CountDownLatch(MANY);
    List<Future<Verified>> others = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      others.add(
          threads.submit(
              () -> {
                joining.countDown();
                return flights.verify(
                    Verifications.fresh(TOKEN),
                    7,
                    0,
                    () -> {
                      throw new TokenRejected(Reason.BAD_SIGNATURE);
                    });
              }));
    }
    await(joining);
    mayEnd.countDown();
    others.add(first);
    for (Future<Verified> each : others) {
      assertThatThrownBy(() -> each.get(Patience.SECONDS, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              TokenRejected.class,
              rejected -> assertThat(rejected.reason()).isEqualTo(Reason.BAD_SIGNATURE));
    }
    assertThat(flights.verify(TOKEN, 7, 0, () -> Verifications.of(TOKEN, EXPIRES)))
        .as("what failed is not remembered")
        .isNotNull();
  }

  @Test
  void anotherTokenInTheSamePlace_doesNotWait() throws Exception {
    Future<Verified> first = threads.submit(() -> flights.verify(TOKEN, 7, 0, () -> slow(TOKEN)));
    await(begun);
    String other = Verifications.text(2, 500);
    // the first can't end before this has
    Verified found = flights.verify(other, 7, 0, () -> Verifications.of(other, EXPIRES));
    assertThat(found.caller().subject()).isEqualTo(other);
    mayEnd.countDown();
    assertThat(first.get(Patience.SECONDS, TimeUnit.SECONDS).caller().subject()).isEqualTo(TOKEN);
  }

  @Test
  void firstThatNeverEnds_keepsNobodyForEver() throws Exception {
    Future<Verified> first = threads.submit(() -> flights.verify(TOKEN, 7, 0, () -> slow(TOKEN)));
    await(begun);
    Verified found =
        flights.verify(Verifications.fresh(TOKEN), 7, 0, () -> Verifications.of(TOKEN, EXPIRES));
    assertThat(found.caller().subject()).isEqualTo(TOKEN);
    assertThat(first.isDone()).isFalse();
  }

  @Test
  void failureThatIsNotTheTokens_isTheFirstOnesAlone() throws Exception {
    Future<Verified> first =
        threads.submit(
            () ->
                flights.verify(
                    TOKEN,
                    7,
                    0,
                    () -> {
                      slow(TOKEN);
                      throw new IllegalStateException("here only");
                    }));
    await(begun);
    Future<Verified> second =
        threads.submit(
            () ->
                flights.verify(
                    Verifications.fresh(TOKEN), 7, 0, () -> Verifications.of(TOKEN, EXPIRES)));
    mayEnd.countDown();
    assertThatThrownBy(() -> first.get(Patience.SECONDS, TimeUnit.SECONDS))
        .hasMessageContaining("here only");
    assertThat(second.get(Patience.SECONDS, TimeUnit.SECONDS).caller().subject()).isEqualTo(TOKEN);
  }

  @Test
  void manyFirstVerificationsOfOneToken_areOne() throws Exception {
    TokenCache cache = new TokenCache(this::slow, java.time.Clock.systemUTC(), 10, Long.MAX_VALUE);
    Future<Verified> first = threads.submit(() -> cache.verify(TOKEN));
    await(begun);
    CountDownLatch joining = new CountDownLatch(MANY);
    List<Future<Verified>> others = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      others.add(
          threads.submit(
              () -> {
                joining.countDown();
                return cache.verify(Verifications.fresh(TOKEN));
              }));
    }
    await(joining);
    mayEnd.countDown();
    Verified found = first.get(Patience.SECONDS, TimeUnit.SECONDS);
    for (Future<Verified> each : others) {
      assertThat(each.get(Patience.SECONDS, TimeUnit.SECONDS)).isSameAs(found);
    }
    assertThat(verifications).hasValue(1);
  }

  @Test
  void tokenWhoseCallerIsForgottenWhileItIsVerified_isNotRemembered() throws Exception {
    TokenCache cache = new TokenCache(this::slow, java.time.Clock.systemUTC(), 10, Long.MAX_VALUE);
    Future<Verified> first = threads.submit(() -> cache.verify(TOKEN));
    await(begun);
    cache.forget(caller -> true);
    mayEnd.countDown();
    first.get(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(cache.health().tokens()).isZero();
    cache.verify(TOKEN);
    assertThat(verifications).hasValue(2);
  }

  @Test
  void whoComesAfterAForgetting_doesNotJoinWhatBeganBefore() throws Exception {
    Future<Verified> first = threads.submit(() -> flights.verify(TOKEN, 7, 0, () -> slow(TOKEN)));
    await(begun);
    Verified anew = Verifications.of(TOKEN, EXPIRES);
    assertThat(flights.verify(Verifications.fresh(TOKEN), 7, 1, () -> anew)).isSameAs(anew);
    assertThat(first.isDone()).isFalse();
  }

  @Test
  void whoWaits_getsWhatTheFirstFound() throws Exception {
    Future<Verified> first = threads.submit(() -> flights.verify(TOKEN, 7, 0, () -> slow(TOKEN)));
    await(begun);
    FutureTask<Verified> second = waiting();
    mayEnd.countDown();
    assertThat(second.get(Patience.SECONDS, TimeUnit.SECONDS))
        .isSameAs(first.get(Patience.SECONDS, TimeUnit.SECONDS));
  }

  /** A tag's upper bits choose the place: who has others doesn't even see the first. */
  @Test
  void tokensOfOtherPlaces_areVerifiedBesideEachOther() throws Exception {
    Future<Verified> first = threads.submit(() -> flights.verify(TOKEN, 7, 0, () -> slow(TOKEN)));
    await(begun);
    long elsewhere = 1L << 48;
    Verified found =
        flights.verify(
            Verifications.fresh(TOKEN), elsewhere, 0, () -> Verifications.of("own", EXPIRES));
    assertThat(found.caller().subject()).isEqualTo("own");
    assertThat(first.isDone()).isFalse();
  }

  @Test
  void whoWaits_getsTheRejectionOfTheFirst() throws Exception {
    Future<Verified> first =
        threads.submit(
            () ->
                flights.verify(
                    TOKEN,
                    7,
                    0,
                    () -> {
                      slow(TOKEN);
                      throw new TokenRejected(Reason.BAD_SIGNATURE);
                    }));
    await(begun);
    FutureTask<Verified> second = waiting();
    mayEnd.countDown();
    assertThatThrownBy(() -> second.get(Patience.SECONDS, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            TokenRejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.BAD_SIGNATURE));
    assertThatThrownBy(() -> first.get(Patience.SECONDS, TimeUnit.SECONDS))
        .hasCauseInstanceOf(TokenRejected.class);
  }

  @Test
  void whoIsInterruptedWhileWaiting_verifiesAndStaysInterrupted() throws Exception {
    Future<Verified> first = threads.submit(() -> flights.verify(TOKEN, 7, 0, () -> slow(TOKEN)));
    await(begun);
    FutureTask<Verified> second = waiting();
    waiter.interrupt();
    assertThat(second.get(Patience.SECONDS, TimeUnit.SECONDS).caller().subject()).isEqualTo("own");
    assertThat(interrupted).isTrue();
    assertThat(first.isDone()).isFalse();
  }

  private Thread waiter = Thread.currentThread();
  private volatile boolean interrupted;

  /** Another who brings the token, and waits by now. */
  private FutureTask<Verified> waiting() {
    FutureTask<Verified> task =
        new FutureTask<>(
            () -> {
              Verified found =
                  flights.verify(
                      Verifications.fresh(TOKEN), 7, 0, () -> Verifications.of("own", EXPIRES));
              interrupted = Thread.currentThread().isInterrupted();
              return found;
            });
    waiter = new Thread(task, "waiter");
    waiter.start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Patience.SECONDS);
    while (waiter.getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime()).as("waits").isLessThan(deadline);
      assertThat(task.isDone()).as("did not wait").isFalse();
      Thread.onSpinWait();
    }
    return task;
  }
}
