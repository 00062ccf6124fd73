package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.AgentConnection;
import jakarta.websocket.Endpoint;
import java.util.Optional;

/**
 * The agents that can be talked to over WebSocket. Called after the gate has let the caller in and
 * before the upgrade, once for each connection; implementations are thread-safe.
 */
@FunctionalInterface
public interface AgentEndpoints {

  /**
   * A fresh endpoint for the agent instance that {@code connection} leads to.
   *
   * @return empty where no such agent is hosted: 404, before the upgrade
   */
  Optional<? extends Endpoint> endpointFor(AgentConnection connection);
}
