package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that wait for their first message: how long each may, and how many at once, since
 * anybody can open one. Thread-safe.
 */
final class FirstMessageWatch {
  /** Those beyond are refused before the upgrade. */
  static final int MOST = 1_000;

  /** For how long a place is kept for a socket that is being opened. */
  private static final Duration OPENING = Duration.ofSeconds(15);

  private static final Duration LATER = Duration.ofSeconds(5);

  private final ExpiryWatch expiry;
  private final Clock clock;
  private final Semaphore room = new Semaphore(MOST);

  FirstMessageWatch(ExpiryWatch expiry, Clock clock) {
    this.expiry = expiry;
    this.clock = clock;
  }

  /**
   * Takes a place, before the upgrade.
   *
   * @throws Refused where all are taken
   */
  Place enter() {
    if (!room.tryAcquire()) {
      throw new Refused(Refusal.unavailable(LATER));
    }
    Place place = new Place();
    try {
      place.await(OPENING, () -> {});
    } catch (RuntimeException e) {
      place.leave();
      throw e;
    }
    return place;
  }

  /** One that waits. */
  final class Place {
    // under its own lock
    private ExpiryWatch.@Nullable Watched watched;
    private boolean left;

    /**
     * Waits from now on; calls {@code late} where it has not left in time.
     *
     * @return false where it has left by now
     */
    synchronized boolean await(Duration deadline, Runnable late) {
      if (left) {
        return false;
      }
      cancel();
      watched =
          expiry.at(
              clock.instant().plus(deadline),
              () -> {
                if (leave()) {
                  late.run();
                }
              });
      return true;
    }

    /** Whether it did just now, and not before. */
    synchronized boolean leave() {
      if (left) {
        return false;
      }
      left = true;
      cancel();
      room.release();
      return true;
    }

    synchronized boolean hasLeft() {
      return left;
    }

    private void cancel() {
      if (watched != null) {
        watched.cancel();
      }
    }
  }
}
