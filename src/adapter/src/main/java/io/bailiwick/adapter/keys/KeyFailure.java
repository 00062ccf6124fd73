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
  /** Another certificate than one that is trusted for that name, or no TLS as it should be. */
  TLS_FAILED,
  /** An answer of another media type than JSON, such as a page to log in at. */
  WRONG_CONTENT_TYPE,
  /** An answer in a content encoding, which was not asked for: nothing is ever unpacked. */
  ENCODED,
  /** More bytes than are read. */
  TOO_LARGE,
  /** Not a JWKS, not a discovery document, or not what it should say. */
  MALFORMED,
  /** The discovery document speaks for another issuer. */
  WRONG_ISSUER,
  /** The discovery document names a JWKS that is not behind TLS. */
  INSECURE_URL,
  /** A JWKS without a key that may verify signatures. */
  NO_USABLE_KEY,
  /** Nothing of the issuer's doing: no memory, no thread, or a fault in here. */
  INTERNAL_ERROR
}
