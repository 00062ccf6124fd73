package io.bailiwick.jakarta;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells an endpoint what happens in an order that it can rely on, whatever threads a container
 * brings it on: it is opened first and once, closed last and once, and hears of nothing where it
 * was not opened. What comes while it is being opened waits until it is. Thread-safe.
 */
final class OrderedEndpoint {
  private final Endpoint endpoint;
  // under its own lock
  private final Queue<Consumer<Session>> waiting = new ArrayDeque<>();
  private @Nullable Session opened;
  private boolean opening;
  private boolean closed;

  OrderedEndpoint(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Whether it was opened; not where it is closed by now, or was opened before. */
  boolean open(Session session, EndpointConfig config) {
    synchronized (this) {
      if (closed || opened != null) {
        return false;
      }
      opened = session;
      opening = true;
    }
    try {
      endpoint.onOpen(session, config);
    } finally {
      tellWaiting(session);
    }
    return true;
  }

  void error(Throwable thrown) {
    tell(session -> endpoint.onError(session, thrown), false);
  }

  void close(CloseReason reason) {
    tell(session -> endpoint.onClose(session, reason), true);
  }

  private void tell(Consumer<Session> event, boolean last) {
    Session session;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = last;
      session = opened;
      if (session == null) {
        return;
      }
      if (opening) {
        waiting.add(event);
        return;
      }
    }
    event.accept(session);
  }

  private void tellWaiting(Session session) {
    Consumer<Session> next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        opening = false;
        return;
      }
    }
    try {
      next.accept(session);
    } finally {
      tellWaiting(session);
    }
  }
}
