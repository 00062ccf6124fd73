package io.bailiwick.adapter.token;

/** Why a token is not believed. Never echoes the token or a claim of it. */
public final class TokenRejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reasons, stable. */
  public enum Reason {
    /** Not a compact JWS, or a header or claim that is not what it must be. */
    MALFORMED,
    TOO_LARGE,
    /** The header brings or points to a key, or asks for an extension (RFC 8725, 3.10). */
    FORBIDDEN_HEADER,
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
    /** Bound to a key or certificate, and nothing came to prove it. */
    PROOF_REQUIRED,
    /** Bound to nothing, where only what is bound is taken: under the scheme DPoP, say. */
    NOT_BOUND,
    /** Bound in a way that is not understood here. */
    UNKNOWN_CONFIRMATION,
    /** Not a DPoP proof, or more than one, or not signed by the key that it shows. */
    INVALID_PROOF,
    /** The proof is of another key or certificate than the token is bound to. */
    WRONG_PROOF_KEY,
    /** A proof for another method or address. */
    PROOF_FOR_OTHER_REQUEST,
    /** A proof for another token. */
    PROOF_FOR_OTHER_TOKEN,
    /** A proof made too long ago, or in the future. */
    STALE_PROOF,
    /** A proof that was used before. */
    REPLAYED_PROOF,
    /** A proof without this service's nonce, or with one that is no longer good. */
    NONCE_REQUIRED,
    /** More proofs in a short time than can be remembered. */
    TOO_MANY_PROOFS,
    BAD_SUBJECT,
    /** Logged out, disabled, or taken back in another way. */
    REVOKED,
    /** Issued so long ago that it can't be told whether it was revoked; a fresh one will do. */
    TOO_OLD,
    /** Lives longer than revocations are remembered, and so could outlive its own. */
    LIVES_TOO_LONG,
    /** A ticket or API key that is none, or that its authority does not take. */
    HANDLE_REFUSED,
    /** What a ticket or API key was redeemed for is no token for such a one. */
    WRONG_AUTH_METHOD,
    /** Good once, and used before: a logout token, say. */
    REPLAYED,
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
