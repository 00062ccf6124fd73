package io.bailiwick.adapter.proof;

import io.bailiwick.adapter.token.Caller.Identity;
import java.time.Instant;

/**
 * Remembers which proofs were used (RFC 9449, 11.1). Implementations are thread-safe, and what they
 * throw refuses the request.
 */
@FunctionalInterface
public interface ProofReplays {

  /** What became of a proof. */
  enum Outcome {
    /** Used for the first time, and remembered. */
    FIRST,
    /** Used before. */
    SEEN,
    /** Not known, and there is no room to remember it: refused, to be tried again later. */
    CROWDED
  }

  /**
   * Takes a proof, in one step: of two that take the same one at once, one is first.
   *
   * @param holder whom the token was made for that the proof came with: to share the room by, since
   *     one holder can have any number of keys
   * @param thumbprint of the key that made it; ids of one key say nothing about another's
   * @param id its {@code jti}, at most {@value DpopProofs#MAX_ID_LENGTH} characters of any kind
   * @param until from then on it is refused for its age, and may be forgotten; the same each time
   */
  Outcome take(Identity holder, String thumbprint, String id, Instant until);

  /**
   * Since when every proof that was used is known; one that was made before is refused. From the
   * beginning of time where the memory outlives this process.
   */
  default Instant since() {
    return Instant.MIN;
  }
}
