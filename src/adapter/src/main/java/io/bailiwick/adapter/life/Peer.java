package io.bailiwick.adapter.life;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.token.Caller;
import java.time.Duration;
import java.util.Optional;

/**
 * The other end of one connection, as a binding reaches it: how it is closed, and what it is told
 * of its life. How that is written on the wire is the binding's.
 *
 * <p>Called on the registry's own threads or on the one that opens or refreshes the connection,
 * perhaps by several at once, and never under a lock. It may block for a moment, as sending to a
 * slow peer does. One that hangs holds up others for a quarter of a second at most, as long as
 * there are fewer than {@value Closers#MOST_LATE} such, and is interrupted after ten seconds. What
 * it throws is logged and passed over; it keeps no other connection open.
 */
@FunctionalInterface
public interface Peer {
  /**
   * Ends it, with {@link Refusal#closeCode()} and {@link Refusal#closeReason()} or what a preset
   * has in their place. Called once at most. The connection itself has ended already: nothing is
   * allowed on it any more, whatever comes of this.
   */
  void close(Refusal how);

  /**
   * How long the connection lives if nothing is done: told when it opens, and after each refresh.
   */
  default void life(Duration left) {}

  /** A newer token is wanted within that time, or the connection will end. */
  default void expiring(Duration left) {}

  /**
   * The connection goes on with a newer token, whose scopes may be fewer or more: what was allowed
   * by the one before is to be looked at again. Before the refresh returns.
   *
   * @param before the caller by the token that it had until now
   */
  default void refreshed(Caller before) {}

  /**
   * The connection has ended, for good. Exactly once, if it was opened, and after it was; whether
   * or not {@link #close} is called too, and perhaps before that.
   *
   * @param how what it was ended with; empty where the peer has left
   */
  default void ended(Optional<Refusal> how) {}
}
