package io.bailiwick.adapter.token;

/** Why a token is not believed. Never echoes the token or a claim of it. */
public final class TokenRejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reasons, stable. */
  public enum Reason {
    /** Not a compact JWS, or a header or claim that is not what it must be. */
    MALFORMED,
    TOO_LARGE,
    UNSUPPORTED_ALGORITHM,
    /** The issuer has no key that fits key id and algorithm. */
    UNKNOWN_KEY,
    BAD_SIGNATURE,
    /** Not an access token. */
    WRONG_TYPE,
    WRONG_ISSUER,
    WRONG_AUDIENCE,
    EXPIRED,
    NOT_YET_VALID,
    /** A claim is missing without which no token is believed. */
    MISSING_CLAIM,
    /** Bound to a key that a bearer does not prove to have. */
    PROOF_REQUIRED,
    BAD_SUBJECT,
    /** Not the development security key. */
    WRONG_SECURITY_KEY
  }

  private final Reason reason;

  public TokenRejected(Reason reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
