package io.bailiwick.keycloak.issue;

import io.bailiwick.scope.ScopeSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.Profile;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.RealmModel;

/**
 * Tells the names of agent scopes from those of OAuth scopes such as {@code openid}: a name with a
 * colon, or the admin scope, is meant as an agent scope. Keycloak's own {@code organization:...} is
 * none, unless the service declares such a family. A malformed name is still an agent scope that
 * was asked for, and grants nothing; it never counts as "nothing asked", which would mean
 * everything.
 */
final class AgentScopeNames {
  private static final String ORGANIZATION = "organization";

  private AgentScopeNames() {}

  static boolean isAgentScope(AgentService service, String name) {
    if (name.equals(service.rules().admin())) {
      return true;
    }
    int colon = name.indexOf(':');
    return colon >= 0
        && (!name.substring(0, colon).equals(ORGANIZATION)
            || service.actions().declares(ORGANIZATION));
  }

  /** The agent scopes among the names; empty where none was asked. */
  static Optional<ScopeSet> asked(AgentService service, Collection<String> names) {
    List<String> agentScopes = names.stream().filter(name -> isAgentScope(service, name)).toList();
    return agentScopes.isEmpty()
        ? Optional.empty()
        : Optional.of(ScopeSet.read(service.rules(), agentScopes));
  }

  /**
   * The same, where the request's own words count too: if they name an agent scope of which nothing
   * is left among the names, since Keycloak silently dropped it, then nothing may be granted.
   *
   * @param words the {@code scope} parameter's names
   */
  static Optional<ScopeSet> asked(
      AgentService service, Collection<String> names, Collection<String> words) {
    Optional<ScopeSet> asked = asked(service, names);
    return asked.isEmpty() && words.stream().anyMatch(word -> isAgentScope(service, word))
        ? Optional.of(ScopeSet.read(service.rules(), List.of()))
        : asked;
  }

  /**
   * The names of every client scope that the request gets or asks for. Keycloak's own list leaves
   * out those whose roles the user lacks; a scope left out must not turn into "nothing asked".
   */
  static Set<String> requested(ClientSessionContext context, RealmModel realm) {
    Stream<String> names =
        context.getClientScopeIds().stream()
            .map(realm::getClientScopeById)
            .filter(scope -> scope != null)
            .map(ClientScopeModel::getName);
    if (Profile.isFeatureEnabled(Profile.Feature.PARAMETERIZED_SCOPES)) {
      names = Stream.concat(names.filter(name -> name.indexOf(':') >= 0), parameterized(context));
    }
    return names.collect(Collectors.toSet());
  }

  private static Stream<String> parameterized(ClientSessionContext context) {
    return context.getAuthorizationRequestContext().getAuthorizationDetailEntries().stream()
        .map(details -> details.getAuthorizationDetails().getScopeNameFromCustomData());
  }

  /** The names in a {@code scope} parameter or claim (RFC 6749, section 3.3). */
  static List<String> split(@Nullable String scope) {
    return scope == null
        ? List.of()
        : Arrays.stream(scope.split(" ", -1)).filter(name -> !name.isEmpty()).distinct().toList();
  }
}
