package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Until when keys verify, to the millisecond. */
class LoadedKeysTest {
  private static final Duration STALE_LIMIT = Duration.ofHours(24);

  private final LoadedKeys loaded =
      new LoadedKeys(new KeySet(List.of(), false), at(0), Duration.ofMinutes(5));

  private static Ages.Moment at(long wallMillis) {
    return new Ages.Moment(wallMillis, 0);
  }

  private void assertVerifies(long from, long until) {
    assertThat(loaded.verifyAt(from - 1)).as("a clock that was set back").isFalse();
    assertThat(loaded.verifyAt(from)).isTrue();
    assertThat(loaded.verifyAt(until - 1)).isTrue();
    assertThat(loaded.verifyAt(until)).isFalse();
  }

  @Test
  void keysThatNobodyLookedAt_verifyAtNoTime() {
    for (long each : new long[] {Long.MIN_VALUE, -1, 0, 1, 2, Long.MAX_VALUE}) {
      assertThat(loaded.verifyAt(each)).isFalse();
    }
  }

  @Test
  void keysThatWereLookedAt_verifyForASecond() {
    loaded.lookedAt(at(1000), STALE_LIMIT);
    assertVerifies(1000, 2000);
  }

  @Test
  void keysThatWereLookedAtJustBeforeTheirMaximumAge_verifyToThatOnly() {
    loaded.lookedAt(at(299_600), STALE_LIMIT);
    assertVerifies(299_600, 300_000);
  }

  @Test
  void keysPastTheirMaximumAge_verifyForASecondAtATime() {
    loaded.lookedAt(at(300_000), STALE_LIMIT);
    assertVerifies(300_000, 301_000);
  }

  @Test
  void keysThatWereLookedAtJustBeforeTheStaleLimit_verifyToThatOnly() {
    long limit = STALE_LIMIT.toMillis();
    loaded.lookedAt(at(limit - 300), STALE_LIMIT);
    assertVerifies(limit - 300, limit);
  }

  @Test
  void keys_arePastTheirMaximumAgeOnceItIsReached() {
    assertThat(loaded.isPastMaxAge(at(0))).isFalse();
    assertThat(loaded.isPastMaxAge(at(299_999))).isFalse();
    assertThat(loaded.isPastMaxAge(at(300_000))).isTrue();
    assertThat(loaded.isPastMaxAge(at(-1))).as("a clock that was set back").isTrue();
  }

  @Test
  void keys_areToBeReadAheadAtFourFifthsOfTheirMaximumAge() {
    assertThat(loaded.isToBeReadAhead(at(239_999))).isFalse();
    assertThat(loaded.isToBeReadAhead(at(240_000))).isTrue();
  }
}
