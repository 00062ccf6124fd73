package io.bailiwick.adapter.token;

/** Why a token is not believed. Never echoes the token or a claim of it. */
public final class TokenRejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reasons, stable. */
  public enum Reason {
    MALFORMED,
    TOO_LARGE,
    UNSUPPORTED_ALGORITHM,
    UNKNOWN_KEY,
    BAD_SIGNATURE,
    WRONG_TYPE,
    WRONG_ISSUER,
    WRONG_AUDIENCE,
    EXPIRED,
    NOT_YET_VALID,
    PROOF_REQUIRED,
    BAD_SUBJECT
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
