package io.bailiwick.adapter.access;

import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Which roles a caller has at an agent instance. Thread-safe; what it throws denies. */
@FunctionalInterface
public interface RoleSource {
  Collection<String> rolesOf(Caller caller, AgentPath agent);

  /**
   * By scope: whoever may do that action on the agent has that role.
   *
   * @param actions the action by role: {@code {"moderator": "moderate"}}
   */
  static RoleSource byAction(Map<String, String> actions) {
    Map<String, String> copy = Map.copyOf(actions);
    return (caller, agent) ->
        copy.entrySet().stream()
            .filter(each -> caller.can(agent, each.getValue()))
            .map(Map.Entry::getKey)
            .toList();
  }

  /**
   * By a claim that the verifier hands on, a list of texts or one text. A text is one role: it is
   * not split.
   */
  static RoleSource byClaim(String name) {
    return (caller, agent) -> {
      Object value = caller.claims().get(name);
      if (value instanceof String one) {
        return List.of(one);
      }
      return value instanceof Collection<?> some
          ? some.stream().filter(String.class::isInstance).map(String.class::cast).toList()
          : List.of();
    };
  }
}
