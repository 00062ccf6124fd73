package io.bailiwick.adapter.keys;

import java.time.Duration;
import java.util.List;
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

  /** All keys, the oldest age, the first failure. */
  @Override
  public KeyHealth health() {
    int keys = 0;
    Duration oldest = null;
    KeyFailure failure = null;
    for (KeySource source : sources) {
      KeyHealth health = source.health();
      keys += health.keys();
      oldest = older(oldest, health.age().orElse(null));
      failure = failure == null ? health.lastFailure().orElse(null) : failure;
    }
    return new KeyHealth(keys, Optional.ofNullable(oldest), Optional.ofNullable(failure));
  }

  @Override
  public List<String> loosened() {
    return sources.stream().flatMap(source -> source.loosened().stream()).toList();
  }

  @Override
  public void close() {
    sources.forEach(KeySource::close);
  }

  private static @Nullable Duration older(@Nullable Duration one, @Nullable Duration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) >= 0 ? one : other;
  }
}
