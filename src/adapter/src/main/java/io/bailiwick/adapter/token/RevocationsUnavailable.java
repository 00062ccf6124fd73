package io.bailiwick.adapter.token;

import java.time.Duration;

/**
 * What has been revoked can't be told now, of no token: retryable, a 503, never "invalid token" or
 * "revoked".
 */
public final class RevocationsUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public RevocationsUnavailable(Duration retryAfter) {
    super("It is not known what has been revoked", null, false, false);
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
