package io.bailiwick.adapter.life;

import io.bailiwick.adapter.token.Caller;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that an issuer has taken back: the tokens of a session, subject or client, one token,
 * or all. Values are compared exactly. Immutable.
 *
 * @param value the {@code sid}, {@code sub}, {@code jti} or {@code azp}; empty text for all
 * @param issuedUpTo only tokens that were issued then or before ({@code iat <= T}, in whole seconds
 *     as {@code iat} is); empty: whenever they were issued
 */
public record Revocation(String issuer, Kind kind, String value, Optional<Instant> issuedUpTo) {

  /** What is taken back. */
  public enum Kind {
    SESSION,
    SUBJECT,
    TOKEN,
    CLIENT,
    EVERYTHING
  }

  /**
   * @throws IllegalArgumentException where the issuer or value is missing, or all is to be taken
   *     back for all time
   */
  public Revocation {
    if (issuer.isBlank() || (kind != Kind.EVERYTHING && value.isEmpty())) {
      throw new IllegalArgumentException("A revocation says whose, and of which issuer");
    }
    if (kind == Kind.EVERYTHING && (!value.isEmpty() || issuedUpTo.isEmpty())) {
      throw new IllegalArgumentException("All of an issuer's tokens are revoked up to a time");
    }
  }

  /**
   * A session has ended: its tokens are refused, whenever they were issued. This is remembered for
   * as long as one that had been issued by then may live; that no more are issued is the issuer's.
   */
  public static Revocation session(String issuer, String sid) {
    return new Revocation(issuer, Kind.SESSION, sid, Optional.empty());
  }

  /** All of a subject's tokens that were issued by then, in whatever session. */
  public static Revocation subject(String issuer, String sub, Instant issuedUpTo) {
    return new Revocation(issuer, Kind.SUBJECT, sub, Optional.of(issuedUpTo));
  }

  /**
   * One token, and what its tickets were redeemed for. A connection that has gone on with a newer
   * one lives.
   */
  public static Revocation token(String issuer, String jti) {
    return new Revocation(issuer, Kind.TOKEN, jti, Optional.empty());
  }

  /** All tokens of a client that were issued by then. */
  public static Revocation client(String issuer, String azp, Instant issuedUpTo) {
    return new Revocation(issuer, Kind.CLIENT, azp, Optional.of(issuedUpTo));
  }

  /** All tokens of an issuer that were issued by then, as where it pushes a not-before. */
  public static Revocation everything(String issuer, Instant issuedUpTo) {
    return new Revocation(issuer, Kind.EVERYTHING, "", Optional.of(issuedUpTo));
  }

  /** Whether that caller's token is among them, or the one that its ticket was minted with. */
  public boolean covers(Caller caller) {
    return issuer.equals(caller.issuer())
        && isOf(caller)
        && (issuedUpTo.isEmpty() || caller.isIssuedBy(issuedUpTo.get().getEpochSecond()));
  }

  private boolean isOf(Caller caller) {
    return switch (kind) {
      case SESSION -> caller.sessionId().filter(value::equals).isPresent();
      case SUBJECT -> value.equals(caller.subject());
      case TOKEN -> caller.hasTokenId(value);
      case CLIENT -> caller.identity().clientId().filter(value::equals).isPresent();
      case EVERYTHING -> true;
    };
  }

  /** What kind of thing, not which. */
  @Override
  public String toString() {
    return "Revocation[" + kind + issuedUpTo.map(time -> ", issued up to " + time).orElse("") + "]";
  }
}
