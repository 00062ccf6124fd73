package io.bailiwick.adapter.feed;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the follower is, and how old what it knows is: by the wall clock and by the monotonic
 * one, of which the one that says more is believed. Thread-safe.
 */
final class FeedProgress {
  private final Clock clock;
  private final Duration most;
  private volatile @Nullable Moment known;
  // under this object's lock
  private final Map<FeedFailure, Long> failures = new EnumMap<>(FeedFailure.class);
  private @Nullable FeedFailure lastFailure;
  private long answers;
  private long revocations;
  private long gaps;

  private record Moment(long wallMillis, long nanos) {}

  /**
   * @param most how old what is known may be
   */
  FeedProgress(Clock clock, Duration most) {
    this.clock = clock;
    this.most = most;
  }

  /** Whether it is not known what has been revoked. Allocates little and waits for nobody. */
  boolean isLost() {
    Moment last = known;
    return last == null || age(last).compareTo(most) > 0;
  }

  synchronized void answered(FeedAnswer answer) {
    lastFailure = null;
    answers++;
    revocations += answer.revocations().size();
    if (answer.gone()) {
      gaps++;
    }
    if (!answer.more()) {
      known = new Moment(clock.millis(), System.nanoTime());
    }
  }

  /** Whether it has not failed in that way the time before. */
  synchronized boolean failed(FeedFailure failure) {
    failures.merge(failure, 1L, Long::sum);
    boolean another = lastFailure != failure;
    lastFailure = failure;
    return another;
  }

  synchronized boolean isFailing() {
    return lastFailure != null;
  }

  synchronized FeedHealth health() {
    return new FeedHealth(
        isLost(),
        Optional.ofNullable(known).map(this::age),
        Optional.ofNullable(lastFailure),
        answers,
        revocations,
        gaps,
        failures);
  }

  private Duration age(Moment since) {
    Duration byWall = Duration.ofMillis(clock.millis() - since.wallMillis);
    Duration byNanos = Duration.ofNanos(Math.max(0, System.nanoTime() - since.nanos));
    return byWall.compareTo(byNanos) > 0 ? byWall : byNanos;
  }
}
