package io.bailiwick.adapter.handle;

import java.time.Duration;

/** Whether a handle is good can't be told now: retryable, a 503, never "bad handle". */
public final class RedeemingUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why, stable; says nothing of the handle. */
  public enum Reason {
    /** As many calls are under way as may be. */
    BUSY,
    TIMED_OUT,
    /** Nobody answers at that address. */
    UNREACHABLE,
    TLS_FAILED,
    /** The authority says that it can't now, or too often. */
    SERVER_ERROR,
    /** The authority does not know this service, or not that grant: to be put right there. */
    NOT_AUTHORIZED,
    /** What it answered is no token response. */
    MALFORMED,
    TOO_LARGE,
    /** It sends elsewhere, where nobody follows. */
    REDIRECTED
  }

  private final Reason reason;
  private final Duration retryAfter;

  public RedeemingUnavailable(Reason reason, Duration retryAfter) {
    super(reason.name(), null, false, false);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  public Reason reason() {
    return reason;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
