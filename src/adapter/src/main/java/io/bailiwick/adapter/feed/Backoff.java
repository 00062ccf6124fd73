package io.bailiwick.adapter.feed;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: twice as long each time, up to a bound, and of that between
 * half and all at random, so that many who lost the same issuer do not come back at once. Not
 * thread-safe.
 */
final class Backoff {
  private final Duration first;
  private final Duration most;
  private final DoubleSupplier random;
  private Duration next;

  /**
   * @param random from 0 to 1
   */
  Backoff(Duration first, Duration most, DoubleSupplier random) {
    this.first = first;
    this.most = most;
    this.random = random;
    this.next = first;
  }

  Duration next() {
    Duration now = next;
    Duration twice = now.multipliedBy(2);
    next = twice.compareTo(most) > 0 ? most : twice;
    long half = now.toMillis() / 2;
    return Duration.ofMillis(half + (long) (half * random.getAsDouble()));
  }

  void reset() {
    next = first;
  }
}
