package io.bailiwick.adapter.token;

import java.util.List;

/**
 * Whether what was verified still stands. Asked at each admission and at each refresh of a
 * connection, so it is quick and waits for nobody. Implementations are thread-safe.
 */
@FunctionalInterface
public interface RevocationCheck {
  /** Nothing is ever revoked. */
  RevocationCheck NONE = caller -> {};

  /**
   * @throws TokenRejected {@link TokenRejected.Reason#REVOKED} where it has been revoked; {@link
   *     TokenRejected.Reason#TOO_OLD} where that can't be told of one issued that long ago, and can
   *     of a fresh one
   * @throws RevocationsUnavailable where that can't be told of any token now
   */
  void check(Caller caller);

  /** Every setting that loosens a check, one sentence each: to be shown at start. */
  default List<String> loosened() {
    return List.of();
  }
}
