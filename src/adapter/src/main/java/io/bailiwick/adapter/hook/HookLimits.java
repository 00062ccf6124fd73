package io.bailiwick.adapter.hook;

import java.time.Duration;

/**
 * What the hooks of a service may cost.
 *
 * <p>A hook that never ends, not even when it is interrupted, keeps its thread: {@code threads} are
 * lost at most, {@code perCaller} of them to one caller. Connections that need a hook are then
 * refused; live ones, and requests that need none, go on.
 *
 * @param timeout how long each hook may take; a minute at most. A connection is let go that is not
 *     open within fifteen seconds of its registration
 * @param threads how many hooks run at once, of connections that are being opened; one more is
 *     refused as {@code unavailable}, and waits nowhere
 * @param perCaller how many of those are of one issuer's subject; one more is refused as {@code
 *     rate_limited}
 * @param closingThreads how many of {@code onDisconnect} run at once; more wait
 * @param closing how many may wait so; while as many do, no connection is opened, since each has to
 *     be told of its end
 */
public record HookLimits(
    Duration timeout, int threads, int perCaller, int closingThreads, int closing) {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** Five seconds; 64 at once, 8 of a caller; 8 at their end, with 50,000 that wait. */
  public static HookLimits standard() {
    return new HookLimits(Duration.ofSeconds(5), 64, 8, 8, 50_000);
  }

  /**
   * @throws IllegalArgumentException where one is not positive, or the time is over a minute: no
   *     limit can be switched off
   */
  public HookLimits {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("A hook takes some time, and a minute at most");
    }
    if (threads <= 0 || perCaller <= 0 || closingThreads <= 0 || closing <= 0) {
      throw new IllegalArgumentException("A limit of hooks is positive");
    }
  }

  public HookLimits withTimeout(Duration each) {
    return new HookLimits(each, threads, perCaller, closingThreads, closing);
  }

  public HookLimits withThreads(int all, int ofOneCaller) {
    return new HookLimits(timeout, all, ofOneCaller, closingThreads, closing);
  }

  public HookLimits withClosing(int atOnce, int waiting) {
    return new HookLimits(timeout, threads, perCaller, atOnce, waiting);
  }
}
