package io.bailiwick.adapter.access;

import java.util.function.Consumer;

/** Where a connection's messages go out, as a binding has it. Implementations wait for nobody. */
@FunctionalInterface
public interface Outlet {
  /**
   * Sends one message; the next is handed over when this one is done.
   *
   * @param done told whether it was sent, once, on whatever thread, perhaps before this returns
   */
  void send(String text, Consumer<Boolean> done);
}
