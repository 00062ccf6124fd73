package io.bailiwick.adapter.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.testkit.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  @Test
  void whereNoThreadCanBeHad_theNextCallTriesAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    TestClock clock = TestClock.fixed();
    try (Deadlines deadlines =
        new Deadlines(
            clock,
            task -> {
              boolean first = asked.incrementAndGet() == 1;
              Thread thread =
                  new Thread(task) {
                    @Override
                    public void start() {
                      if (first) {
                        throw new OutOfMemoryError("made for the test");
                      }
                      super.start();
                    }
                  };
              thread.setDaemon(true);
              return thread;
            })) {
      Counting one = new Counting();
      assertThatThrownBy(() -> deadlines.set(one, clock.millis()))
          .isInstanceOf(OutOfMemoryError.class);
      deadlines.set(one, clock.millis());
      assertThat(one.comes()).isTrue();
    }
  }

  /** Counts how often it came. */
  private static final class Counting extends Deadlines.Deadline {
    private final AtomicInteger came = new AtomicInteger();
    private final CountDownLatch first = new CountDownLatch(1);

    @Override
    void come() {
      came.incrementAndGet();
      first.countDown();
    }

    boolean comes() throws InterruptedException {
      return first.await(60, TimeUnit.SECONDS);
    }
  }

  /** Sets, cancels, or lets time pass. */
  private record Step(int kind, int which, long millis) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                net.jqwik.api.Tuple.of(5, 0),
                net.jqwik.api.Tuple.of(2, 1),
                net.jqwik.api.Tuple.of(2, 2)),
            Arbitraries.integers().between(0, 20),
            Arbitraries.longs().between(-50, 200))
        .as(Step::new)
        .list()
        .ofMaxSize(120);
  }

  /** A clock that never lets the timer's own thread see that anything is due. */
  private static final class Frozen {
    private long now;

    Clock ofTest() {
      Thread test = Thread.currentThread();
      return new Clock() {
        @Override
        public java.time.ZoneId getZone() {
          return java.time.ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return Instant.ofEpochMilli(
              Thread.currentThread() == test ? now : Instant.EPOCH.toEpochMilli() - 1_000_000);
        }
      };
    }
  }

  @Property(tries = 300)
  void thoseDue_areExactlyThoseOfAPlainModel(@ForAll("steps") List<Step> steps) {
    Frozen time = new Frozen();
    Map<Counting, Long> model = new HashMap<>();
    List<Counting> all = new ArrayList<>();
    for (int i = 0; i <= 20; i++) {
      all.add(new Counting());
    }
    try (Deadlines deadlines = new Deadlines(time.ofTest())) {
      for (Step step : steps) {
        Counting one = all.get(step.which());
        if (step.kind() == 0) {
          deadlines.set(one, time.now + step.millis());
          model.put(one, time.now + step.millis());
        } else if (step.kind() == 1) {
          deadlines.cancel(one);
          model.remove(one);
        } else {
          // back, too
          time.now += step.millis();
          List<Deadlines.Deadline> due = deadlines.due(Integer.MAX_VALUE);
          List<Counting> expected =
              model.keySet().stream()
                  .filter(each -> model.getOrDefault(each, 0L) <= time.now)
                  .toList();
          assertThat(due).containsExactlyInAnyOrderElementsOf(expected);
          assertThat(due)
              .isSortedAccordingTo(
                  Comparator.comparing(each -> model.getOrDefault((Counting) each, 0L)));
          model.keySet().removeAll(expected);
        }
        assertThat(deadlines.size()).isEqualTo(model.size());
      }
    }
  }

  @Test
  void clockSetForward_letsComeWhatIsDue() throws Exception {
    TestClock clock = TestClock.fixed();
    Counting hour = new Counting();
    Counting day = new Counting();
    try (Deadlines deadlines = new Deadlines(clock)) {
      deadlines.set(hour, clock.instant().plus(Duration.ofHours(1)).toEpochMilli());
      deadlines.set(day, clock.instant().plus(Duration.ofDays(1)).toEpochMilli());
      clock.advance(Duration.ofHours(2));
      assertThat(hour.comes()).isTrue();
      assertThat(day.came).hasValue(0);
      assertThat(deadlines.size()).isEqualTo(1);
    }
  }

  @Test
  void clockSetBack_letsNothingComeEarly() throws Exception {
    TestClock clock = TestClock.fixed();
    Counting first = new Counting();
    Counting second = new Counting();
    try (Deadlines deadlines = new Deadlines(clock)) {
      deadlines.set(first, clock.instant().plusSeconds(10).toEpochMilli());
      clock.advance(Duration.ofHours(-1));
      deadlines.set(second, clock.instant().toEpochMilli());
      // the second has come, so the timer has looked, and the first was not due
      assertThat(second.comes()).isTrue();
      assertThat(first.came).hasValue(0);
      clock.advance(Duration.ofHours(1).plusSeconds(10));
      assertThat(first.comes()).isTrue();
    }
  }

  @Test
  void oneThatThrows_keepsNoOtherFromComing() throws Exception {
    TestClock clock = TestClock.fixed();
    Counting after = new Counting();
    try (Deadlines deadlines = new Deadlines(clock)) {
      deadlines.set(
          new Deadlines.Deadline() {
            @Override
            void come() {
              throw new AssertionError("made for the test");
            }
          },
          clock.millis());
      deadlines.set(after, clock.millis());
      assertThat(after.comes()).isTrue();
    }
  }

  @Test
  void clockThatThrows_delaysTheTimer_andDoesNotEndIt() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    TestClock inner = TestClock.fixed();
    Clock clock =
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return inner.getZone();
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            if (broken.getAndSet(false)) {
              throw new IllegalStateException("made for the test");
            }
            return inner.instant();
          }
        };
    Counting one = new Counting();
    try (Deadlines deadlines = new Deadlines(clock)) {
      deadlines.set(one, inner.millis());
      assertThat(one.comes()).isTrue();
    }
  }

  @Test
  void closed_takesNoMore_andItsThreadEnds() {
    TestClock clock = TestClock.fixed();
    Counting one = new Counting();
    Deadlines deadlines = new Deadlines(clock);
    deadlines.set(one, clock.instant().plusSeconds(1).toEpochMilli());
    deadlines.close();
    deadlines.set(one, clock.millis());
    assertThat(deadlines.size()).isZero();
    Connections.until(() -> !deadlines.isRunning());
    assertThat(one.came).hasValue(0);
  }
}
