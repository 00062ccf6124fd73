package io.bailiwick.adapter.feed;

import java.time.Duration;

/** One request brought nothing. */
final class FeedFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final FeedFailure failure;
  private final Duration notBefore;

  FeedFailed(FeedFailure failure) {
    this(failure, Duration.ZERO);
  }

  /**
   * @param notBefore how long the issuer wants to be left alone
   */
  FeedFailed(FeedFailure failure, Duration notBefore) {
    super(failure.name(), null, false, false);
    this.failure = failure;
    this.notBefore = notBefore;
  }

  FeedFailure failure() {
    return failure;
  }

  Duration notBefore() {
    return notBefore;
  }
}
