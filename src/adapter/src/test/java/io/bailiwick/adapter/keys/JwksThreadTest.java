package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The thread that reads: what breaks in it, that it can't be had, and that there are others. */
class JwksThreadTest extends JwksUrlTestBase {
  /** Breaks the thread that reads, and it only. */
  private static final class BreakingClock extends Clock {
    private final Clock good;
    private final AtomicBoolean breaks = new AtomicBoolean();

    BreakingClock(Clock good) {
      this.good = good;
    }

    @Override
    public Instant instant() {
      if (breaks.get() && Thread.currentThread().getName().equals("bailiwick-jwks")) {
        throw new StackOverflowError("as deep as it goes");
      }
      return good.instant();
    }

    @Override
    public ZoneId getZone() {
      return good.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void errorInTheBackground_isHeardOfAndTheNextReadIsTried() {
    BreakingClock breaking = new BreakingClock(clock);
    try (JwksUrl source =
        JwksUrl.ofIssuer(issuer.issuer()).clock(breaking).patience(Patience.PLENTY).build()) {
      assertThat(find(source, "key-0")).isPresent();
      breaking.breaks.set(true);
      assertUnavailable(source, "key-1");
      assertThat(source.health().lastFailure()).contains(KeyFailure.INTERNAL_ERROR);
      assertThat(find(source, "key-0")).isPresent();
      eventually(() -> source.health().nextRead().isPresent());
      breaking.breaks.set(false);
      issuer.rotate(SECOND);
      assertThat(find(source, "key-1")).isPresent();
    }
  }

  @Test
  void threadThatCanNotBeHad_keepsNobodyFromTryingAgain() {
    AtomicBoolean scarce = new AtomicBoolean(true);
    try (JwksFlights flights = flights(readingThread(scarce, () -> new OutOfMemoryError("none")))) {
      assertThatThrownBy(flights::board).isInstanceOf(OutOfMemoryError.class);
      scarce.set(false);
      JwksFlights.Boarding next = flights.board().orElseThrow();
      assertThat(next.begunNow()).isTrue();
      assertThat(next.flight().await(Patience.PLENTY)).isPresent();
    }
  }

  static Stream<Supplier<Throwable>> noThread() {
    return Stream.of(
        () -> new OutOfMemoryError("unable to create native thread"),
        () -> new RejectedExecutionException("one too many"),
        () -> new SecurityException("no thread here"));
  }

  @ParameterizedTest
  @MethodSource("noThread")
  void knownKey_verifiesThoughNoThreadCanBeHadToReadMore(Supplier<Throwable> why) {
    AtomicBoolean scarce = new AtomicBoolean();
    ThreadPoolExecutor thread = readingThread(scarce, why);
    try (JwksUrl source = unhurried().executor(thread).build()) {
      VerificationKey known = find(source, "key-0").orElseThrow();
      // the thread that there was has gone, and the next can't be had
      eventually(() -> thread.getPoolSize() == 0);
      scarce.set(true);

      clock.advance(Duration.ofMinutes(4).plusSeconds(30));
      assertVerifies(source, known);
      assertUnavailable(source, "key-1");
      clock.advance(Duration.ofHours(1));
      assertVerifies(source, known);
      assertUnavailable(source, "key-1");
      assertThat(issuer.jwksReads()).isEqualTo(1);

      scarce.set(false);
      issuer.rotate(SECOND);
      clock.advance(Duration.ofSeconds(30));
      assertThat(find(source, "key-1")).isPresent();
      assertThat(find(source, "key-0")).containsSame(known);
    }
  }

  /** By the words of an assertion: an error of this kind that gets out ends the whole test run. */
  private static void assertVerifies(KeySource source, VerificationKey known) {
    assertThatCode(() -> assertThat(find(source, "key-0")).containsSame(known))
        .doesNotThrowAnyException();
  }

  /** The real one, but that it does not keep a thread, and can be had none. */
  private static ThreadPoolExecutor readingThread(AtomicBoolean scarce, Supplier<Throwable> why) {
    return ReadingThread.lasting(
        Duration.ofNanos(1),
        task -> {
          if (scarce.get()) {
            throwUnchecked(why.get());
          }
          Thread thread = new Thread(task);
          thread.setDaemon(true);
          return thread;
        });
  }

  private static void throwUnchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  @Test
  void manyThreads_findTheSameKeyWhileOthersComeAndGo() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    AtomicBoolean over = new AtomicBoolean();
    try {
      VerificationKey stays = find("key-0").orElseThrow();
      List<Future<?>> finders = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        finders.add(
            threads.submit(
                () -> {
                  while (!over.get()) {
                    assertThat(find("key-0").orElseThrow()).isSameAs(stays);
                  }
                }));
      }
      for (int i = 0; i < 4; i++) {
        String kid = "other-" + i;
        issuer.publish(SECOND.withKid(kid).jwk());
        clock.advance(Duration.ofSeconds(5));
        assertThat(find(patient, kid)).isPresent();
        issuer.retire(kid);
        clock.advance(Duration.ofMinutes(5));
        assertThat(find(patient, kid)).isEmpty();
      }
      over.set(true);
      for (Future<?> finder : finders) {
        finder.get(Patience.PLENTY.toSeconds(), TimeUnit.SECONDS);
      }
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }
}
