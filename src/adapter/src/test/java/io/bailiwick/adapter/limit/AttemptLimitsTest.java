package io.bailiwick.adapter.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Counting, giving back, and what is remembered. */
class AttemptLimitsTest {
  private static final Limit LIMIT = Limit.CONNECTIONS_OF_CALLER;
  private static final List<String> ADA = List.of("https://id.example.com", "ada");
  private static final List<String> BERT = List.of("https://id.example.com", "bert");

  private final TestClock clock = TestClock.fixed();

  private AttemptLimits.Builder limits(long perMinute) {
    return AttemptLimits.builder().clock(clock).limit(LIMIT, Rate.perMinute(perMinute));
  }

  private static int taken(AttemptLimits limits, Limit limit, List<String> who, int most) {
    int count = 0;
    while (count < most && limits.take(limit, who).isEmpty()) {
      count++;
    }
    return count;
  }

  @Test
  void rate_isHadAtOnce_andGivenBackEvenly() {
    AttemptLimits limits = limits(6).build();
    assertThat(taken(limits, LIMIT, ADA, 100)).isEqualTo(6);
    assertThat(limits.take(LIMIT, ADA)).contains(Duration.ofSeconds(10));
    assertThat(limits.look(LIMIT, ADA)).contains(Duration.ofSeconds(10));
    // another's are another's
    assertThat(limits.take(LIMIT, BERT)).isEmpty();
    clock.advance(Duration.ofSeconds(9));
    assertThat(limits.take(LIMIT, ADA)).contains(Duration.ofSeconds(1));
    clock.advance(Duration.ofSeconds(1));
    assertThat(limits.look(LIMIT, ADA)).isEmpty();
    assertThat(taken(limits, LIMIT, ADA, 100)).isEqualTo(1);
    clock.advance(Duration.ofHours(1));
    assertThat(taken(limits, LIMIT, ADA, 100)).isEqualTo(6);
  }

  @Test
  void limits_areCountedApart() {
    AttemptLimits limits = limits(1).limit(Limit.CONNECTIONS_TO_AGENT, Rate.perMinute(2)).build();
    assertThat(taken(limits, LIMIT, ADA, 9)).isEqualTo(1);
    assertThat(taken(limits, Limit.CONNECTIONS_TO_AGENT, ADA, 9)).isEqualTo(2);
  }

  @Test
  void parts_areValuesAndNoJoinedText() {
    AttemptLimits limits = limits(1).build();
    for (List<String> who :
        List.of(List.of("a", "bc"), List.of("ab", "c"), List.of("abc"), List.of("a", "b", "c"))) {
      assertThat(limits.take(LIMIT, who)).isEmpty();
    }
  }

  @Test
  void look_countsNothing() {
    AttemptLimits limits = limits(1).build();
    for (int i = 0; i < 10; i++) {
      assertThat(limits.look(LIMIT, ADA)).isEmpty();
    }
    assertThat(limits.remembered()).isZero();
    assertThat(limits.take(LIMIT, ADA)).isEmpty();
  }

  @Test
  void clockThatIsSetBack_keepsNobodyOutForLonger() {
    AttemptLimits limits = limits(6).build();
    taken(limits, LIMIT, ADA, 100);
    clock.set(clock.instant().minus(Duration.ofDays(1)));
    assertThat(limits.take(LIMIT, ADA)).isPresent();
    clock.advance(Duration.ofSeconds(10));
    assertThat(limits.take(LIMIT, ADA)).isEmpty();
  }

  @Test
  void standard_holdsForFailuresAndConnections_andNotForRequests() {
    AttemptLimits standard = AttemptLimits.standard();
    assertThat(List.of(Limit.values()).stream().filter(standard::holds))
        .containsExactly(
            Limit.FAILURES_OF_ADDRESS,
            Limit.CONNECTIONS_OF_CALLER,
            Limit.CONNECTIONS_TO_AGENT,
            Limit.CONNECTIONS_OF_ADDRESS);
    assertThat(standard.loosened()).isEmpty();
    assertThat(standard.describe())
        .hasSize(Limit.values().length)
        .anyMatch(line -> line.matches("LIMIT +failures_of_address +600 in PT1M"))
        .anyMatch(line -> line.matches("LIMIT +requests_of_caller +not limited"));
    assertThat(taken(standard, Limit.REQUESTS_OF_CALLER, ADA, 100_000)).isEqualTo(100_000);
  }

