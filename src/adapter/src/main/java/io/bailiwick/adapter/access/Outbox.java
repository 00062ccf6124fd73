package io.bailiwick.adapter.access;

import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * The messages that wait for one peer to read, in order and within bounds; one at a time is handed
 * over. Whoever puts one in never waits. Thread-safe.
 */
final class Outbox {
  private final Outlet outlet;
  private final OutboxLimits limits;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private int characters;
  private boolean sending;
  private boolean closed;

  /**
   * @param still whether it may be handed over, asked when its turn has come
   */
  private record Waiting(String text, BooleanSupplier still) {}

  /** What became of a message. */
  enum Put {
    WAITS,
    NO_ROOM,
    CLOSED
  }

  Outbox(Outlet outlet, OutboxLimits limits) {
    this.outlet = outlet;
    this.limits = limits;
  }

  Put put(String text, BooleanSupplier still) {
    synchronized (queue) {
      if (closed) {
        return Put.CLOSED;
      }
      if (queue.size() >= limits.messages() || text.length() > limits.characters() - characters) {
        return Put.NO_ROOM;
      }
      queue.add(new Waiting(text, still));
      characters += text.length();
      if (sending) {
        return Put.WAITS;
      }
      sending = true;
    }
    handOver();
    return Put.WAITS;
  }

  /** What waits is not sent any more. */
  void close() {
    synchronized (queue) {
      closed = true;
      queue.clear();
      characters = 0;
    }
  }

  /** How many messages wait. */
  int size() {
    synchronized (queue) {
      return queue.size();
    }
  }

  /** By whoever has set {@code sending}, until nothing waits or something is under way. */
  private void handOver() {
    while (true) {
      Waiting next;
      synchronized (queue) {
        next = queue.poll();
        if (next == null) {
          sending = false;
          return;
        }
        characters -= next.text.length();
      }
      if (!next.still.getAsBoolean()) {
        continue;
      }
      Turn turn = new Turn();
      try {
        outlet.send(next.text, turn::done);
      } catch (RuntimeException e) {
        // the peer is gone; its container closes, or has closed
        turn.done(false);
      }
      if (!turn.isOverBeforeWeLeave()) {
        return;
      }
    }
  }

  /** One message on its way: whoever is later, its sender or its end, goes on with the next. */
  private final class Turn {
    private boolean over;
    private boolean left;

    void done(Boolean sent) {
      if (!Boolean.TRUE.equals(sent)) {
        close();
      }
      synchronized (this) {
        if (over) {
          return;
        }
        over = true;
        if (!left) {
          return;
        }
      }
      handOver();
    }

    synchronized boolean isOverBeforeWeLeave() {
      left = true;
      return over;
    }
  }
}
