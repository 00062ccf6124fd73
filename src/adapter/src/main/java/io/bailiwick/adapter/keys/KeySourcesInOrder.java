package io.bailiwick.adapter.keys;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Several sources, asked one after the other. */
final class KeySourcesInOrder implements KeySource {
  private final List<KeySource> sources;

  KeySourcesInOrder(List<KeySource> sources) {
    this.sources = List.copyOf(sources);
  }

  @Override
  public Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm) {
    KeysUnavailable untold = null;
    for (KeySource source : sources) {
      try {
        Optional<VerificationKey> found = source.find(kid, algorithm);
        if (found.isPresent()) {
          return found;
        }
      } catch (KeysUnavailable e) {
        untold = e;
      }
    }
    if (untold != null) {
      throw untold;
    }
    return Optional.empty();
  }

  /** All keys, the oldest age, the first failure, the earliest next read, and sums. */
  @Override
  public KeyHealth health() {
    int keys = 0;
    long reads = 0;
    Duration oldest = null;
    Duration next = null;
    KeyFailure failure = null;
    Map<KeyFailure, Long> failures = new EnumMap<>(KeyFailure.class);
    for (KeySource source : sources) {
      KeyHealth health = source.health();
      keys += health.keys();
      reads += health.reads();
      oldest = longer(oldest, health.age().orElse(null), 1);
      next = longer(next, health.nextRead().orElse(null), -1);
      failure = failure == null ? health.lastFailure().orElse(null) : failure;
      health.failures().forEach((why, count) -> failures.merge(why, count, Long::sum));
    }
    return new KeyHealth(
        keys,
        Optional.ofNullable(oldest),
        Optional.ofNullable(failure),
        Optional.ofNullable(next),
        reads,
        failures);
  }

  @Override
  public List<String> loosened() {
    return sources.stream().flatMap(source -> source.loosened().stream()).toList();
  }

  /** Closes each, whatever closing another throws. */
  @Override
  public void close() {
    RuntimeException thrown = null;
    for (KeySource source : sources) {
      try {
        source.close();
      } catch (RuntimeException e) {
        thrown = e;
      }
    }
    if (thrown != null) {
      throw thrown;
    }
  }

  /** The longer for a sign of 1, the shorter for -1; the one that is there where one is not. */
  private static @Nullable Duration longer(
      @Nullable Duration one, @Nullable Duration other, int sign) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) * sign >= 0 ? one : other;
  }
}
