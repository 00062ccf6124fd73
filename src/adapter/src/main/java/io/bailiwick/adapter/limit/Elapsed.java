package io.bailiwick.adapter.limit;

import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Time as a clock has it that never goes back: where the clock is set back, it goes on from there.
 * So nobody waits an hour for what would have been given back in a minute. Thread-safe, without
 * locks.
 */
final class Elapsed implements TimeMeter {
  /** What is less is one thread that was slower than another, and no clock that was set back. */
  private static final long SET_BACK_MILLIS = 1000;

  private final Clock clock;
  private final AtomicReference<Reading> latest;

  /** What the clock said last, and what it is taken for. */
  private record Reading(long clock, long taken) {
    Reading at(long now) {
      if (now > clock) {
        return new Reading(now, taken + now - clock);
      }
      return clock - now < SET_BACK_MILLIS ? this : new Reading(now, taken);
    }
  }

  Elapsed(Clock clock) {
    this.clock = clock;
    this.latest = new AtomicReference<>(new Reading(clock.millis(), 0));
  }

  @Override
  public long currentTimeNanos() {
    long now = clock.millis();
    Reading reading = latest.updateAndGet(before -> before.at(now));
    return TimeUnit.MILLISECONDS.toNanos(reading.taken);
  }

  @Override
  public boolean isWallClockBased() {
    return false;
  }
}
