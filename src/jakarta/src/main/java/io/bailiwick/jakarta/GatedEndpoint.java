package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.Refusal;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The application's endpoint within what its connection allows: message size, silence and expiry.
 * What it throws closes the socket: a refusal with its own code, anything else masked.
 */
final class GatedEndpoint extends Endpoint {
  private final ConnectGate gate;
  private final AgentConnection connection;
  private final Endpoint endpoint;
  private final SocketLimits limits;
  private final ExpiryWatch expiry;
  private ExpiryWatch.@Nullable Watched watched;
  private @Nullable Session gated;

  GatedEndpoint(
      ConnectGate gate,
      AgentConnection connection,
      Endpoint endpoint,
      SocketLimits limits,
      ExpiryWatch expiry) {
    this.gate = gate;
    this.connection = connection;
    this.endpoint = endpoint;
    this.limits = limits;
    this.expiry = expiry;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.setMaxTextMessageBufferSize(limits.maxMessageBytes());
    session.setMaxBinaryMessageBufferSize(limits.maxMessageBytes());
    session.setMaxIdleTimeout(limits.idleTimeout().toMillis());
    session.getUserProperties().put(AgentConnection.class.getName(), connection);
    watched = expiry.at(connection.expiresAt(), () -> close(session, AgentConnection.expiry()));
    gated =
        GatedSession.of(
            session, gate, new CallerPrincipal(connection.caller()), step -> guard(session, step));
    try {
      endpoint.onOpen(gated, config);
    } catch (RuntimeException e) {
      close(session, gate.refusalFor(e));
    }
  }

  @Override
  public void onError(Session session, Throwable thrown) {
    endpoint.onError(gated == null ? session : gated, thrown);
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    if (watched != null) {
      watched.cancel();
    }
    endpoint.onClose(gated == null ? session : gated, reason);
  }

  /** The timer closes in time, as a rule; what comes in between it and expiry is not delivered. */
  private void guard(Session session, Runnable delivery) {
    if (expiry.hasCome(connection.expiresAt())) {
      close(session, AgentConnection.expiry());
      return;
    }
    try {
      delivery.run();
    } catch (RuntimeException e) {
      close(session, gate.refusalFor(e));
    }
  }

  static void close(Session session, Refusal refusal) {
    try {
      session.close(
          new CloseReason(
              CloseReason.CloseCodes.getCloseCode(refusal.closeCode()), refusal.closeReason()));
    } catch (IOException | IllegalStateException e) {
      // closed already, or its peer is gone: it can't be told
    }
  }
}
