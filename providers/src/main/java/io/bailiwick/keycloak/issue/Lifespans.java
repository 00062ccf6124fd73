package io.bailiwick.keycloak.issue;

import io.bailiwick.scope.AgentBinding;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.ScopeSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How long tokens for an agent service live at most: {@value #ATTRIBUTE} (seconds) for the service,
 * {@code bailiwick.token-lifespan.<agent>} for one agent. A token bound to an agent goes by that
 * agent's own, else by the service's. An unbound token goes by the shortest among the service's and
 * those of all agents that it has any right on, so that leaving out the agent doesn't lengthen
 * anything. Keycloak's own lifespan is only ever shortened.
 */
record Lifespans(Optional<Duration> service, Map<String, Duration> byAgent) {
  static final String ATTRIBUTE = "bailiwick.token-lifespan";
  private static final String PREFIX = ATTRIBUTE + ".";

  Lifespans {
    byAgent = Map.copyOf(byAgent);
  }

  /**
   * @throws IllegalArgumentException where a value is no positive number of seconds
   */
  static Lifespans read(Map<String, String> attributes) {
    Map<String, Duration> byAgent = new HashMap<>();
    attributes.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            byAgent.put(name.substring(PREFIX.length()), seconds(value));
          }
        });
    return new Lifespans(
        Optional.ofNullable(attributes.get(ATTRIBUTE)).map(Lifespans::seconds), byAgent);
  }

  private static Duration seconds(String value) {
    long seconds = Long.parseLong(value.strip());
    if (seconds <= 0) {
      throw new IllegalArgumentException("not a positive number of seconds");
    }
    return Duration.ofSeconds(seconds);
  }

  /** The longest life that a token with this binding and these scopes may have. */
  Optional<Duration> limit(Optional<AgentBinding> agent, ScopeSet granted, Actions actions) {
    if (agent.isPresent()) {
      return Optional.ofNullable(byAgent.get(agent.get().name())).or(() -> service);
    }
    Set<String> declared = actions.of(AgentPath.FAMILY);
    Stream<Duration> touched =
        byAgent.entrySet().stream()
            .filter(
                entry ->
                    declared.stream()
                        .anyMatch(
                            action -> granted.covers(AgentPath.FAMILY, entry.getKey(), action)))
            .map(Map.Entry::getValue);
    return Stream.concat(service.stream(), touched).min(Duration::compareTo);
  }
}
