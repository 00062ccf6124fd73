package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TryBucketTest {
  private static final Duration COOL_DOWN = Duration.ofSeconds(5);

  private final TestClock clock = TestClock.fixed();
  private final TryBucket bucket = new TryBucket(clock, 3, COOL_DOWN);

  private int takeAll() {
    int taken = 0;
    while (taken < 100 && bucket.take()) {
      taken++;
    }
    return taken;
  }

  @Test
  void fullBucket_givesItsTriesAtOnceAndNoMore() {
    assertThat(bucket.untilNext()).isZero();
    assertThat(takeAll()).isEqualTo(3);
    assertThat(bucket.take()).isFalse();
    assertThat(bucket.untilNext()).isEqualTo(COOL_DOWN);
  }

  @Test
  void emptyBucket_gainsOneForEachCoolDown() {
    takeAll();
    clock.advance(COOL_DOWN.minusMillis(1));
    assertThat(bucket.take()).isFalse();
    assertThat(bucket.untilNext()).isEqualTo(Duration.ofMillis(1));
    clock.advance(Duration.ofMillis(1));
    assertThat(bucket.untilNext()).isZero();
    assertThat(takeAll()).isEqualTo(1);
    clock.advance(COOL_DOWN.multipliedBy(2));
    assertThat(takeAll()).isEqualTo(2);
  }

  @Test
  void partOfACoolDown_countsTowardsTheNext() {
    takeAll();
    clock.advance(Duration.ofSeconds(7));
    assertThat(takeAll()).isEqualTo(1);
    assertThat(bucket.untilNext()).isEqualTo(Duration.ofSeconds(3));
    clock.advance(Duration.ofSeconds(3));
    assertThat(takeAll()).isEqualTo(1);
  }

  @Test
  void restLongerThanWhatIsMissing_fillsItAndNoFurther() {
    assertThat(bucket.take()).isTrue();
    clock.advance(COOL_DOWN.multipliedBy(3));
    assertThat(takeAll()).isEqualTo(3);
  }

  @Test
  void longRest_fillsItAndNoFurther() {
    takeAll();
    clock.advance(Duration.ofDays(30));
    assertThat(takeAll()).isEqualTo(3);
    clock.advance(COOL_DOWN.multipliedBy(3).plusSeconds(4));
    assertThat(takeAll()).isEqualTo(3);
    assertThat(bucket.untilNext()).as("what it can't hold is lost").isEqualTo(COOL_DOWN);
  }

  @Test
  void restWhileFull_doesNotCountTowardsALaterTry() {
    clock.advance(Duration.ofSeconds(4));
    takeAll();
    assertThat(bucket.untilNext()).isEqualTo(COOL_DOWN);
  }

  @Test
  void clockSetBack_doesNotLengthenTheCoolDown() {
    takeAll();
    clock.advance(Duration.ofDays(-1));
    assertThat(bucket.untilNext()).isEqualTo(COOL_DOWN);
    clock.advance(COOL_DOWN);
    assertThat(takeAll()).isEqualTo(1);
  }
}
