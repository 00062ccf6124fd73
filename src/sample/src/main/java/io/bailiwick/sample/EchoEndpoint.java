package io.bailiwick.sample;

import io.bailiwick.adapter.connect.AgentConnection;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;

/** An agent to talk to: it says back who said what. Text only. */
final class EchoEndpoint extends Endpoint {
  private final AgentConnection connection;

  EchoEndpoint(AgentConnection connection) {
    this.connection = connection;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.addMessageHandler(
        String.class,
        message -> {
          try {
            // blocking: a peer that doesn't read holds up its own messages, not our memory
            session.getBasicRemote().sendText(connection.caller().subject() + ": " + message);
          } catch (IOException e) {
            // the peer is gone, and the container closes
          }
        });
  }
}