  @Test
  void limitThatIsLifted_isListed() {
    AttemptLimits lifted = AttemptLimits.builder().unlimited(Limit.FAILURES_OF_ADDRESS).build();
    assertThat(lifted.loosened()).containsExactly("unlimited: failures_of_address");
    assertThat(lifted.holds(Limit.FAILURES_OF_ADDRESS)).isFalse();
    assertThat(lifted.take(Limit.FAILURES_OF_ADDRESS, ADA)).isEmpty();
  }

  @Test
  void builder_saysNoTwice_andNoToWhatIsNone() {
    AttemptLimits.Builder builder = limits(1).capacity(64);
    assertThatIllegalStateException().isThrownBy(() -> builder.limit(LIMIT, Rate.perMinute(2)));
    assertThatIllegalStateException().isThrownBy(() -> builder.unlimited(LIMIT));
    assertThatIllegalStateException().isThrownBy(() -> builder.clock(clock));
    assertThatIllegalStateException().isThrownBy(() -> builder.capacity(64));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.unlimited(Limit.REQUESTS_OF_CALLER));
    assertThatIllegalArgumentException().isThrownBy(() -> AttemptLimits.builder().capacity(63));
    for (Runnable bad :
        List.<Runnable>of(
            () -> Rate.perMinute(0),
            () -> Rate.perMinute(-1),
            () -> Rate.perMinute(1_000_001),
            () -> new Rate(1, Duration.ofMillis(999)),
            () -> new Rate(1, Duration.ofDays(1).plusNanos(1)))) {
      assertThatIllegalArgumentException().isThrownBy(bad::run);
    }
    assertThat(new Rate(1_000_000, Duration.ofSeconds(1)).configuration()).isNotNull();
  }

  @Test
  void floodOfOthers_staysInItsBounds_andLetsNobodyOutWhoIsKeptOut() {
    AttemptLimits limits = limits(10).capacity(256).build();
    taken(limits, LIMIT, ADA, 100);
    for (int i = 0; i < 50_000; i++) {
      limits.take(LIMIT, List.of("flood", Integer.toString(i)));
    }
    // a table that is full of others, each of which has tried once
    assertThat(limits.take(LIMIT, ADA)).isPresent();
    assertThat(limits.remembered()).isEqualTo(256).isLessThanOrEqualTo(limits.capacity());
    assertThat(limits.forgotten()).isPositive();
  }

  @Test
  void whoHasAllBack_makesRoomFirst_andNothingIsLostByIt() {
    AttemptLimits limits = limits(10).capacity(64).build();
    for (int i = 0; i < 1000; i++) {
      limits.take(LIMIT, List.of("one", Integer.toString(i)));
      clock.advance(Duration.ofSeconds(6));
    }
    assertThat(limits.forgotten()).isZero();
    assertThat(limits.remembered()).isLessThanOrEqualTo(64);
  }

  @Test
  void manyAtOnce_haveNoMoreThanTheRate() throws Exception {
    AttemptLimits limits = limits(500).build();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> racers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        racers.add(() -> taken(limits, LIMIT, ADA, 500));
      }
      int all = 0;
      for (Future<Integer> racer : threads.invokeAll(racers)) {
        all += racer.get(60, TimeUnit.SECONDS);
      }
      assertThat(all).isEqualTo(500);
      assertThat(limits.remembered()).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void metrics_tellLimitsApartAndNobodyElse() {
    AttemptLimits limits = limits(1).build();
    LimitMetrics metrics = LimitMetrics.of(limits);
    taken(limits, LIMIT, ADA, 3);
    Set<String> attributes = new HashSet<>();
    for (Measurement each : metrics.measurements()) {
      assertThat(metrics.instruments()).contains(each.instrument());
      attributes.addAll(each.attributes().values());
    }
    assertThat(attributes).hasSize(Limit.values().length);
    Measurement refused = LimitMetrics.REFUSED.of(1, LimitMetrics.LIMIT, "connections_of_caller");
    assertThat(metrics.now(refused)).hasValue(1);
    assertThat(metrics.now(LimitMetrics.REMEMBERED.of(0))).hasValue(1);
    assertThat(metrics.now(LimitMetrics.CAPACITY.of(0))).hasValue(4 * AttemptLimits.CAPACITY);
    assertThat(metrics.toString() + limits).doesNotContain("id.example.com");
  }
}
