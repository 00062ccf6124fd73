package io.bailiwick.adapter.keys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one source at one time. Every answer is made ready when the set is: to ask for one
 * allocates nothing. Immutable.
 */
final class KeySet {
  private final List<VerificationKey> keys;
  private final boolean unnamedServeAnyId;

  /** By key id, then by the algorithm's ordinal. */
  private final Map<String, List<Optional<VerificationKey>>> named = new HashMap<>();

  /** For a token that names no key. */
  private final List<Optional<VerificationKey>> unasked;

  /** For a token that names a key that is none of these; null where none serves any id. */
  private final @Nullable List<Optional<VerificationKey>> anyId;

  /**
   * @param unnamedServeAnyId whether a key without an id may be taken for a token that names one;
   *     so with keys that were handed over by hand, which have no ids to compare
   */
  KeySet(List<VerificationKey> keys, boolean unnamedServeAnyId) {
    this.keys = List.copyOf(keys);
    this.unnamedServeAnyId = unnamedServeAnyId;
    for (VerificationKey key : this.keys) {
      key.kid().ifPresent(kid -> named.computeIfAbsent(kid, this::namedSo));
    }
    this.unasked = answers(key -> true);
    this.anyId =
        unnamedServeAnyId && this.keys.stream().anyMatch(key -> key.kid().isEmpty())
            ? answers(key -> key.kid().isEmpty())
            : null;
  }

  /**
   * The same set, with the earlier one's very objects for the keys that are in both: who holds on
   * to a key can tell by identity that it still stands.
   */
  KeySet keeping(KeySet earlier) {
    List<VerificationKey> kept = new ArrayList<>(keys.size());
    for (VerificationKey key : keys) {
      kept.add(earlier.keys.stream().filter(key::isSameAs).findFirst().orElse(key));
    }
    return new KeySet(kept, unnamedServeAnyId);
  }

  int size() {
    return keys.size();
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Whether there is nothing to gain by reading the keys again for a token that says this. */
  boolean knows(Optional<String> kid) {
    return answers(kid) != null;
  }

  /**
   * The only one that fits; where several do, none. A key that is named goes before one without.
   */
  @SuppressWarnings("EnumOrdinal") // a place for each, within this process
  Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm) {
    List<Optional<VerificationKey>> answers = answers(kid);
    return answers == null ? Optional.empty() : answers.get(algorithm.ordinal());
  }

  /** What to say for each algorithm, by its ordinal; null where the key id is not known. */
  @Nullable List<Optional<VerificationKey>> answers(Optional<String> kid) {
    if (kid.isEmpty()) {
      // with no key at all, a token without an id has nothing to be wrong about either
      return keys.isEmpty() ? null : unasked;
    }
    List<Optional<VerificationKey>> answers = named.get(kid.get());
    return answers == null ? anyId : answers;
  }

  private List<Optional<VerificationKey>> namedSo(String kid) {
    Optional<String> name = Optional.of(kid);
    return answers(key -> key.kid().equals(name));
  }

  private List<Optional<VerificationKey>> answers(Predicate<VerificationKey> among) {
    List<Optional<VerificationKey>> answers = new ArrayList<>();
    for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
      List<VerificationKey> fit =
          keys.stream()
              .filter(key -> among.test(key) && key.algorithms().contains(algorithm))
              .toList();
      answers.add(fit.size() == 1 ? Optional.of(fit.get(0)) : Optional.empty());
    }
    return List.copyOf(answers);
  }
}
