package io.bailiwick.adapter.access;

import io.bailiwick.adapter.connect.ErrorDetail;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.hook.ConnectionWatch;
import io.bailiwick.adapter.hook.LiveConnection;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What may be done on one connection, by the rules of its service, asked each time. What is denied
 * is thrown as {@link Refused}: a binding tells the client, and the connection goes on, unless it
 * has ended. Made by an {@link AgentAccess} only. Thread-safe.
 *
 * @param <S> the connection's state
 */
public final class ConnectionAccess<S> {
  /** The most events that one connection is subscribed to. */
  public static final int MAX_SUBSCRIPTIONS = 100;

  private final AgentAccess<S> agents;
  private final AccessRules<S> rules;
  private final LiveConnection<S> live;
  private final SubscriptionListener listener;
  private final Outbox outbox;
  private final AtomicReference<@Nullable Refusal> deferred = new AtomicReference<>();

  /** By event. Under its own lock. */
  private final Map<String, Subscription> subscriptions = new HashMap<>();

  ConnectionAccess(
      AgentAccess<S> agents, LiveConnection<S> live, Outlet outlet, SubscriptionListener listener) {
    this.agents = agents;
    this.rules = agents.rules();
    this.live = live;
    this.listener = listener;
    this.outbox = new Outbox(outlet, agents.limits());
  }

  /** Whose it is. */
  public LiveConnection<S> live() {
    return live;
  }

  /**
   * @throws Refused unless that action is open to the connection now: as {@code auth.forbidden}, as
   *     a missing scope where its rule says which, as {@code auth.readonly}, or as what it has
   *     ended with. With {@link AccessRules.Builder#deferDeniedSubscriptions}, also for a
   *     subscription that was denied since the last action
   */
  public void require(String action) {
    counting(
        AccessCounts.Kind.ACTION,
        () -> {
          requireLive();
          AccessRules.Action<S> found = rules.action(action).orElseThrow(ConnectionAccess::unnamed);
          if (found.changes()) {
            requireWritable();
          }
          decide("action", action, found.rule());
        });
  }

  /**
   * Whether a message may go into that queue.
   *
   * @throws Refused as {@link #require}; where there is no such queue, unless the rules have that
   *     passed over
   */
  public Publication publish(String queue) {
    return counting(
        AccessCounts.Kind.QUEUE,
        () -> {
          requireLive();
          Optional<ConnectionRule<S>> rule = rules.queue(queue);
          if (rule.isEmpty() && rules.completesUndefinedQueues()) {
            return Publication.IGNORED;
          }
          requireWritable();
          decide("queue", queue, rule.orElseThrow(ConnectionAccess::unnamed));
          return Publication.ACCEPTED;
        });
  }

  /**
   * Has the connection hear that event from now on, and for as long as it may. Nothing where it
   * does.
   *
   * @throws Refused as {@link #require}; as {@code rate_limited} where it is subscribed to {@value
   *     #MAX_SUBSCRIPTIONS} others. With {@link AccessRules.Builder#deferDeniedSubscriptions} what
   *     is forbidden is thrown by the next action instead
   */
  public void subscribe(String event) {
    try {
      counting(AccessCounts.Kind.EVENT, () -> subscribed(event));
    } catch (Refused e) {
      if (!rules.defersDeniedSubscriptions() || e.refusal().status() != 403) {
        throw e;
      }
      deferred.compareAndSet(null, e.refusal());
    }
  }

  /** Has it hear that event no more. Nothing where it does not. */
  public void unsubscribe(String event) {
    Subscription subscription;
    synchronized (subscriptions) {
      subscription = subscriptions.get(event);
    }
    if (subscription != null) {
      end(subscription);
    }
  }

  /** The events that it hears, in order. */
  public Set<String> subscriptions() {
    synchronized (subscriptions) {
      return new TreeSet<>(subscriptions.keySet());
    }
  }

  /**
   * @throws Refused unless that agent instance may be reached through this connection: it is named,
   *     its rule lets it, and the caller may do there what that takes with a right of its own,
   *     within the token's binding; not through a read-only one
   */
  public void requireNested(AgentPath agent) {
    counting(
        AccessCounts.Kind.AGENT,
        () -> {
          requireLive();
          AccessRules.Nested<S> found =
              rules.nested(agent.name()).orElseThrow(ConnectionAccess::unnamed);
          requireWritable();
          requireRight(agent, found.action());
          decide("agent", agent.name(), found.rule());
        });
  }

  /**
   * Sends the client a message of its own, such as an answer, in order with the events. A peer that
   * lets more wait than may is closed.
   *
   * @throws Refused where that is so, or it has ended
   */
  public void send(String text) {
    switch (outbox.put(text, () -> live.connection().isOpen())) {
      case WAITS -> {}
      case NO_ROOM -> {
        agents.endSlow(live);
        throw AgentAccess.tooSlow();
      }
      case CLOSED -> live.connection().requireLive();
    }
  }

