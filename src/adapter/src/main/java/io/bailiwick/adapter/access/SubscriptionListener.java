package io.bailiwick.adapter.access;

import io.bailiwick.adapter.connect.Refusal;

/**
 * Hears that a connection is subscribed to an event no more, since it may not hear it any more: a
 * binding tells the client. Called on whatever thread has found out; implementations are
 * thread-safe and wait for nobody.
 */
@FunctionalInterface
public interface SubscriptionListener {
  /** Hears nothing. */
  SubscriptionListener NONE = (event, why) -> {};

  void dropped(String event, Refusal why);
}
