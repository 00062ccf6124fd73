package io.bailiwick.adapter.feed;

/** Why a request for revocations failed. Stable, and says nothing of what was sent or answered. */
public enum FeedFailure {
  /** No answer for longer than it was to wait. */
  TIMED_OUT,
  /** Nobody answers at that address. */
  UNREACHABLE,
  TLS_FAILED,
  /** The issuer says that it can't now, or too often. */
  SERVER_ERROR,
  /**
   * The issuer does not know this service, or not as one that may follow: to be put right there.
   */
  NOT_AUTHORIZED,
  /** The issuer does not take the request: another version, say. */
  NOT_UNDERSTOOD,
  /** What it answered is no answer of a feed. */
  MALFORMED,
  TOO_LARGE,
  /** It sends elsewhere, where nobody follows. */
  REDIRECTED,
  /** A fault of this side, logged by its class. */
  INTERNAL_ERROR
}
