package io.bailiwick.adapter.life;

import java.time.Duration;
import java.util.Optional;

/**
 * How long connections live.
 *
 * @param grace how long after its token's expiry a connection is still kept, for a refresh that is
 *     on its way. Nothing else is allowed on it meanwhile: the token's proof is void
 * @param longest how long a connection lives at most, whatever its tokens; empty: as long as they
 *     are refreshed
 * @param askAhead how long before its token's expiry a newer one is asked for; half of what is left
 *     where that is less
 */
public record Lifetime(Duration grace, Optional<Duration> longest, Duration askAhead) {

  /** 25 seconds of grace, no bound but the token's, and a newer token wanted 30 seconds ahead. */
  public static Lifetime standard() {
    return new Lifetime(Duration.ofSeconds(25), Optional.empty(), Duration.ofSeconds(30));
  }

  /**
   * @throws IllegalArgumentException where the grace or the time ahead is negative, or the longest
   *     life not positive
   */
  public Lifetime {
    if (grace.isNegative() || askAhead.isNegative()) {
      throw new IllegalArgumentException("A time of grace, or ahead, is not negative");
    }
    if (longest.isPresent() && (longest.get().isNegative() || longest.get().isZero())) {
      throw new IllegalArgumentException("The longest life is positive");
    }
  }

  public Lifetime withGrace(Duration after) {
    return new Lifetime(after, longest, askAhead);
  }

  public Lifetime withLongest(Duration life) {
    return new Lifetime(grace, Optional.of(life), askAhead);
  }

  public Lifetime withAskAhead(Duration ahead) {
    return new Lifetime(grace, longest, ahead);
  }
}
