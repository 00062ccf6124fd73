package io.bailiwick.adapter.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.token.Caller.Identity;
import io.bailiwick.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayMetricsTest {
  private final TestClock clock = TestClock.fixed();

  @Test
  void usedProofs_areCountedWhileTheyAreRemembered() {
    ReplayMemory memory = ReplayMemory.of(clock, 64);
    ReplayMetrics metrics = ReplayMetrics.of(memory);
    assertThat(metrics.measurements())
        .containsExactly(ReplayMetrics.REMEMBERED.of(0), ReplayMetrics.CAPACITY.of(64));

    Instant end = clock.instant().plusSeconds(60);
    Identity holder = new Identity("https://issuer.example", "ada", Optional.of("client"));
    memory.take(holder, "key", "1", end);
    memory.take(holder, "key", "1", end);
    memory.take(holder, "key", "2", end);
    assertThat(metrics.measurements())
        .containsExactly(ReplayMetrics.REMEMBERED.of(2), ReplayMetrics.CAPACITY.of(64));

    clock.advance(Duration.ofMinutes(2));
    memory.take(holder, "key", "3", clock.instant().plusSeconds(60));
    assertThat(metrics.now(ReplayMetrics.REMEMBERED.of(0))).hasValue(1);
    assertThat(metrics.instruments())
        .containsExactly(ReplayMetrics.REMEMBERED, ReplayMetrics.CAPACITY);
  }
}
