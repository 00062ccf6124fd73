package io.bailiwick.adapter.access;

/**
 * How much may wait for one peer to read.
 *
 * @param messages how many messages
 * @param characters how many characters, all together
 * @param overflow what becomes of an event for which there is no room
 */
public record OutboxLimits(int messages, int characters, Overflow overflow) {

  /** What becomes of an event for which there is no room. */
  public enum Overflow {
    /**
     * The connection is closed, with 1013 and {@code server.slow_consumer}: it may come again, and
     * knows that it has missed something.
     */
    CLOSE,
    /** That event is not delivered to that peer, which is not told; counted. */
    DROP
  }

  /** 256 messages, a million characters; a peer that lets more wait is closed. */
  public static OutboxLimits standard() {
    return new OutboxLimits(256, 1_048_576, Overflow.CLOSE);
  }

  /**
   * @throws IllegalArgumentException where one is not positive: no limit can be switched off
   */
  public OutboxLimits {
    if (messages <= 0 || characters <= 0) {
      throw new IllegalArgumentException("What may wait is bounded, and some");
    }
  }

  public OutboxLimits dropping() {
    return new OutboxLimits(messages, characters, Overflow.DROP);
  }
}
