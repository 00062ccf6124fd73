package io.bailiwick.jakarta;

import io.bailiwick.adapter.access.Outlet;
import jakarta.websocket.Session;
import java.util.function.Consumer;

/**
 * A WebSocket as the outlet of its connection's messages: texts, one at a time, without waiting for
 * the peer. Thread-safe, as long as nothing else sends on that session.
 */
public record SocketOutlet(Session session) implements Outlet {

  @Override
  public void send(String text, Consumer<Boolean> done) {
    session.getAsyncRemote().sendText(text, result -> done.accept(result.isOK()));
  }

  /** Not the session, which has the query string in its text. */
  @Override
  public String toString() {
    return "SocketOutlet";
  }
}
