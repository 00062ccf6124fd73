package io.bailiwick.jakarta.internal;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint made for one handshake, in the shape that containers insist on: a public class with a
 * public constructor without parameters. Made that way it has nothing behind it, and closes.
 */
public final class HandedEndpoint extends Endpoint {
  private final @Nullable Endpoint endpoint;

  public HandedEndpoint() {
    endpoint = null;
  }

  public HandedEndpoint(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    if (endpoint != null) {
      endpoint.onOpen(session, config);
      return;
    }
    try {
      session.close(new CloseReason(CloseReason.CloseCodes.UNEXPECTED_CONDITION, "closed"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    if (endpoint != null) {
      endpoint.onClose(session, reason);
    }
  }

  @Override
  public void onError(Session session, Throwable thrown) {
    if (endpoint != null) {
      endpoint.onError(session, thrown);
    }
  }
}
