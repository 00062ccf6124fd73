package io.bailiwick.keycloak.issue;

import io.bailiwick.scope.AgentBinding;
import java.util.Optional;

/**
 * What a token is for: an agent service, or one agent or instance there, and the resource URI
 * exactly as it was asked.
 */
record AgentTarget(AgentService service, Optional<AgentBinding> agent, String resource) {

  /** Whether {@code narrower} is this or lies within it; another service never does. */
  boolean includes(AgentTarget narrower) {
    return service.id().equals(narrower.service.id()) && within(agent, narrower.agent);
  }

  /** Whether a token bound to {@code outer} (unbound where empty) may become one bound to inner. */
  static boolean within(Optional<AgentBinding> outer, Optional<AgentBinding> inner) {
    return outer.isEmpty() || inner.isPresent() && outer.get().includes(inner.get());
  }
}
