package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.testing.Logged;
import io.bailiwick.testkit.TestIssuer.Fault;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** When the next read is, what is logged of reads, and who waits. */
class JwksFlightsTest extends JwksUrlTestBase {
  private final ExecutorService thread = ReadingThread.named("bailiwick-jwks");
  private final JwksFlights flights = flights(thread);

  private void fly() {
    flights.board().orElseThrow().flight().await(Patience.PLENTY);
  }

  /** Until the thread has done all that comes after a flight, too. */
  private void land() throws InterruptedException {
    thread.shutdown();
    assertThat(thread.awaitTermination(Patience.PLENTY.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void failure_isLoggedOnceAndSoIsItsEnd() throws Exception {
    List<String> lines =
        Logged.by(
            JwksFlights.class,
            () -> {
              issuer.fail(Fault.ERROR);
              fly();
              fly();
              issuer.fail(Fault.GARBAGE);
              fly();
              issuer.fail(Fault.NONE);
              fly();
              fly();
              land();
            });
    assertThat(lines)
        .containsExactly(
            "WARNING The keys of issuer can't be read: BAD_STATUS",
            "WARNING The keys of issuer can't be read: MALFORMED",
            "INFO The keys of issuer can be read again");
  }

  @Test
  void readThatFailed_isTriedAgainSoonThoughKeysAreKnown() throws Exception {
    fly();
    issuer.fail(Fault.ERROR);
    fly();
    land();
    assertThat(flights.untilNextRead().orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void firstReadThatFailed_isTriedAgainSoon() throws Exception {
    issuer.fail(Fault.ERROR);
    fly();
    land();
    assertThat(flights.untilNextRead().orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void readThatFailed_isTriedAgainInAFifthOfAShortMaximumAge() {
    issuer.fail(Fault.ERROR);
    try (JwksUrl source = unhurried().maxAge(Duration.ofSeconds(50)).build()) {
      assertUnavailable(source, "key-0");
      eventually(() -> source.health().nextRead().isPresent());
      assertThat(source.health().nextRead().orElseThrow())
          .isLessThanOrEqualTo(Duration.ofSeconds(10));
    }
  }

  @Test
  void readAheadWithoutATryLeft_waitsForTheNextTime() {
    try (JwksFlights none =
        flights(new TryBucket(clock, 0, Duration.ofSeconds(5)), ReadingThread.named("none"))) {
      assertThat(none.untilNextTry()).isEqualTo(Duration.ofSeconds(5));
      none.readAhead();
      assertThat(none.untilNextRead()).isPresent();
      assertThat(none.counts().reads()).isZero();
    }
  }

  @Test
  void readAheadWithoutAThread_waitsForTheNextTime() {
    try (JwksFlights none =
        flights(
            ReadingThread.lasting(
                Duration.ofSeconds(1),
                task -> {
                  throw new RejectedExecutionException("one too many");
                }))) {
      assertThat(none.untilNextRead()).isEmpty();
      none.readAhead();
      assertThat(none.untilNextRead()).isPresent();
    }
  }

  @Test
  void readAhead_readsThoughNobodyAsks() {
    flights.readAhead();
    eventually(() -> flights.loaded() != null);
    assertThat(issuer.jwksReads()).isEqualTo(1);
    flights.close();
  }

  @Test
  void whoIsInterruptedWhileItWaits_staysInterrupted() {
    issuer.fail(Fault.HANGING);
    JwksFlights.Flight flight = flights.board().orElseThrow().flight();
    Thread.currentThread().interrupt();
    try {
      assertThat(flight.await(Patience.PLENTY)).isEmpty();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    flights.close();
  }

  @Test
  void closedWhileItReads_endsTheReadAtOnce() {
    issuer.fail(Fault.HANGING);
    JwksFlights.Flight flight = flights.board().orElseThrow().flight();
    eventually(() -> issuer.jwksReads() == 1);
    flights.close();
    assertThat(flight.await(Patience.PLENTY)).isEmpty();
    eventually(() -> flights.failure().equals(Optional.of(KeyFailure.UNREACHABLE)));
    eventually(thread::isTerminated);
    assertThat(flights.untilNextRead()).isEmpty();
    assertThat(flights.board()).isEmpty();
  }

  @Test
  void nextRead_isALittleEarlierEachTimeByAnother() {
    ReadAhead ahead = new ReadAhead(flights);
    Set<Long> minutes = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      ahead.in(Duration.ofHours(80));
      Duration left = ahead.left().orElseThrow();
      assertThat(left).isBetween(Duration.ofHours(69), Duration.ofHours(80));
      minutes.add(left.toMinutes());
    }
    assertThat(minutes).hasSizeGreaterThan(10);
    ahead.never();
    assertThat(ahead.left()).isEmpty();
  }

  @Test
  void nextRead_isNotAtOnceHoweverShortTheAge() {
    ReadAhead ahead = new ReadAhead(flights);
    ahead.in(Duration.ZERO);
    eventually(() -> flights.loaded() != null);
    assertThat(ahead.left()).isEmpty();
    assertThat(issuer.jwksReads()).isEqualTo(1);
    flights.close();
  }

  @Test
  void thread_keepsNoProcessAliveAndIsNamed() throws Exception {
    AtomicBoolean daemon = new AtomicBoolean();
    String name =
        thread
            .submit(
                () -> {
                  daemon.set(Thread.currentThread().isDaemon());
                  return Thread.currentThread().getName();
                })
            .get(Patience.PLENTY.toSeconds(), TimeUnit.SECONDS);
    assertThat(name).isEqualTo("bailiwick-jwks");
    assertThat(daemon).isTrue();
    flights.close();
  }
}
