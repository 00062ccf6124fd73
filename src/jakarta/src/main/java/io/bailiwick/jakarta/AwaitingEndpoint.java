package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.AuthenticateMessages;
import io.bailiwick.adapter.connect.AwaitedCredential;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.Refusal;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose credential is yet to come, in its first message. Until then there is no
 * application behind it and nothing is sent; then it is the endpoint of the connection that the
 * gate has opened, or it is closed. The container hands over one message at a time, so what follows
 * the first one waits until it is decided; but the socket may close meanwhile, and what was let in
 * too late is let go again.
 */
final class AwaitingEndpoint extends Endpoint {
  /** A token of the longest that is taken, and some room. */
  static final int MAX_FIRST_MESSAGE_BYTES = 20 * 1024;

  /** How many messages a client has that authenticates in messages, until it is let in. */
  static final int MAX_TRIES = 5;

  private final ConnectGate gate;
  private final AwaitedCredential awaited;
  private final Function<AgentConnection, GatedEndpoint> opened;
  private final SocketLimits limits;
  private final FirstMessageWatch.Place place;
  // under its own lock
  private @Nullable GatedEndpoint behind;
  private boolean over;

  /**
   * @param opened the endpoint of a connection; refuses where there is none
   * @param place the socket's own; whoever hands it out takes it back where there is no socket
   */
  AwaitingEndpoint(
      ConnectGate gate,
      AwaitedCredential awaited,
      Function<AgentConnection, GatedEndpoint> opened,
      SocketLimits limits,
      FirstMessageWatch.Place place) {
    this.gate = gate;
    this.awaited = awaited;
    this.opened = opened;
    this.limits = limits;
    this.place = place;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    int most = Math.min(limits.maxMessageBytes(), MAX_FIRST_MESSAGE_BYTES);
    session.setMaxTextMessageBufferSize(most);
    session.setMaxBinaryMessageBufferSize(most);
    session.setMaxIdleTimeout(limits.idleTimeout().toMillis());
    if (!place.await(awaited.deadline(), () -> close(session, awaited.none()))) {
      // it took too long to get here, and its place is another's
      close(session, awaited.none());
      return;
    }
    Awaiting awaiting = new Awaiting(session, config);
    session.addMessageHandler(String.class, awaiting.text);
    session.addMessageHandler(ByteBuffer.class, awaiting.binary);
  }

  /** The container closes it, as a rule; where it does not, the deadline does. */
  @Override
  public void onError(Session session, Throwable thrown) {
    GatedEndpoint now = behindOrOver();
    if (now != null) {
      now.onError(session, thrown);
    }
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    place.leave();
    GatedEndpoint now = behindOrOver();
    if (now != null) {
      now.onClose(session, reason);
    }
  }

  /** What is behind it; where nothing is, nothing will be. */
  private synchronized @Nullable GatedEndpoint behindOrOver() {
    over = true;
    return behind;
  }

  /** Whether it is behind it from now on: not where the socket is over, or is being closed. */
  private synchronized boolean put(GatedEndpoint endpoint, Session session) {
    over |= !session.isOpen();
    if (!over) {
      behind = endpoint;
    }
    return !over;
  }

  private synchronized boolean isOver() {
    return over;
  }

  private void close(Session session, Refusal refusal) {
    GatedEndpoint.close(session, gate, refusal);
  }

  /** The handlers of the first message, for as long as it is awaited. */
  private final class Awaiting {
    private final Session session;
    private final EndpointConfig config;
    private final MessageHandler.Whole<String> text = this::decide;
    private final MessageHandler.Whole<ByteBuffer> binary = this::refuse;
    private int left = MAX_TRIES;

    Awaiting(Session session, EndpointConfig config) {
      this.session = session;
      this.config = config;
    }

    /** A credential is text. */
    private void refuse(ByteBuffer message) {
      if (place.leave()) {
        close(session, awaited.none());
      }
    }

    private void decide(String message) {
      Optional<AuthenticateMessages> words = gate.clients().messages();
      if (words.isPresent()) {
        converse(words.get(), message);
        return;
      }
      // whoever was late is being closed, whatever comes in meanwhile
      if (!place.leave()) {
        return;
      }
      if (isOver()) {
        close(session, awaited.none());
        return;
      }
      try {
        open(opened.apply(awaited.open(message)));
      } catch (RuntimeException e) {
        close(session, gate.refusalFor(e));
      }
    }

    /** Answers in messages and waits on, for a few of them and within the deadline. */
    private void converse(AuthenticateMessages words, String message) {
      if (left <= 0 || place.hasLeft()) {
        // it is being closed, whatever comes in meanwhile
        return;
      }
      left--;
      if (!words.isAuthenticate(message)) {
        answer(words.required(), awaited::none);
        return;
      }
      AgentConnection admitted;
      try {
        admitted = awaited.open(message);
      } catch (RuntimeException e) {
        Refusal refusal = gate.refusalFor(e);
        answer(words.refused(refusal), () -> refusal);
        return;
      }
      // whoever was late is being closed
      if (place.leave()) {
        try {
          open(opened.apply(admitted));
        } catch (RuntimeException e) {
          close(session, gate.refusalFor(e));
        }
      }
    }

    /** Or closes it, where there were enough. */
    private void answer(String text, Supplier<Refusal> enough) {
      if (left > 0) {
        try {
          session.getAsyncRemote().sendText(text, sent -> {});
        } catch (IllegalStateException | IllegalArgumentException e) {
          // closed meanwhile, or the answer before is not taken yet
        }
      } else if (place.leave()) {
        close(session, enough.get());
      }
    }

    private void open(GatedEndpoint endpoint) {
      if (!put(endpoint, session)) {
        endpoint.abandon();
        close(session, Refusal.of(Refusal.Code.GOING_AWAY));
        return;
      }
      try {
        session.removeMessageHandler(text);
        session.removeMessageHandler(binary);
        endpoint.onOpen(session, config);
      } catch (RuntimeException e) {
        endpoint.abandon();
        throw e;
      }
    }
  }
}
