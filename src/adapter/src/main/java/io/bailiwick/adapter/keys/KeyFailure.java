package io.bailiwick.adapter.keys;

/** Why keys could not be read; stable codes. */
public enum KeyFailure {
  /** No connection, or it broke. */
  UNREACHABLE,
  /** Not answered in time. */
  TIMED_OUT,
  /** An HTTP status other than 200. */
  BAD_STATUS,
  /** A redirect, which is never followed. */
  REDIRECTED,
  /** More bytes than are read. */
  TOO_LARGE,
  /** Not a JWKS, not a discovery document, or not what it should say. */
  MALFORMED,
  /** The discovery document speaks for another issuer. */
  WRONG_ISSUER,
  /** The discovery document names a JWKS that is not behind TLS. */
  INSECURE_URL,
  /** A JWKS without a key that may verify signatures. */
  NO_USABLE_KEY
}
