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
    watched = expiry.at(connection.expiresAt(), () -> close(session, AgentConnection.expiry()));
    try {
      endpoint.onOpen(session, config);
    } catch (RuntimeException e) {
      close(session, gate.refusalFor(e));
    }
  }

  @Override
  public void onError(Session session, Throwable thrown) {
    close(session, gate.refusalFor(thrown));
    endpoint.onError(session, thrown);
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    if (watched != null) {
      watched.cancel();
    }
    endpoint.onClose(session, reason);
  }

  private static void close(Session session, Refusal refusal) {
    try {
      session.close(
          new CloseReason(
              CloseReason.CloseCodes.getCloseCode(refusal.closeCode()), refusal.closeReason()));
    } catch (IOException | IllegalStateException e) {
      // closed already, or its peer is gone: it can't be told
    }
  }
}
