package io.bailiwick.keycloak.revocation;

import io.bailiwick.keycloak.issue.AgentServiceDirectory;
import io.bailiwick.scope.ScopeSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What a person, a group or a role gives at each agent service of a realm, at one moment.
 *
 * @param byService by the service's internal id
 */
record Holdings(Map<String, ScopeSet> byService) {
  static final Holdings NONE = new Holdings(Map.of());

  static Holdings of(
      KeycloakSession session,
      RealmModel realm,
      Function<AgentServiceDirectory.Entry, ScopeSet> held) {
    Map<String, ScopeSet> byService = new HashMap<>();
    AgentServiceDirectory.of(session, realm)
        .entries()
        .forEach(each -> byService.put(each.client().getId(), held.apply(each)));
    return new Holdings(byService);
  }

  /** The services at which some of it is no more. */
  Set<String> lost(Holdings later) {
    return byService.entrySet().stream()
        .filter(each -> isLess(each.getValue(), later.byService.get(each.getKey())))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static boolean isLess(ScopeSet before, @Nullable ScopeSet later) {
    return !before.isEmpty()
        && (later == null || !before.meet(later).texts().equals(before.texts()));
  }
}
