package io.bailiwick.adapter.access;

import io.bailiwick.adapter.connect.ErrorDetail;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.hook.LiveConnection;
import io.bailiwick.scope.AgentPath;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What may be done on all connections to a service's agents, and who hears what of their events.
 * Thread-safe.
 *
 * <p>An event is of one agent instance, and is heard by connections to that very one. It waits for
 * each of them apart, within bounds, and is handed over only where the connection may hear it when
 * its turn has come: it is live, and the rule lets the token that it has then. A peer that doesn't
 * read holds up nobody else.
 *
 * @param <S> the state of the connections
 */
public final class AgentAccess<S> {
  private static final Refusal SLOW =
      Refusal.of(Refusal.Code.UNAVAILABLE)
          .saying(
              new ErrorDetail(
                  "server", "slow_consumer", "Messages were not read in time", Map.of()));

  private final AccessRules<S> rules;
  private final OutboxLimits limits;
  private final AccessCounts counts = new AccessCounts();
  private final ConcurrentHashMap<Topic, Set<Subscription>> topics = new ConcurrentHashMap<>();

  private AgentAccess(AccessRules<S> rules, OutboxLimits limits) {
    this.rules = rules;
    this.limits = limits;
  }

  /** Within {@link OutboxLimits#standard()} for each connection. */
  public static <S> AgentAccess<S> of(AccessRules<S> rules) {
    return of(rules, OutboxLimits.standard());
  }

  public static <S> AgentAccess<S> of(AccessRules<S> rules, OutboxLimits limits) {
    return new AgentAccess<>(rules, limits);
  }

  /**
   * What may be done on that connection, from now to its end.
   *
   * @param outlet where its messages go
   * @param listener hears where it loses a subscription
   */
  public ConnectionAccess<S> open(
      LiveConnection<S> connection, Outlet outlet, SubscriptionListener listener) {
    ConnectionAccess<S> access = new ConnectionAccess<>(this, connection, outlet, listener);
    connection.watch(access.watch());
    return access;
  }

  /**
   * Hands an event of that agent instance to those who may hear it. Who may say so is for the
   * service to ask before. It waits for nobody.
   *
   * @param message as it goes over the wire
   * @return to how many it is on its way
   */
  public int publish(AgentPath agent, String event, String message) {
    int told = 0;
    for (Subscription each : topics.getOrDefault(new Topic(agent, event), Set.of())) {
      if (each.stands() && each.of().put(message, each)) {
        told++;
      }
    }
    return told;
  }

  /**
   * Asks the rules of all subscriptions again, as where they go by something else than the token
   * that has changed. Those that stand no more are over.
   */
  public void recheck() {
    topics.values().forEach(all -> all.forEach(Subscription::standsAfresh));
  }

  /** How many are subscribed to that event of that agent instance. */
  public int subscribers(AgentPath agent, String event) {
    return topics.getOrDefault(new Topic(agent, event), Set.of()).size();
  }

  /** The rules that it goes by. */
  public AccessRules<S> rules() {
    return rules;
  }

  OutboxLimits limits() {
    return limits;
  }

  AccessCounts counts() {
    return counts;
  }

  /** How many subscriptions there are, to whatever. */
  int size() {
    return topics.values().stream().mapToInt(Set::size).sum();
  }

  /** Whether nothing at all is kept. */
  boolean isEmpty() {
    return topics.isEmpty();
  }

  void add(AgentPath agent, Subscription subscription) {
    topics.compute(
        new Topic(agent, subscription.event()),
        (topic, all) -> {
          Set<Subscription> mine = all == null ? ConcurrentHashMap.newKeySet() : all;
          mine.add(subscription);
          return mine;
        });
  }

  void remove(AgentPath agent, Subscription subscription) {
    topics.computeIfPresent(
        new Topic(agent, subscription.event()),
        (topic, all) -> {
          all.remove(subscription);
          return all.isEmpty() ? null : all;
        });
  }

  /** Ends one that lets more wait than may. */
  void endSlow(LiveConnection<?> connection) {
    counts.slow();
    connection.connection().close(SLOW);
  }

  static Refused tooSlow() {
    return new Refused(SLOW);
  }
}
