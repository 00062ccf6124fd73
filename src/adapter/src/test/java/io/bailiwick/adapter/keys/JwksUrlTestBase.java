package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** One issuer, and its keys by URL. */
@Timeout(60)
abstract class JwksUrlTestBase {
  static final TestKey FIRST = TestKey.generate("key-0", "RS256");
  static final TestKey SECOND = TestKey.generate("key-1", "RS256");

  final TestClock clock = TestClock.fixed();
  final TestIssuer issuer = TestIssuer.start(clock, FIRST);

  final JwksUrl keys = unhurried().build();

  final JwksUrl patient = builder().patience(Patience.PLENTY).timeout(Patience.PLENTY).build();

  JwksUrl.Builder builder() {
    return JwksUrl.ofIssuer(issuer.issuer()).clock(clock);
  }

  /** In no hurry: the machine may have much else to do. */
  JwksUrl.Builder unhurried() {
    return builder().patience(Patience.PLENTY).timeout(Patience.PLENTY);
  }

  /** As a source with the usual settings has them. */
  final JwksFlights flights(ExecutorService thread) {
    return flights(new TryBucket(clock, 5, Duration.ofSeconds(5)), thread);
  }

  final JwksFlights flights(TryBucket tries, ExecutorService thread) {
    Ages ages = new Ages(clock, System::nanoTime);
    JwksFetch.Limits limits = new JwksFetch.Limits(false, Duration.ofSeconds(9), 512 * 1024);
    JwksFetch fetch = JwksFetch.at(issuer.jwksUri(), limits, ages, Optional.empty());
    return new JwksFlights(fetch, "issuer", ages, Duration.ofMinutes(5), tries, thread);
  }

  @AfterEach
  void stop() {
    keys.close();
    patient.close();
    issuer.close();
  }

  Optional<VerificationKey> find(String kid) {
    return find(keys, kid);
  }

  static Optional<VerificationKey> find(KeySource in, String kid) {
    return in.find(Optional.of(kid), JwsAlgorithm.RS256);
  }

  void assertUnavailable(String kid) {
    assertUnavailable(keys, kid);
  }

  static void assertUnavailable(KeySource in, String kid) {
    assertThatThrownBy(() -> find(in, kid))
        .isInstanceOfSatisfying(
            KeysUnavailable.class,
            unavailable ->
                assertThat(unavailable.retryAfter())
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5)));
  }

  static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Patience.PLENTY.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  void failsAs(KeyFailure failure) {
    eventually(() -> keys.health().lastFailure().equals(Optional.of(failure)));
  }

  /** Asks in a thread of its own, with more patience than the test has. */
  final class Asker {
    private final FutureTask<Optional<VerificationKey>> task;
    private final Thread thread;

    Asker(String kid) {
      task = new FutureTask<>(() -> find(patient, kid));
      thread = new Thread(task, "asker");
      thread.setDaemon(true);
      thread.start();
    }

    void awaitWaiting() {
      eventually(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    Optional<VerificationKey> answer() throws Exception {
      return task.get(Patience.PLENTY.toSeconds(), TimeUnit.SECONDS);
    }
  }
}
