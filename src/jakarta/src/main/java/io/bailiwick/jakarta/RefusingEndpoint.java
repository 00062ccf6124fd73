package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.Parting;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;

/** A socket that is opened only to be told that it may not be. Nothing that comes in is read. */
final class RefusingEndpoint extends Endpoint {
  private static final int NOTHING = 1;

  private final Parting parting;

  RefusingEndpoint(Parting parting) {
    this.parting = parting;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.setMaxTextMessageBufferSize(NOTHING);
    session.setMaxBinaryMessageBufferSize(NOTHING);
    Farewell.say(session, parting);
  }
}
