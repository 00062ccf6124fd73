package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.CloseCodes;
import io.bailiwick.adapter.connect.Parting;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Ends a socket: says what is to be said, then closes. */
final class Farewell {
  /**
   * For how long a peer may keep us waiting: to take what is said, or for its side of the close.
   */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private Farewell() {}

  static void say(Session session, Parting parting) {
    try {
      beat(session);
      session.setMaxIdleTimeout(CLOSING.toMillis());
      // closed once it is sent, or can't be
      if (parting.text().isPresent()) {
        session
            .getAsyncRemote()
            .sendText(parting.text().get(), sent -> close(session, parting.close()));
      } else if (parting.binary().isPresent()) {
        session
            .getAsyncRemote()
            .sendBinary(
                parting.binary().get().duplicate(), sent -> close(session, parting.close()));
      } else {
        close(session, parting.close());
      }
    } catch (IllegalStateException | IllegalArgumentException e) {
      // a container that sends one at a time is at another, or it is closed by now
      close(session, parting.close());
    }
  }

  /**
   * A heartbeat that asks for no answer (RFC 6455, 5.5.3): else a socket that was silent for longer
   * than it may be from now on counts as timed out at once, and is told that.
   */
  private static void beat(Session session) {
    try {
      session.getAsyncRemote().sendPong(ByteBuffer.allocate(0));
    } catch (IOException e) {
      // closed already, or its peer is gone
    }
  }

  private static void close(Session session, CloseCodes.Close how) {
    try {
      session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(how.code()), how.reason()));
    } catch (IOException | IllegalStateException e) {
      // closed already, or its peer is gone: it can't be told
    }
  }
}
