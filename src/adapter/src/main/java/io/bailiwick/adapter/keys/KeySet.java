package io.bailiwick.adapter.keys;

import java.util.List;
import java.util.Optional;

/** The keys of one source at one time. Immutable. */
final class KeySet {
  private final List<VerificationKey> keys;
  private final boolean unnamedServeAnyId;

  /**
   * @param unnamedServeAnyId whether a key without an id may be taken for a token that names one;
   *     so with keys that were handed over by hand, which have no ids to compare
   */
  KeySet(List<VerificationKey> keys, boolean unnamedServeAnyId) {
    this.keys = List.copyOf(keys);
    this.unnamedServeAnyId = unnamedServeAnyId;
  }

  int size() {
    return keys.size();
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  List<VerificationKey> keys() {
    return keys;
  }

  /** Whether there is nothing to gain by reading the keys again for a token that says this. */
  boolean knows(Optional<String> kid) {
    // with no key at all, a token without an id has nothing to be wrong about either
    for (VerificationKey key : keys) {
      if (serves(key, kid)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The only one that fits; where several do, none. A key that is named goes before one without.
   */
  Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm) {
    if (kid.isPresent() && hasNamed(kid)) {
      return only(kid, algorithm, false);
    }
    return only(kid, algorithm, true);
  }

  private boolean hasNamed(Optional<String> kid) {
    for (VerificationKey key : keys) {
      if (key.kid().equals(kid)) {
        return true;
      }
    }
    return false;
  }

  private Optional<VerificationKey> only(
      Optional<String> kid, JwsAlgorithm algorithm, boolean unnamedToo) {
    Optional<VerificationKey> found = Optional.empty();
    for (VerificationKey key : keys) {
      boolean fits =
          (unnamedToo ? serves(key, kid) : key.kid().equals(kid))
              && key.algorithms().contains(algorithm);
      if (fits && found.isPresent()) {
        return Optional.empty();
      }
      if (fits) {
        found = Optional.of(key);
      }
    }
    return found;
  }

  private boolean serves(VerificationKey key, Optional<String> kid) {
    return kid.isEmpty() || key.kid().equals(kid) || (unnamedServeAnyId && key.kid().isEmpty());
  }
}
