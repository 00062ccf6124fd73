package io.bailiwick.adapter.token;

import java.time.Instant;
import java.util.Optional;

/**
 * What a verified logout token says (OpenID Connect Back-Channel Logout 1.0, 2.4): whose session
 * has ended, or all of whose sessions. Only a {@link LogoutTokenVerifier} makes one. Immutable.
 */
public final class LogoutToken {
  private final String issuer;
  private final Optional<String> subject;
  private final Optional<String> session;
  private final String id;
  private final Instant issuedAt;

  LogoutToken(
      String issuer,
      Optional<String> subject,
      Optional<String> session,
      String id,
      Instant issuedAt) {
    this.issuer = issuer;
    this.subject = subject;
    this.session = session;
    this.id = id;
    this.issuedAt = issuedAt;
  }

  public String issuer() {
    return issuer;
  }

  /** Whose sessions; there where there is no {@link #session()}. */
  public Optional<String> subject() {
    return subject;
  }

  /** The one session that has ended; empty: all of the subject's. */
  public Optional<String> session() {
    return session;
  }

  /** The token's {@code jti}. */
  public String id() {
    return id;
  }

  public Instant issuedAt() {
    return issuedAt;
  }

  /** Nobody's name. */
  @Override
  public String toString() {
    return "LogoutToken[" + (session.isPresent() ? "session" : "subject") + ", " + issuedAt + "]";
  }
}