  /** Neither whose it is nor what it hears. */
  @Override
  public String toString() {
    return "ConnectionAccess[" + live + "]";
  }

  ConnectionWatch watch() {
    return new ConnectionWatch() {
      @Override
      public void refreshed(Caller before) {
        all().forEach(Subscription::stands);
      }

      @Override
      public void ended(Optional<Refusal> how) {
        outbox.close();
        all().forEach(ConnectionAccess.this::end);
      }
    };
  }

  boolean isLive() {
    return !live.connection().timeLeft().isZero();
  }

  void decideEvent(String event) {
    decide("event", event, rules.event(event).orElseThrow(ConnectionAccess::unnamed));
  }

  /** It may not hear that any more. */
  void drop(Subscription subscription, Refusal why) {
    if (end(subscription)) {
      agents.counts().lost();
      try {
        listener.dropped(subscription.event(), why);
      } catch (RuntimeException e) {
        // which logs it; whoever else hears the event goes on hearing it
        Refusal.meaningOf(e);
      }
    }
  }

  /** Whether it waits for the peer. */
  boolean put(String message, Subscription by) {
    return switch (outbox.put(message, by::stands)) {
      case WAITS -> {
        agents.counts().delivered();
        yield true;
      }
      case NO_ROOM -> {
        if (agents.limits().overflow() == OutboxLimits.Overflow.CLOSE) {
          agents.endSlow(live);
        } else {
          agents.counts().dropped();
        }
        yield false;
      }
      case CLOSED -> false;
    };
  }

  private void subscribed(String event) {
    live.connection().requireLive();
    synchronized (subscriptions) {
      if (subscriptions.containsKey(event)) {
        return;
      }
      if (subscriptions.size() >= MAX_SUBSCRIPTIONS) {
        throw new Refused(Refusal.of(Refusal.Code.RATE_LIMITED));
      }
    }
    // before the rule is asked: for a token that comes meanwhile it is asked again
    Caller caller = live.caller();
    decideEvent(event);
    Subscription subscription = new Subscription(this, event, caller);
    synchronized (subscriptions) {
      if (subscriptions.size() >= MAX_SUBSCRIPTIONS) {
        throw new Refused(Refusal.of(Refusal.Code.RATE_LIMITED));
      }
      if (subscriptions.putIfAbsent(event, subscription) != null) {
        return;
      }
      agents.add(live.agent(), subscription);
    }
    if (!live.connection().isOpen()) {
      // whoever ended it may have looked before it was there
      end(subscription);
      live.connection().requireLive();
    }
  }

  /** Whether it was this call that ended it. */
  private boolean end(Subscription subscription) {
    if (!subscription.end()) {
      return false;
    }
    synchronized (subscriptions) {
      subscriptions.remove(subscription.event(), subscription);
      agents.remove(live.agent(), subscription);
    }
    return true;
  }

  private List<Subscription> all() {
    synchronized (subscriptions) {
      return new ArrayList<>(subscriptions.values());
    }
  }

  private void requireLive() {
    live.connection().requireLive();
    Refusal before = deferred.getAndSet(null);
    if (before != null) {
      throw new Refused(before);
    }
  }

  private void requireWritable() {
    if (live.isReadonly()) {
      throw new Refused(
          Refusal.of(Refusal.Code.FORBIDDEN)
              .saying(new ErrorDetail("auth", "readonly", "Connection is readonly", Map.of())));
    }
  }

  private void requireRight(AgentPath agent, String action) {
    if (live.caller().can(agent, action)) {
      return;
    }
    Scope required = Scope.of(AgentPath.FAMILY, agent.name(), action);
    throw new Refused(
        live.caller().scopes().covers(required)
            ? Refusal.of(Refusal.Code.FORBIDDEN)
            : Refusal.insufficient(List.of(required.text())));
  }

  private void decide(String kind, String name, ConnectionRule<S> rule) {
    @Nullable Boolean allowed;
    try {
      allowed = rule.allows(live);
    } catch (Refused e) {
      throw e;
    } catch (Exception | Error e) {
      // which logs it
      Refusal.meaningOf(e);
      allowed = null;
    }
    if (!Boolean.TRUE.equals(allowed)) {
      throw new Refused(
          Refusal.forbidden(
              "This " + kind + " is not open to this connection", Map.of(kind, name)));
    }
  }

  private void counting(AccessCounts.Kind kind, Runnable decision) {
    counting(
        kind,
        () -> {
          decision.run();
          return true;
        });
  }

  private <T> T counting(AccessCounts.Kind kind, Supplier<T> decision) {
    try {
      T decided = decision.get();
      agents.counts().allowed(kind);
      return decided;
    } catch (Refused e) {
      agents.counts().denied(kind);
      throw e;
    }
  }

  private static Refused unnamed() {
    return new Refused(Refusal.of(Refusal.Code.FORBIDDEN));
  }
}
