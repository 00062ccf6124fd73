package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that wait for their first message: how long each may, and how many at once, since
 * anybody can open one. Thread-safe.
 */
final class FirstMessageWatch {
  /** Those beyond are refused before the upgrade. */
  static final int MOST = 1_000;

  private static final Duration LATER = Duration.ofSeconds(5);

  private final ExpiryWatch expiry;
  private final Clock clock;
  private final AtomicInteger waiting = new AtomicInteger();

  FirstMessageWatch(ExpiryWatch expiry, Clock clock) {
    this.expiry = expiry;
    this.clock = clock;
  }

  /**
   * @throws Refused where as many wait as may
   */
  void requireRoom() {
    if (waiting.get() >= MOST) {
      throw new Refused(Refusal.unavailable(LATER));
    }
  }

  /** Waits from now on; calls {@code late} where it has not left in time. */
  Place enter(Duration deadline, Runnable late) {
    waiting.incrementAndGet();
    Place place = new Place();
    place.watched =
        expiry.at(
            clock.instant().plus(deadline),
            () -> {
              if (place.leave()) {
                late.run();
              }
            });
    return place;
  }

  /** One that waits. */
  final class Place {
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile ExpiryWatch.@Nullable Watched watched;

    /** Whether it did just now, and not before. */
    boolean leave() {
      boolean first = left.compareAndSet(false, true);
      if (first) {
        waiting.decrementAndGet();
        ExpiryWatch.Watched timer = watched;
        if (timer != null) {
          timer.cancel();
        }
      }
      return first;
    }
  }
}
