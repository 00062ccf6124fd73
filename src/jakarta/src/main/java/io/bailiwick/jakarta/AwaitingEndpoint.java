package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.AwaitedCredential;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.Refusal;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose credential is yet to come, in its first message. Until then there is no
 * application behind it and nothing is sent; then it is the endpoint of the connection that the
 * gate has opened, or it is closed. The container hands over one message at a time, so what follows
 * the first one waits until it is decided.
 */
final class AwaitingEndpoint extends Endpoint {
  private final ConnectGate gate;
  private final AwaitedCredential awaited;
  private final Function<AgentConnection, Endpoint> opened;
  private final SocketLimits limits;
  private final FirstMessageWatch watch;
  private FirstMessageWatch.@Nullable Place place;
  private volatile @Nullable Endpoint behind;

  /**
   * @param opened the endpoint of a connection; refuses where there is none
   */
  AwaitingEndpoint(
      ConnectGate gate,
      AwaitedCredential awaited,
      Function<AgentConnection, Endpoint> opened,
      SocketLimits limits,
      FirstMessageWatch watch) {
    this.gate = gate;
    this.awaited = awaited;
    this.opened = opened;
    this.limits = limits;
    this.watch = watch;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.setMaxTextMessageBufferSize(limits.maxMessageBytes());
    session.setMaxBinaryMessageBufferSize(limits.maxMessageBytes());
    session.setMaxIdleTimeout(limits.idleTimeout().toMillis());
    place = watch.enter(awaited.deadline(), () -> close(session, awaited.none()));
    Awaiting awaiting = new Awaiting(session, config);
    session.addMessageHandler(String.class, awaiting.text);
    session.addMessageHandler(ByteBuffer.class, awaiting.binary);
  }

  @Override
  public void onError(Session session, Throwable thrown) {
    Endpoint now = behind;
    if (now != null) {
      now.onError(session, thrown);
    }
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    if (place != null) {
      place.leave();
    }
    Endpoint now = behind;
    if (now != null) {
      now.onClose(session, reason);
    }
  }

  private static void close(Session session, Refusal refusal) {
    GatedEndpoint.close(session, refusal);
  }

  /** The handlers of the first message, for as long as it is awaited. */
  private final class Awaiting {
    private final Session session;
    private final EndpointConfig config;
    private final MessageHandler.Whole<String> text = this::decide;
    private final MessageHandler.Whole<ByteBuffer> binary = this::refuse;

    Awaiting(Session session, EndpointConfig config) {
      this.session = session;
      this.config = config;
    }

    /** A credential is text. */
    private void refuse(ByteBuffer message) {
      if (place != null && place.leave()) {
        close(session, awaited.none());
      }
    }

    private void decide(String message) {
      // whoever was late is being closed, whatever comes in meanwhile
      if (place == null || !place.leave()) {
        return;
      }
      try {
        Endpoint endpoint = opened.apply(awaited.open(message));
        session.removeMessageHandler(text);
        session.removeMessageHandler(binary);
        behind = endpoint;
        endpoint.onOpen(session, config);
      } catch (RuntimeException e) {
        close(session, gate.refusalFor(e));
      }
    }
  }
}
