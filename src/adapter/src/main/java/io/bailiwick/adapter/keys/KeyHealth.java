package io.bailiwick.adapter.keys;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a key source is. Immutable; holds nothing of a key.
 *
 * @param keys how many keys it can verify with now; none once they are too old to
 * @param age how long ago they were read; empty where they never were, or never change
 * @param lastFailure why the latest attempt to read failed; empty where it did not
 * @param nextRead how long until they are read again though nobody asks; empty where they are not
 * @param reads how often it was tried to read them, whatever came of it
 * @param failures how often that failed, by the reason; reasons that never occurred are left out
 */
public record KeyHealth(
    int keys,
    Optional<Duration> age,
    Optional<KeyFailure> lastFailure,
    Optional<Duration> nextRead,
    long reads,
    Map<KeyFailure, Long> failures) {

  public KeyHealth {
    failures = Map.copyOf(failures);
  }

  /** Of a source that counts nothing and reads nothing by itself. */
  public KeyHealth(int keys, Optional<Duration> age, Optional<KeyFailure> lastFailure) {
    this(keys, age, lastFailure, Optional.empty(), 0, Map.of());
  }
}
