package io.bailiwick.scope;

import java.util.List;
import java.util.Optional;

/**
 * The agent that a token is bound to: by name alone (every instance of it), or by name and key
 * (exactly that key, compared element by element, never joined).
 */
public record AgentBinding(String name, Optional<List<String>> key) {

  public static AgentBinding named(String name) {
    return new AgentBinding(name, Optional.empty());
  }

  public static AgentBinding keyed(String name, List<String> key) {
    return new AgentBinding(name, Optional.of(key));
  }

  /** Whether a token bound to this may reach that agent instance; an empty key is no instance. */
  public boolean admits(String agentName, List<String> agentKey) {
    throw new UnsupportedOperationException();
  }

  /** Whether whatever {@code narrower} admits is admitted here too. */
  public boolean includes(AgentBinding narrower) {
    throw new UnsupportedOperationException();
  }
}
