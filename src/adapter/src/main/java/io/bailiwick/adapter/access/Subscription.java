package io.bailiwick.adapter.access;

import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.token.Caller;
import org.jspecify.annotations.Nullable;

/**
 * That a connection hears an event. Its rule was asked for the token that the connection had then,
 * and is asked again for any other. Thread-safe.
 */
final class Subscription {
  private final ConnectionAccess<?> of;
  private final String event;
  private volatile @Nullable Caller decidedFor;
  private volatile boolean over;

  Subscription(ConnectionAccess<?> of, String event, Caller decidedFor) {
    this.of = of;
    this.event = event;
    this.decidedFor = decidedFor;
  }

  String event() {
    return event;
  }

  ConnectionAccess<?> of() {
    return of;
  }

  /** Whether the event may be handed to the connection now; where it may no more, it is over. */
  boolean stands() {
    if (over || !of.isLive()) {
      return false;
    }
    Caller now = of.live().caller();
    return decidedFor == now || decide(now);
  }

  /** Asks the rule, whether or not it has been asked for this token. */
  boolean standsAfresh() {
    return !over && of.isLive() && decide(of.live().caller());
  }

  /** Whether it was this call that ended it. */
  synchronized boolean end() {
    boolean first = !over;
    over = true;
    return first;
  }

  private boolean decide(Caller now) {
    try {
      of.decideEvent(event);
      // not a caller that has come meanwhile: for that one it is asked again
      decidedFor = now;
      return true;
    } catch (Refused e) {
      if (of.isLive()) {
        of.drop(this, e.refusal());
      }
      return false;
    }
  }
}
