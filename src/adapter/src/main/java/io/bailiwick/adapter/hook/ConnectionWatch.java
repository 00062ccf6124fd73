package io.bailiwick.adapter.hook;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.token.Caller;
import java.util.Optional;

/**
 * Hears of one connection, once it is there. Implementations are thread-safe and wait for nobody;
 * what one throws is logged and keeps no other from hearing.
 */
public interface ConnectionWatch {
  /**
   * It goes on with a newer token, whose scopes may be fewer or more. Before the refresh returns.
   */
  default void refreshed(Caller before) {}

  /** It is read-only from now on, or is not any more. */
  default void readonlyChanged(boolean readonly) {}

  /**
   * It has ended. Once; at once, where it had before this began to watch.
   *
   * @param how what it was ended with; empty where its client has left
   */
  default void ended(Optional<Refusal> how) {}
}
