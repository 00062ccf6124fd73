package io.bailiwick.adapter.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;

/**
 * How often something may be: as often at once, and as often again over each window, which is given
 * back evenly. So whoever has had none for a while has all, and nobody ever has more than twice as
 * many within one window.
 *
 * @param count how often; a million at most
 * @param window from a second to a day
 */
public record Rate(long count, Duration window) {
  private static final long MOST = 1_000_000;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * @throws IllegalArgumentException where one is out of its bounds: none at all is no rate
   */
  public Rate {
    if (count <= 0 || count > MOST) {
      throw new IllegalArgumentException("A rate is from one to a million");
    }
    if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("A rate's window is from a second to a day");
    }
  }

  public static Rate perMinute(long count) {
    return new Rate(count, Duration.ofMinutes(1));
  }

  BucketConfiguration configuration() {
    return BucketConfiguration.builder()
        .addLimit(Bandwidth.builder().capacity(count).refillGreedy(count, window).build())
        .build();
  }

  @Override
  public String toString() {
    return count + " in " + window;
  }
}
