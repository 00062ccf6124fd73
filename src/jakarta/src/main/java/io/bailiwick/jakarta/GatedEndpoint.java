package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.hook.LiveConnection;
import io.bailiwick.adapter.life.Connection;
import io.bailiwick.adapter.token.Presentation;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.Optional;
import java.util.function.Function;

/**
 * The application's endpoint within what its connection allows: message size, silence, and as long
 * as it lives. What it throws ends the connection: a refusal with its own code, anything else
 * masked. The application hears of nothing before it is opened, and is never given the container's
 * own session.
 */
final class GatedEndpoint extends Endpoint {
  private final ConnectGate gate;
  private final LiveConnection<?> live;
  private final Connection connection;
  private final OrderedEndpoint endpoint;
  private final OpenSessions sessions;
  private final SocketLimits limits;
  private final LifeMessages messages;
  private final Function<LifeMessages.Renewal, Presentation> presentation;

  /**
   * @param sessions where it is for as long as the application has it
   * @param presentation how a newer token is presented, with what the handshake brought along
   */
  GatedEndpoint(
      ConnectGate gate,
      LiveConnection<?> live,
      Endpoint endpoint,
      OpenSessions sessions,
      SocketLimits limits,
      LifeMessages messages,
      Function<LifeMessages.Renewal, Presentation> presentation) {
    this.gate = gate;
    this.live = live;
    this.connection = live.connection();
    this.endpoint = new OrderedEndpoint(endpoint);
    this.sessions = sessions;
    this.limits = limits;
    this.messages = messages;
    this.presentation = presentation;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.setMaxTextMessageBufferSize(limits.maxMessageBytes());
    session.setMaxBinaryMessageBufferSize(limits.maxMessageBytes());
    session.setMaxIdleTimeout(limits.idleTimeout().toMillis());
    session.getUserProperties().put(AgentConnection.class.getName(), connection.admitted());
    session.getUserProperties().put(Connection.class.getName(), connection);
    session.getUserProperties().put(LiveConnection.class.getName(), live);
    boolean tells =
        messages instanceof SpokenLife
            || messages.subprotocol().equals(session.getNegotiatedSubprotocol());
    SocketPeer peer =
        new SocketPeer(session, gate.clients(), tells ? Optional.of(messages) : Optional.empty());
    // the first message waits for the service's onConnect
    if (!live.open(peer)) {
      return;
    }
    Session given =
        GatedSession.of(
            session,
            gate,
            connection,
            sessions,
            (message, delivery) -> guard(tells, message, delivery));
    sessions.add(connection, given);
    boolean opened = true;
    try {
      opened = endpoint.open(given, config);
    } catch (RuntimeException e) {
      connection.close(gate.refusalFor(e));
    }
    if (!opened) {
      // closed meanwhile: what was added after that is not removed by it
      sessions.remove(connection);
    }
  }

  @Override
  public void onError(Session session, Throwable thrown) {
    endpoint.error(thrown);
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    connection.left();
    try {
      endpoint.close(reason);
    } finally {
      sessions.remove(connection);
    }
  }

  /** There is no socket after all. */
  void abandon() {
    connection.left();
  }

  static void close(Session session, ConnectGate gate, Refusal refusal) {
    Farewell.say(session, gate.clients().ended(refusal));
  }

  /** The timer ends it in time, as a rule; what comes between it and the end is not delivered. */
  private void guard(boolean tells, Object message, Runnable delivery) {
    try {
      Optional<LifeMessages.Renewal> renewal =
          tells && message instanceof String text ? renewal(text) : Optional.empty();
      if (renewal.isPresent()) {
        connection.refresh(gate.renew(connection.admitted(), presentation.apply(renewal.get())));
        return;
      }
      connection.requireLive();
      delivery.run();
    } catch (RuntimeException e) {
      connection.close(gate.refusalFor(e));
    }
  }

  private Optional<LifeMessages.Renewal> renewal(String text) {
    try {
      return messages.renewal(text);
    } catch (IllegalArgumentException e) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
    }
  }
}
