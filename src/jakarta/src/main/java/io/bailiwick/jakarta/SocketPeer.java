package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.ClientPreset;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.life.Peer;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.Optional;

/**
 * The other end of a WebSocket.
 *
 * @param clients how they are told of its end
 * @param messages how it is told of its life; empty where the client has not asked for that
 */
record SocketPeer(Session session, ClientPreset clients, Optional<LifeMessages> messages)
    implements Peer {
  @Override
  public void close(Refusal how) {
    Farewell.say(session, clients.ended(how));
  }

  @Override
  public void life(Duration left) {
    messages.ifPresent(how -> send(how.life(left)));
  }

  @Override
  public void expiring(Duration left) {
    messages.ifPresent(how -> send(how.expiring(left)));
  }

  /** Nothing of the session, whose text may hold its address. */
  @Override
  public String toString() {
    return "SocketPeer[" + clients.name() + "]";
  }

  /** Without waiting: a slow peer holds up its own messages, and nobody else's. */
  private void send(String text) {
    try {
      session.getAsyncRemote().sendText(text, sent -> {});
    } catch (IllegalStateException | IllegalArgumentException e) {
      // closed meanwhile, or a container that sends one at a time is at another
    }
  }
}
