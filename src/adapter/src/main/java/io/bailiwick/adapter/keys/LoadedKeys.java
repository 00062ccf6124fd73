package io.bailiwick.adapter.keys;

import java.time.Duration;

/**
 * What one good read brought. As old as its beginning: what changed after that it may have missed.
 * Thread-safe.
 */
final class LoadedKeys {
  /** No token waits for what takes longer than to look at a clock; but so often it is looked at. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final Window NONE = new Window(1, 0);

  private final KeySet keys;
  private final Ages.Moment at;
  private final Duration maxAge;
  private final Duration readAhead;
  private volatile Window window = NONE;

  /** In milliseconds by the wall clock; the end is not in it. */
  private record Window(long from, long until) {}

  /**
   * @param maxAge from then on they are read again before they verify, if they can be
   */
  LoadedKeys(KeySet keys, Ages.Moment at, Duration maxAge) {
    this.keys = keys;
    this.at = at;
    this.maxAge = maxAge;
    this.readAhead = maxAge.multipliedBy(4).dividedBy(5);
  }

  KeySet keys() {
    return keys;
  }

  Duration maxAge() {
    return maxAge;
  }

  Duration age(Ages.Moment now) {
    return Ages.between(at, now);
  }

  /** A wall clock that was set back past the read makes them too old, not young for ever. */
  boolean isPastMaxAge(Ages.Moment now) {
    return now.isBefore(at) || age(now).compareTo(maxAge) >= 0;
  }

  boolean isToBeReadAhead(Ages.Moment now) {
    return age(now).compareTo(readAhead) >= 0;
  }

  /** Whether they may verify at that time of the wall clock without anything more to look at. */
  boolean verifyAt(long wallMillis) {
    Window now = window;
    return now.from <= wallMillis && wallMillis < now.until;
  }

  /** They have been looked at: until the next limit is reached, but not long, they may verify. */
  void lookedAt(Ages.Moment now, Duration staleLimit) {
    Duration age = age(now);
    Duration left = (age.compareTo(maxAge) < 0 ? maxAge : staleLimit).minus(age);
    Duration wait = left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY;
    window = new Window(now.wallMillis(), now.wallMillis() + wait.toMillis());
  }
}
