package io.bailiwick.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved. Thread-safe. */
public final class TestClock extends Clock {
  /** Where {@link #fixed()} starts. */
  public static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  private volatile Instant now;

  private TestClock(Instant start) {
    this.now = start;
  }

  /** Starts at {@link #START}. */
  public static TestClock fixed() {
    return new TestClock(START);
  }

  public static TestClock at(Instant start) {
    return new TestClock(start);
  }

  /** Moves on, or back with a negative duration. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }

  public synchronized void set(Instant instant) {
    now = instant;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? this : Clock.fixed(instant(), zone);
  }
}
