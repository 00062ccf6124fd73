package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.route.RouteMatch;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentBinding;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.Scope;
import java.util.List;
import java.util.Optional;

/**
 * What one verified caller may reach.
 *
 * @param hiddenUnless the action without which a resource is hidden as not found; empty where
 *     nothing is hidden
 */
record Access(Caller caller, Optional<String> hiddenUnless) {

  /**
   * @throws Refused where the route is not open to the caller
   */
  void require(RouteMatch match) {
    boolean bound = caller.agent().isPresent();
    if (bound && match.route().isEmpty()) {
      throw new Refused(Refusal.of(Refusal.Code.FORBIDDEN));
    }
    boolean within =
        match.resource().map(one -> reaches(one.family(), one.id(), one.key())).orElse(true);
    boolean whole = match.resource().isPresent() || !isBoundToInstance();
    if (within && match.allows(scope -> whole && caller.can(scope))) {
      return;
    }
    boolean held = match.allows(caller.scopes()::covers);
    throw refuse(
        match.resource().map(RouteMatch.Resource::family),
        match.resource().map(RouteMatch.Resource::id),
        held,
        match.requirement().scopes());
  }

  /**
   * @throws Refused where the agent instance is not open to the caller
   */
  void requireConnect(AgentPath agent, String action) {
    Scope required = Scope.of(AgentPath.FAMILY, agent.name(), action);
    if (reaches(AgentPath.FAMILY, agent.name(), agent.key()) && caller.can(required)) {
      return;
    }
    throw refuse(
        Optional.of(AgentPath.FAMILY),
        Optional.of(agent.name()),
        caller.scopes().covers(required),
        List.of(required));
  }

  /** Whether the binding, if there is one, leads there: to that agent, and to that very key. */
  private boolean reaches(String family, String id, List<String> key) {
    return caller.agent().isEmpty()
        || (family.equals(AgentPath.FAMILY) && caller.mayReach(new AgentPath(id, key)));
  }

  /** Then a scope that names the agent is not enough: only a path can name the instance. */
  private boolean isBoundToInstance() {
    return caller.agent().flatMap(AgentBinding::key).isPresent();
  }

  private Refused refuse(
      Optional<String> family, Optional<String> id, boolean held, List<Scope> required) {
    boolean hidden =
        hiddenUnless.isPresent()
            && family.isPresent()
            && id.isPresent()
            && !caller.can(Scope.of(family.get(), id.get(), hiddenUnless.get()));
    if (hidden) {
      return new Refused(Refusal.of(Refusal.Code.NOT_FOUND));
    }
    return new Refused(
        held
            ? Refusal.of(Refusal.Code.FORBIDDEN)
            : Refusal.insufficient(required.stream().map(Scope::text).toList()));
  }
}
