package io.bailiwick.keycloak.issue;

import io.bailiwick.keycloak.audit.Finding;
import io.bailiwick.keycloak.audit.Findings;
import io.bailiwick.keycloak.grant.Allowance;
import io.bailiwick.keycloak.grant.Grants;
import io.bailiwick.scope.AgentBinding;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.ScopeSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * {@code granted = held ∧ allowed ∧ asked ∧ ceiling}, computed anew for one token.
 *
 * @param scopes what the token gets, narrowed to its agent
 * @param limit what refreshes of it are bounded by; empty: nothing but what is held and allowed
 */
record GrantedScopes(ScopeSet scopes, Optional<ScopeSet> limit) {
  /** Client attribute: {@code drop} (default) or {@code refuse} what can't be granted. */
  static final String UNGRANTED = "bailiwick.ungranted-scopes";

  /**
   * @param clientScopeIds the client scopes that count for what the client is allowed
   * @param bounded the target and what bounds it from before
   * @param askedNow the agent scopes that this request names; empty where it names none
   * @param refresh whether what was asked at first stays the limit, whatever this request names
   * @throws Refused {@code invalid_target} where the client may have nothing there, {@code
   *     invalid_scope} where it wants to hear of what can't be granted
   */
  static GrantedScopes compute(
      KeycloakSession session,
      RealmModel realm,
      ClientSessionContext context,
      Set<String> clientScopeIds,
      RequestedTarget.Bounded bounded,
      Optional<ScopeSet> askedNow,
      boolean refresh) {
    ClientModel client = context.getClientSession().getClient();
    UserModel user = context.getClientSession().getUserSession().getUser();
    AgentService service = bounded.target().service();

    ScopeSet held = Grants.held(session, realm, user, service.client(), service.rules());
    ScopeSet allowed = allowed(realm, clientScopeIds, client, service);
    GrantedScopes granted =
        of(held, allowed, bounded.limit(), askedNow, refresh)
            .narrowedTo(bounded.target().agent(), service.actions());
    if (askedNow.isPresent() && refusesUngranted(realm, client)) {
      refuseUngranted(granted.scopes(), askedNow.get());
    }
    return granted;
  }

  /** The formula itself, before it is narrowed to an agent. */
  static GrantedScopes of(
      ScopeSet held,
      ScopeSet allowed,
      Optional<ScopeSet> limit,
      Optional<ScopeSet> askedNow,
      boolean refresh) {
    return new GrantedScopes(
        meet(meet(held.meet(allowed), limit), askedNow), refresh ? limit : both(limit, askedNow));
  }

  /** What of it applies to one agent; the limit stays, since it narrows by itself. */
  GrantedScopes narrowedTo(Optional<AgentBinding> agent, Actions actions) {
    return agent.isEmpty()
        ? this
        : new GrantedScopes(
            scopes.narrowToResource(
                AgentPath.FAMILY, agent.get().name(), actions.of(AgentPath.FAMILY)),
            limit);
  }

  private static ScopeSet allowed(
      RealmModel realm, Set<String> clientScopeIds, ClientModel client, AgentService service) {
    if (client.isFullScopeAllowed()) {
      Findings.report(Finding.FULL_SCOPE_ALLOWED, realm.getName(), client.getClientId());
      throw Refused.target(
          "the client has fullScopeAllowed, and gets tokens for agent services only without it",
          Finding.FULL_SCOPE_ALLOWED);
    }
    ScopeSet allowed =
        Allowance.of(realm, client, clientScopeIds, service.client(), service.rules());
    if (allowed.isEmpty()) {
      Findings.report(Finding.NOTHING_ALLOWED, realm.getName(), client.getClientId());
      throw Refused.target(
          "the client may have nothing at this agent service", Finding.NOTHING_ALLOWED);
    }
    return allowed;
  }

  private static ScopeSet meet(ScopeSet granted, Optional<ScopeSet> bound) {
    return bound.isEmpty() ? granted : granted.meet(bound.get());
  }

  private static Optional<ScopeSet> both(Optional<ScopeSet> one, Optional<ScopeSet> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(one.get().meet(other.get()))
        : one.or(() -> other);
  }

  private static boolean refusesUngranted(RealmModel realm, ClientModel client) {
    @Nullable String choice = client.getAttribute(UNGRANTED);
    if (choice == null || choice.isBlank() || choice.equals("drop")) {
      return false;
    }
    if (!choice.equals("refuse")) {
      Findings.report(Finding.UNGRANTED_SCOPES_UNKNOWN, realm.getName(), client.getClientId());
    }
    return true;
  }

  private static void refuseUngranted(ScopeSet granted, ScopeSet asked) {
    boolean all =
        asked.malformed() == 0
            && asked.scopes().stream()
                .noneMatch(scope -> granted.narrowTo(List.of(scope)).isEmpty());
    if (!all) {
      throw Refused.scope("nothing can be granted for one or more of the scopes that were asked");
    }
  }
}
