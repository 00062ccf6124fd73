package io.bailiwick.adapter.keys;

import java.time.Duration;
import java.util.Optional;

/**
 * How a key source is.
 *
 * @param keys how many keys it can verify with now
 * @param age how long ago they were read; empty where they never were
 * @param lastFailure why the latest attempt to read failed; empty where it did not
 */
public record KeyHealth(int keys, Optional<Duration> age, Optional<KeyFailure> lastFailure) {}
