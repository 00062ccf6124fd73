package io.bailiwick.adapter.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.proof.ProofReplays.Outcome;
import io.bailiwick.adapter.token.Caller.Identity;
import io.bailiwick.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplayMemoryTest {
  private static final Duration WINDOW = Duration.ofSeconds(70);

  private final TestClock clock = TestClock.fixed();

  /** Of a holder with one key. */
  private Outcome take(ReplayMemory memory, String key, int id) {
    return take(memory, key, key, id);
  }

  private Outcome take(ReplayMemory memory, String holder, String key, int id) {
    return memory.take(holder(holder), key, Integer.toString(id), clock.instant().plus(WINDOW));
  }

  private static Identity holder(String subject) {
    return new Identity("https://issuer.example", subject, Optional.of("client"));
  }

  @Test
  void proof_isFirstOnce() {
    ReplayMemory memory = ReplayMemory.of(clock);
    assertThat(take(memory, "a", 1)).isEqualTo(Outcome.FIRST);
    assertThat(take(memory, "a", 1)).isEqualTo(Outcome.SEEN);
    assertThat(take(memory, "b", 1)).isEqualTo(Outcome.FIRST);
    assertThat(take(memory, "a", 2)).isEqualTo(Outcome.FIRST);
  }

  @Test
  void proof_isForgottenAtItsEnd_andNotBefore() {
    ReplayMemory memory = ReplayMemory.of(clock);
    take(memory, "a", 1);
    clock.advance(WINDOW.minusMillis(1));
    assertThat(take(memory, "a", 1)).isEqualTo(Outcome.SEEN);
    clock.advance(Duration.ofMillis(1));
    assertThat(take(memory, "a", 1)).isEqualTo(Outcome.FIRST);
    assertThat(memory.size()).isEqualTo(1);
  }

  @Test
  void fullMemory_refuses_andForgetsNothing() {
    ReplayMemory memory = ReplayMemory.of(clock, 64);
    int taken = 0;
    for (int i = 0; i < 1000; i++) {
      taken += take(memory, "key-" + i, i) == Outcome.FIRST ? 1 : 0;
    }
    assertThat(taken).isEqualTo(memory.size()).isLessThanOrEqualTo(64).isGreaterThan(48);
    for (int i = 0; i < taken; i++) {
      assertThat(take(memory, "key-" + i, i)).isEqualTo(Outcome.SEEN);
    }
    clock.advance(WINDOW);
    assertThat(take(memory, "key-0", 0)).isEqualTo(Outcome.FIRST);
    assertThat(memory.size()).isLessThanOrEqualTo(taken);
  }

  @Test
  void keyThatFloods_locksNobodyElseOut() {
    ReplayMemory memory = ReplayMemory.of(clock, 3000);
    long flooded =
        IntStream.range(0, 10_000).filter(i -> take(memory, "flood", i) == Outcome.FIRST).count();
    assertThat(flooded).isEqualTo(1000);
    assertThat(take(memory, "flood", 0)).isEqualTo(Outcome.SEEN);
    long quiet =
        IntStream.range(0, 500).filter(i -> take(memory, "quiet", i) == Outcome.FIRST).count();
    assertThat(quiet).isEqualTo(500);
  }

  @Test
  void manyKeysThatFlood_leaveRoomForOneMore() {
    ReplayMemory memory = ReplayMemory.of(clock, 3000);
    for (int i = 0; i < 3000; i++) {
      for (int key = 0; key < 50; key++) {
        take(memory, "flood-" + key, i);
      }
    }
    assertThat(memory.size()).isLessThan(3000);
    long quiet =
        IntStream.range(0, 20).filter(i -> take(memory, "quiet", i) == Outcome.FIRST).count();
    assertThat(quiet).isEqualTo(20);
  }

  @Test
  void holderWithManyKeys_locksNobodyElseOut() {
    ReplayMemory memory = ReplayMemory.of(clock, 3000);
    long flooded = 0;
    for (int key = 0; key < 30; key++) {
      for (int i = 0; i < 3000; i++) {
        flooded += take(memory, "flood", "key-" + key, i) == Outcome.FIRST ? 1 : 0;
      }
    }
    assertThat(flooded).isEqualTo(1000);
    assertThat(take(memory, "flood", "one more", 0)).isEqualTo(Outcome.CROWDED);
    long quiet =
        IntStream.range(0, 500).filter(i -> take(memory, "quiet", i) == Outcome.FIRST).count();
    assertThat(quiet).isEqualTo(500);
  }

  @Test
  void proof_isUsedOnce_whoeverHoldsTheToken() {
    ReplayMemory memory = ReplayMemory.of(clock);
    assertThat(take(memory, "one", "a", 1)).isEqualTo(Outcome.FIRST);
    assertThat(take(memory, "other", "a", 1)).isEqualTo(Outcome.SEEN);
  }

  @Test
  void keyThatFlooded_hasItsRoomAgainAfterTheWindow() {
    ReplayMemory memory = ReplayMemory.of(clock, 300);
    IntStream.range(0, 300).forEach(i -> take(memory, "a", i));
    assertThat(take(memory, "a", 1000)).isEqualTo(Outcome.CROWDED);
    clock.advance(WINDOW);
    long again = IntStream.range(0, 300).filter(i -> take(memory, "a", i) == Outcome.FIRST).count();
    assertThat(again).isEqualTo(100);
  }

  @Test
  void clockThatIsSetBack_letsNoUsedProofIn() {
    ReplayMemory memory = ReplayMemory.of(clock);
    Instant end = clock.instant().plus(WINDOW);
    assertThat(memory.take(holder("a"), "a", "1", end)).isEqualTo(Outcome.FIRST);
    clock.advance(Duration.ofMinutes(2));
    assertThat(take(memory, "b", 1)).isEqualTo(Outcome.FIRST);
    assertThat(memory.size()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(-115));
    assertThat(memory.take(holder("a"), "a", "1", end)).isEqualTo(Outcome.SEEN);
    assertThat(take(memory, "a", 2)).isEqualTo(Outcome.FIRST);
  }

  @Test
  void clockThatWasAhead_blocksNothingOnceItIsRightAgain() {
    ReplayMemory memory = ReplayMemory.of(clock, 64);
    clock.advance(Duration.ofHours(1));
    assertThat(take(memory, "a", 1)).isEqualTo(Outcome.FIRST);
    clock.advance(Duration.ofHours(-1));
    for (int i = 2; i < 200; i++) {
      assertThat(take(memory, "a", i)).as("%s", i).isEqualTo(Outcome.FIRST);
      clock.advance(WINDOW.dividedBy(4));
    }
    assertThat(memory.size()).isLessThan(10);
  }

  @Test
  void memory_isSinceTheSecondInWhichItStarted() {
    Instant start = clock.instant();
    clock.advance(Duration.ofMillis(700));
    ReplayMemory memory = ReplayMemory.of(clock);
    clock.advance(Duration.ofSeconds(5));
    assertThat(memory.since()).isEqualTo(start);
  }

  @Test
  void oneProofAtOnce_isFirstForOneOnly() throws Exception {
    ReplayMemory memory = ReplayMemory.of(clock);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 50; round++) {
        int id = round;
        Callable<Outcome> attempt = () -> take(memory, "a", id);
        long first = 0;
        for (Future<Outcome> outcome :
            threads.invokeAll(List.of(attempt, attempt, attempt, attempt))) {
          first += outcome.get() == Outcome.FIRST ? 1 : 0;
        }
        assertThat(first).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void capacity_isNotNothing() {
    assertThatThrownBy(() -> ReplayMemory.of(clock, 63))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
