package io.bailiwick.jakarta;

import java.time.Duration;

/**
 * What one WebSocket may cost.
 *
 * @param maxMessageBytes the longest message that is taken, text or binary; a longer one closes the
 *     socket with 1009
 * @param idleTimeout after how long without a frame the socket is closed
 */
public record SocketLimits(int maxMessageBytes, Duration idleTimeout) {

  /** 64 KiB a message, five minutes of silence. */
  public static SocketLimits standard() {
    return new SocketLimits(64 * 1024, Duration.ofMinutes(5));
  }

  /**
   * @throws IllegalArgumentException where either is not positive: no limit can be switched off
   */
  public SocketLimits {
    if (maxMessageBytes <= 0 || idleTimeout.isNegative() || idleTimeout.isZero()) {
      throw new IllegalArgumentException("A WebSocket's limits are positive");
    }
  }
}
