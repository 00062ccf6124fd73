package io.bailiwick.adapter.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How often the issuer may be asked again: a few times at once, then once per cool-down. Full at
 * start. Not thread-safe.
 */
final class TryBucket {
  private final Clock clock;
  private final int capacity;
  private final Duration coolDown;
  private int tries;
  private Instant since;

  TryBucket(Clock clock, int capacity, Duration coolDown) {
    this.clock = clock;
    this.capacity = capacity;
    this.coolDown = coolDown;
    this.tries = capacity;
    this.since = clock.instant();
  }

  boolean take() {
    refill();
    if (tries == 0) {
      return false;
    }
    tries--;
    return true;
  }

  /** How long until there is one again. */
  Duration untilNext() {
    refill();
    return tries > 0 ? Duration.ZERO : coolDown.minus(Duration.between(since, clock.instant()));
  }

  private void refill() {
    Instant now = clock.instant();
    // a clock that was set back must not make the cool-down longer
    if (tries == capacity || now.isBefore(since)) {
      since = now;
      return;
    }
    long gained = Duration.between(since, now).dividedBy(coolDown);
    if (gained >= capacity - tries) {
      tries = capacity;
      since = now;
    } else {
      tries += (int) gained;
      since = since.plus(coolDown.multipliedBy(gained));
    }
  }
}
