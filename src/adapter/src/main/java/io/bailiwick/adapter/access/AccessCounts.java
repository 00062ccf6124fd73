package io.bailiwick.adapter.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** What was decided on connections, and what became of events. Thread-safe. */
final class AccessCounts {
  private final LongAdder[] allowed = adders();
  private final LongAdder[] denied = adders();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder slow = new LongAdder();

  /** What is asked for. */
  enum Kind {
    ACTION,
    QUEUE,
    EVENT,
    AGENT;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  void allowed(Kind kind) {
    allowed[kind.ordinal()].increment();
  }

  void denied(Kind kind) {
    denied[kind.ordinal()].increment();
  }

  void delivered() {
    delivered.increment();
  }

  void dropped() {
    dropped.increment();
  }

  void lost() {
    lost.increment();
  }

  void slow() {
    slow.increment();
  }

  long allowedOf(Kind kind) {
    return allowed[kind.ordinal()].sum();
  }

  long deniedOf(Kind kind) {
    return denied[kind.ordinal()].sum();
  }

  /** Events that were put for a peer. */
  long deliveries() {
    return delivered.sum();
  }

  /** Events for which a peer had no room. */
  long drops() {
    return dropped.sum();
  }

  /** Subscriptions that were over since they were allowed no more. */
  long losses() {
    return lost.sum();
  }

  /** Connections that were closed for not reading. */
  long slowOnes() {
    return slow.sum();
  }

  private static LongAdder[] adders() {
    LongAdder[] all = new LongAdder[Kind.values().length];
    Arrays.setAll(all, any -> new LongAdder());
    return all;
  }
}
