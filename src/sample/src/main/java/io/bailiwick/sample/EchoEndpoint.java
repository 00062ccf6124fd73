package io.bailiwick.sample;

import static java.util.Objects.requireNonNull;

import io.bailiwick.adapter.life.Connection;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;

/** An agent to talk to: it says back who said what. Text only. */
final class EchoEndpoint extends Endpoint {
  @Override
  public void onOpen(Session session, EndpointConfig config) {
    Connection connection =
        (Connection) requireNonNull(session.getUserProperties().get(Connection.class.getName()));
    session.addMessageHandler(
        String.class,
        message -> {
          // each time: what a newer token allows may be less than what the first one did
          connection.require("run");
          try {
            // blocking: a peer that doesn't read holds up its own messages, not our memory
            session.getBasicRemote().sendText(connection.caller().subject() + ": " + message);
          } catch (IOException e) {
            // the peer is gone, and the container closes
          }
        });
  }
}
