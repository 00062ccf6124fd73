package io.bailiwick.adapter.life;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.RevocationCheck;
import io.bailiwick.adapter.token.TokenRejected;
import java.time.Clock;

/** Who may come in, and stay: unexpired, within limits, and not revoked. */
record Entrance(Clock clock, ConnectionLimits limits, RevocationCheck revocations) {

  /**
   * @throws Refused where it has expired, or there are too many
   */
  void requireRoom(ConnectionIndex index, AgentConnection admitted) {
    if (!clock.instant().isBefore(admitted.expiresAt())) {
      throw new Refused(AgentConnection.expiry());
    }
    if (index.size() >= limits.total()
        || index.ofCaller(admitted.caller()) >= limits.perCaller()
        || index.ofAgent(admitted.agent().name()) >= limits.perAgent()) {
      throw new Refused(Refusal.of(Refusal.Code.RATE_LIMITED));
    }
  }

  /**
   * @throws Refused where it is revoked, as expired where that can't be told of a token that old,
   *     or as no good token where it lives for longer than that could be told
   */
  void requireStanding(Caller caller) {
    try {
      revocations.check(caller);
    } catch (TokenRejected e) {
      throw new Refused(
          switch (e.reason()) {
            case TOO_OLD -> AgentConnection.expiry();
            case LIVES_TOO_LONG -> Refusal.of(Refusal.Code.INVALID_TOKEN);
            default -> Refusal.of(Refusal.Code.REVOKED);
          });
    }
  }
}
