package io.bailiwick.adapter.connect;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One refusal, in the terms of every binding: HTTP status, RFC 6750 challenge, WebSocket close
 * code. One table for all (DESIGN section 5).
 */
public record Refusal(
    Code code,
    int status,
    int closeCode,
    boolean retryable,
    Optional<Duration> retryAfter,
    List<String> requiredScopes) {

  /** The codes that callers see, stable. */
  public enum Code {
    MISSING_TOKEN,
    INVALID_TOKEN,
    EXPIRED_TOKEN,
    WRONG_AUDIENCE,
    FORBIDDEN,
    INSUFFICIENT_PERMISSIONS,
    NOT_FOUND,
    RATE_LIMITED,
    UNAVAILABLE,
    INVALID_REQUEST,
    INTERNAL_ERROR;

    public String text() {
      throw new UnsupportedOperationException();
    }
  }
}
