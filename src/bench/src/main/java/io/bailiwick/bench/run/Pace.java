package io.bailiwick.bench.run;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param warmUp before the first round, a lane
 * @param turn one turn of one lane
 * @param rounds how many turns each lane has
 */
public record Pace(Duration warmUp, Duration turn, int rounds) {
  public Pace {
    if (rounds < 1 || warmUp.isNegative() || turn.toMillis() < 1) {
      throw new IllegalArgumentException("There is at least one round, and a turn takes time");
    }
  }
}
