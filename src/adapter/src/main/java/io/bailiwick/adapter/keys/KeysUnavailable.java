package io.bailiwick.adapter.keys;

import java.time.Duration;

/** The keys could not be had: retryable, a 503, never "invalid token". */
public final class KeysUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public KeysUnavailable(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
