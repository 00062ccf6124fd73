package io.bailiwick.adapter.feed;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the following of a feed is, at one moment.
 *
 * @param lost whether it is not known what has been revoked: before the first answer, and when the
 *     last one is older than may be
 * @param age how long ago the issuer said that there was nothing more; empty before the first time
 * @param lastFailure why the latest request failed; empty where it did not
 * @param answers how many there were
 * @param revocations how many they brought
 * @param gaps how often the issuer could not tell all that was revoked since it was asked last, so
 *     that older tokens are not believed
 * @param failures how many requests have failed, by why
 */
public record FeedHealth(
    boolean lost,
    Optional<Duration> age,
    Optional<FeedFailure> lastFailure,
    long answers,
    long revocations,
    long gaps,
    Map<FeedFailure, Long> failures) {
  public FeedHealth {
    failures = Map.copyOf(failures);
  }
}
