package io.bailiwick.adapter.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each action, queue, event and nested agent takes. What is not named is denied, and so is
 * what is named without a rule that allows it. Immutable and thread-safe.
 *
 * @param <S> the state of the connections
 */
public final class AccessRules<S> {
  /** The most characters of a name. */
  static final int MAX_NAME = 128;

  private final Builder<S> told;

  private AccessRules(Builder<S> told) {
    this.told = told;
  }

  /**
   * @param changes whether it changes something, so that a read-only connection may not
   */
  record Action<S>(ConnectionRule<S> rule, boolean changes) {}

  /**
   * @param action what it takes on the nested agent itself
   */
  record Nested<S>(String action, ConnectionRule<S> rule) {}

  public static <S> Builder<S> builder() {
    return new Builder<>();
  }

  /** Every setting that loosens a check, one sentence each: to be shown at start. */
  public List<String> loosened() {
    List<String> all = new ArrayList<>();
    if (told.allowUndefinedEvents) {
      all.add("allowUndefinedEvents: whoever is connected may hear events that have no rule");
    }
    if (told.completeUndefinedQueues) {
      all.add(
          "completeUndefinedQueues: a message to a queue that has no rule is passed over, and its"
              + " sender is told that it is completed");
    }
    if (told.deferDeniedSubscriptions) {
      all.add(
          "deferDeniedSubscriptions: a denied subscription is told with the connection's next"
              + " action only");
    }
    return List.copyOf(all);
  }

  Optional<Action<S>> action(String name) {
    return Optional.ofNullable(told.actions.get(name));
  }

  Optional<ConnectionRule<S>> queue(String name) {
    return Optional.ofNullable(told.queues.get(name));
  }

  /** A rule of its own, or the one for those that have none. */
  Optional<ConnectionRule<S>> event(String name) {
    ConnectionRule<S> rule = told.events.get(name);
    if (rule != null) {
      return Optional.of(rule);
    }
    boolean named = !name.isEmpty() && name.length() <= MAX_NAME;
    return told.allowUndefinedEvents && named
        ? Optional.of(ConnectionRule.connected())
        : Optional.empty();
  }

  Optional<Nested<S>> nested(String agent) {
    return Optional.ofNullable(told.nested.get(agent));
  }

  boolean completesUndefinedQueues() {
    return told.completeUndefinedQueues;
  }

  boolean defersDeniedSubscriptions() {
    return told.deferDeniedSubscriptions;
  }

  /** Naming a thing twice is an error. Not thread-safe. */
  public static final class Builder<S> {
    private final Map<String, Action<S>> actions = new LinkedHashMap<>();
    private final Map<String, ConnectionRule<S>> queues = new LinkedHashMap<>();
    private final Map<String, ConnectionRule<S>> events = new LinkedHashMap<>();
    private final Map<String, Nested<S>> nested = new LinkedHashMap<>();
    private boolean allowUndefinedEvents;
    private boolean completeUndefinedQueues;
    private boolean deferDeniedSubscriptions;

    private Builder() {}

    private Builder(Builder<S> other) {
      actions.putAll(other.actions);
      queues.putAll(other.queues);
      events.putAll(other.events);
      nested.putAll(other.nested);
      allowUndefinedEvents = other.allowUndefinedEvents;
      completeUndefinedQueues = other.completeUndefinedQueues;
      deferDeniedSubscriptions = other.deferDeniedSubscriptions;
    }

    /** An action that changes something: not open to a read-only connection, whatever its rule. */
    public Builder<S> action(String name, ConnectionRule<S> rule) {
      return put(actions, name, new Action<>(rule, true));
    }

    /** An action that only reads. */
    public Builder<S> readAction(String name, ConnectionRule<S> rule) {
      return put(actions, name, new Action<>(rule, false));
    }

    /** Who may publish to that queue; no read-only connection may. */
    public Builder<S> queue(String name, ConnectionRule<S> canPublish) {
      return put(queues, name, canPublish);
    }

    /** Who may hear that event. */
    public Builder<S> event(String name, ConnectionRule<S> canSubscribe) {
      return put(events, name, canSubscribe);
    }

    /**
     * An agent that may be reached through a connection, by whoever may do {@code action} on it
     * with a right of their own, and whom the rule lets. What the connection's own agent gives
     * counts nothing there.
     */
    public Builder<S> nested(String agent, String action, ConnectionRule<S> rule) {
      return put(nested, agent, new Nested<>(action, rule));
    }

    /**
     * Loosens: events without a rule may be heard by whoever is connected, as with Rivet Actors.
     */
    public Builder<S> allowUndefinedEvents() {
      allowUndefinedEvents = true;
      return this;
    }

    /**
     * Messages to queues without a rule are {@link Publication#IGNORED} rather than refused, as
     * with Rivet Actors.
     */
    public Builder<S> completeUndefinedQueues() {
      completeUndefinedQueues = true;
      return this;
    }

    /**
     * A denied subscription is not refused itself, but the connection's next action is, once, as
     * with Rivet Actors.
     */
    public Builder<S> deferDeniedSubscriptions() {
      deferDeniedSubscriptions = true;
      return this;
    }

    public AccessRules<S> build() {
      return new AccessRules<>(new Builder<>(this));
    }

    private <T> Builder<S> put(Map<String, T> rules, String name, T rule) {
      if (name.isEmpty() || name.length() > MAX_NAME) {
        throw new IllegalArgumentException("A name has from one to " + MAX_NAME + " characters");
      }
      if (rules.putIfAbsent(name, rule) != null) {
        throw new IllegalStateException(name + " is named twice");
      }
      return this;
    }
  }
}
