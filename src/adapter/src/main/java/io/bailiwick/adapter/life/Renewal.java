package io.bailiwick.adapter.life;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.token.Caller;
import java.time.Instant;
import java.util.Optional;

/** Whether a connection may go on with another token. */
final class Renewal {
  private Renewal() {}

  /**
   * @throws Refused as forbidden where the token is another's, or bound elsewhere; as expired where
   *     it is, or is none that is newer: a fresh one helps
   */
  static void require(AgentConnection earlier, AgentConnection renewed, Instant now) {
    if (!earlier.agent().equals(renewed.agent())
        || !isOfTheSame(earlier.caller(), renewed.caller())) {
      throw new Refused(Refusal.of(Refusal.Code.FORBIDDEN));
    }
    if (!now.isBefore(renewed.expiresAt()) || !isNewer(earlier.caller(), renewed.caller())) {
      throw new Refused(AgentConnection.expiry());
    }
  }

  /** Whoever acts, acts on: a token that a person got does not take over what an agent opened. */
  private static boolean isOfTheSame(Caller earlier, Caller renewed) {
    return earlier.identity().equals(renewed.identity())
        && earlier.actors().equals(renewed.actors())
        && earlier.agent().equals(renewed.agent())
        && earlier.confirmation().equals(renewed.confirmation());
  }

  /**
   * By the tokens that were presented: a ticket makes none newer. Those of the same second are told
   * apart by their ids, where both have one.
   */
  private static boolean isNewer(Caller earlier, Caller renewed) {
    Optional<String> before = earlier.originalTokenId();
    Optional<String> after = renewed.originalTokenId();
    int order = renewed.originallyIssuedAt().compareTo(earlier.originallyIssuedAt());
    if (order == 0) {
      return before.isPresent() && after.isPresent() && !before.equals(after);
    }
    return order > 0 && !(before.isPresent() && before.equals(after));
  }
}
