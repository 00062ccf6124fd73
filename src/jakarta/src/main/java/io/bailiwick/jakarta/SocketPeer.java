package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.life.Peer;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The other end of a WebSocket.
 *
 * @param messages how it is told of its life; empty where the client has not asked for that
 */
record SocketPeer(Session session, Optional<LifeMessages> messages) implements Peer {
  /** For how long a peer may keep us waiting for its side of the close. */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  @Override
  public void close(Refusal how) {
    try {
      session.setMaxIdleTimeout(CLOSING.toMillis());
      session.close(
          new CloseReason(CloseReason.CloseCodes.getCloseCode(how.closeCode()), how.closeReason()));
    } catch (IOException | IllegalStateException e) {
      // closed already, or its peer is gone: it can't be told
    }
  }

  @Override
  public void life(Duration left) {
    messages.ifPresent(how -> send(how.life(left)));
  }

  @Override
  public void expiring(Duration left) {
    messages.ifPresent(how -> send(how.expiring(left)));
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
