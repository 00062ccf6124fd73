package io.bailiwick.adapter.keys;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells how long ago something was, by two clocks, of which the one that says more is believed: the
 * wall clock can be set back, and the monotonic one stands still while the machine sleeps. Both
 * fail towards too old. Immutable.
 */
final class Ages {
  private final Clock wall;
  private final LongSupplier monotonic;

  /** A time by both clocks. */
  record Moment(long wallMillis, long nanos) {
    boolean isBefore(Moment other) {
      return wallMillis < other.wallMillis;
    }
  }

  /**
   * @param monotonic nanoseconds since some time in the past, as {@link System#nanoTime()}
   */
  Ages(Clock wall, LongSupplier monotonic) {
    this.wall = wall;
    this.monotonic = monotonic;
  }

  Moment now() {
    return new Moment(wall.millis(), monotonic.getAsLong());
  }

  /** By the wall clock alone; allocates nothing where the clock does not. */
  long wallMillis() {
    return wall.millis();
  }

  /** Never negative. */
  static Duration between(Moment since, Moment now) {
    Duration byWall = Duration.ofMillis(now.wallMillis - since.wallMillis);
    Duration byNanos = Duration.ofNanos(Math.max(0, now.nanos - since.nanos));
    return byWall.compareTo(byNanos) > 0 ? byWall : byNanos;
  }
}
