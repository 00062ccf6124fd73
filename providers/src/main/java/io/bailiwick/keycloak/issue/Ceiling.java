package io.bailiwick.keycloak.issue;

import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a refresh may never go beyond, kept in the refresh token (offline ones too): the resource
 * that was granted, the agent service it named by internal id (a URI may change hands), and the
 * scopes that were asked at first or that the exchanged token had. No {@code scopes}: all that is
 * held and allowed. An empty list: none.
 */
record Ceiling(String resource, String service, Optional<List<String>> scopes) {
  static final String CLAIM = "bailiwick";
  private static final String RESOURCE = "resource";
  private static final String SERVICE = "service";
  private static final String SCOPES = "scopes";

  Ceiling {
    scopes = scopes.map(List::copyOf);
  }

  static Ceiling of(AgentTarget target, Optional<ScopeSet> limit) {
    return new Ceiling(target.resource(), target.service().id(), limit.map(ScopeSet::texts));
  }

  Map<String, Object> toClaim() {
    Map<String, Object> claim = new LinkedHashMap<>();
    claim.put(RESOURCE, resource);
    claim.put(SERVICE, service);
    scopes.ifPresent(texts -> claim.put(SCOPES, texts));
    return claim;
  }

  /**
   * Reads the claim of a refresh token that Keycloak has verified.
   *
   * @return empty where there is none: that token was issued for no agent service
   * @throws IllegalArgumentException where it is not of our making
   */
  static Optional<Ceiling> read(@Nullable Object claim) {
    if (claim == null) {
      return Optional.empty();
    }
    if (claim instanceof Map<?, ?> map
        && map.get(RESOURCE) instanceof String resource
        && map.get(SERVICE) instanceof String service) {
      return Optional.of(
          new Ceiling(
              resource,
              service,
              map.containsKey(SCOPES) ? Optional.of(texts(map.get(SCOPES))) : Optional.empty()));
    }
    throw new IllegalArgumentException("no ceiling");
  }

  private static List<String> texts(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream()
          .map(
              each -> {
                if (each instanceof String text) {
                  return text;
                }
                throw new IllegalArgumentException("no list of texts");
              })
          .toList();
    }
    throw new IllegalArgumentException("no list");
  }

  Optional<ScopeSet> limit(ScopeRules rules) {
    return scopes.map(texts -> ScopeSet.read(rules, texts));
  }
}
