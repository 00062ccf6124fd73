package io.bailiwick.jakarta;

import io.bailiwick.adapter.life.Connection;
import io.bailiwick.scope.AgentPath;
import jakarta.websocket.Session;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that applications were given, by the agent instance that they lead to: what a
 * container knows are all of its sockets, those that wait for their credential and those of other
 * agents among them. Thread-safe.
 */
final class OpenSessions {
  private final Map<AgentPath, Map<Connection, Session>> byAgent = new ConcurrentHashMap<>();

  /** To be {@linkplain #remove removed} when the socket has closed. */
  void add(Connection connection, Session given) {
    byAgent.compute(
        connection.agent(),
        (agent, known) -> {
          Map<Connection, Session> all = known == null ? new ConcurrentHashMap<>() : known;
          all.put(connection, given);
          return all;
        });
  }

  /** Nothing where it is not there. */
  void remove(Connection connection) {
    byAgent.computeIfPresent(
        connection.agent(),
        (agent, all) -> {
          all.remove(connection);
          return all.isEmpty() ? null : all;
        });
  }

  /**
   * Those that lead to that very instance, are open, and may be sent something now: one whose token
   * has expired is not among them while it waits for a newer one.
   */
  Set<Session> of(AgentPath agent) {
    Set<Session> open = new LinkedHashSet<>();
    byAgent
        .getOrDefault(agent, Map.of())
        .forEach(
            (connection, given) -> {
              if (!connection.timeLeft().isZero() && given.isOpen()) {
                open.add(given);
              }
            });
    return open;
  }

  /** Whether nothing is kept. */
  boolean isEmpty() {
    return byAgent.isEmpty();
  }
}
