package io.bailiwick.adapter.keys;

import java.util.List;
import java.util.Optional;

/**
 * Where an issuer's verification keys come from. Implementations are thread-safe. Whoever makes one
 * closes it.
 */
public interface KeySource extends AutoCloseable {
  /**
   * The one key for a token's header. Where the header names no key and several would fit, none is
   * taken: a guess is no proof.
   *
   * @param kid the header's key id, if it has one
   * @return empty where the issuer certainly has no such key for that algorithm
   * @throws KeysUnavailable where that can't be told now
   */
  Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm);

  /** How the source is; for health endpoints and logs. */
  KeyHealth health();

  /** What this source does without that a production would not; one sentence each. */
  default List<String> loosened() {
    return List.of();
  }

  @Override
  default void close() {}
}
