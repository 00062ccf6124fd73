package io.bailiwick.adapter.life;

import io.bailiwick.adapter.token.LogoutToken;
import io.bailiwick.adapter.token.LogoutTokenVerifier;
import io.bailiwick.adapter.token.TokenRejected;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Receives logout tokens (OpenID Connect Back-Channel Logout 1.0), of any OpenID provider: a
 * session that has ended is revoked, or where the token names none, what its subject was issued
 * until the logout. Each token is taken once; one that were taken twice would revoke nothing more.
 * Thread-safe.
 *
 * <p>A provider sends one to the clients that a session has logged in to and that have registered
 * for it, and does not try again for long: beside a service that was down, a token lives to its
 * expiry. A token without a session revokes by {@code sub}: where the verifier takes another claim
 * as the user, let the provider send sessions.
 */
public final class BackChannelLogout {
  private static final int MOST_SEEN = 10_000;

  /** Longer than a token is taken, whichever clock is ahead. */
  private static final Duration REMEMBERED = LogoutTokenVerifier.freshness().multipliedBy(2);

  private final LogoutTokenVerifier verifier;
  private final Revocations revocations;
  private final Clock clock;

  /** The tokens that were taken, the eldest first. */
  private final LinkedHashMap<String, Instant> seen = new LinkedHashMap<>();

  private BackChannelLogout(LogoutTokenVerifier verifier, Revocations revocations, Clock clock) {
    this.verifier = verifier;
    this.revocations = revocations;
    this.clock = clock;
  }

  public static BackChannelLogout of(
      LogoutTokenVerifier verifier, Revocations revocations, Clock clock) {
    return new BackChannelLogout(verifier, revocations, clock);
  }

  /**
   * Takes a logout token: when this returns, what it says is revoked and connections have ended.
   *
   * @throws TokenRejected where it is not to be believed, or was taken before
   * @throws io.bailiwick.adapter.keys.KeysUnavailable where that can't be told now
   */
  public void receive(String logoutToken) {
    LogoutToken token = verifier.verify(logoutToken);
    if (!isFirst(token.id())) {
      throw new TokenRejected(TokenRejected.Reason.REPLAYED);
    }
    revocations.revoke(
        token
            .session()
            .map(sid -> Revocation.session(token.issuer(), sid))
            .orElseGet(
                () ->
                    Revocation.subject(
                        token.issuer(), token.subject().orElseThrow(), token.issuedAt())));
  }

  private boolean isFirst(String id) {
    Instant now = clock.instant();
    synchronized (seen) {
      Iterator<Map.Entry<String, Instant>> eldest = seen.entrySet().iterator();
      while (eldest.hasNext()) {
        boolean old = eldest.next().getValue().plus(REMEMBERED).isBefore(now);
        if (!old && seen.size() < MOST_SEEN) {
          break;
        }
        eldest.remove();
      }
      return seen.putIfAbsent(id, now) == null;
    }
  }
}
