package io.bailiwick.keycloak.issue;

import io.bailiwick.scope.AgentBinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.representations.AccessToken;

/** The claims of an agent token that no one but this package may write. */
final class AgentClaims {
  static final String SCOPES = "scopes";
  static final String SCOPES_REF = "scopes_ref";
  static final String AGENT = "agent";
  static final String ACT = "act";
  static final String AUTH_METHOD = "auth_method";
  static final String PRESENTED = "presented";

  /** What an agent service's verifier believes of its tokens, besides {@code aud} and scope. */
  static final Set<String> OWN = Set.of(SCOPES, SCOPES_REF, AGENT, ACT, AUTH_METHOD, PRESENTED);

  /** What a token for no agent service must not carry; {@code act} may mean others there. */
  private static final Set<String> FORBIDDEN_ELSEWHERE =
      Set.of(SCOPES, SCOPES_REF, AGENT, AUTH_METHOD, PRESENTED);

  /**
   * Claims that Keycloak keeps in fields. A mapper that puts one among the others would write it
   * into the JSON twice, and readers differ in which they take.
   */
  private static final Set<String> IN_FIELDS =
      Set.of(
          "iss",
          "sub",
          "aud",
          "exp",
          "nbf",
          "iat",
          "jti",
          "typ",
          "azp",
          "sid",
          "scope",
          "cnf",
          "realm_access",
          "resource_access",
          "authorization");

  private static final String NAME = "name";
  private static final String KEY = "key";

  private AgentClaims() {}

  /** Roles: stock mappers do put these among the others, and nowhere else. */
  private static final Set<String> ROLES = Set.of("realm_access", "resource_access");

  static void removeOwn(AccessToken token) {
    token.getOtherClaims().keySet().removeAll(OWN);
    token.getOtherClaims().keySet().removeAll(IN_FIELDS);
  }

  /** Takes off what would let a token that is for no agent service pass for one that is. */
  static void removeElsewhere(AccessToken token) {
    token.getOtherClaims().keySet().removeAll(FORBIDDEN_ELSEWHERE);
    token
        .getOtherClaims()
        .keySet()
        .removeIf(name -> IN_FIELDS.contains(name) && !ROLES.contains(name));
  }

  static Map<String, Object> claim(AgentBinding agent) {
    Map<String, Object> claim = new LinkedHashMap<>();
    claim.put(NAME, agent.name());
    agent.key().ifPresent(key -> claim.put(KEY, key));
    return claim;
  }

  /** Reads the claim back; empty where it is not exactly of that form. */
  static Optional<AgentBinding> binding(Object claim) {
    if (!(claim instanceof Map<?, ?> map)
        || !Set.of(NAME, KEY).containsAll(map.keySet())
        || !(map.get(NAME) instanceof String name)
        || name.isEmpty()) {
      return Optional.empty();
    }
    if (!map.containsKey(KEY)) {
      return Optional.of(AgentBinding.named(name));
    }
    if (!(map.get(KEY) instanceof List<?> list) || list.isEmpty()) {
      return Optional.empty();
    }
    List<String> key =
        list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    return key.size() == list.size()
        ? Optional.of(AgentBinding.keyed(name, key))
        : Optional.empty();
  }
}
