package io.bailiwick.adapter.life;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.token.Caller;
import java.util.Optional;

/**
 * Hears of the life of all connections of a registry, after the fact. What it throws is logged and
 * passed over. Implementations are thread-safe and quick: whoever hangs keeps other listening
 * waiting, though no connection open and no peer untold.
 */
public interface ConnectionListener {
  /** Hears nothing. */
  ConnectionListener NONE = new ConnectionListener() {};

  /** It is visible in lists from now on. On the thread that opened it. */
  default void opened(Connection connection) {}

  /**
   * It goes on with a newer token, whose scopes may be fewer or more: subscriptions, say, are to be
   * looked at again. On the thread that refreshed it, before the refresh returns.
   *
   * @param before the caller by the token that it had until now
   */
  default void refreshed(Connection connection, Caller before) {}

  /**
   * It has ended, for good. Only of those that were opened, and once.
   *
   * @param how what it was ended with; empty where the peer has left
   */
  default void ended(Connection connection, Optional<Refusal> how) {}
}
