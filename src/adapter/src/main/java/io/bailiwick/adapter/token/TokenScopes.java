package io.bailiwick.adapter.token;

import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What a token grants. The array governs; agent scopes in {@code scope} (RFC 9068, 2.2.3) must say
 * the same, and count alone where there is no array.
 */
final class TokenScopes {
  /** The array, where no other name is configured. */
  static final String CLAIM = "scopes";

  private static final int PLACES = 128;

  private final ScopeRules rules;
  private final CompiledScopes compiled;
  private final int claim;
  private final boolean arrayOnly;

  /** By the very list, which tokens share that have the same scopes. */
  private final AtomicReferenceArray<@Nullable Agreed> agreed = new AtomicReferenceArray<>(PLACES);

  private record Agreed(List<String> names, @Nullable String spoken, ScopeSet set) {}

  /**
   * @param name of the claim that holds the scopes, which is at that place
   */
  TokenScopes(ScopeRules rules, String name, int claim) {
    this.rules = rules;
    this.compiled = new CompiledScopes(rules);
    this.claim = claim;
    this.arrayOnly = name.equals(CLAIM);
  }

  ScopeSet read(TokenClaims claims) {
    String spoken = claims.textOrNull(ClaimNames.SCOPE);
    // what is held elsewhere is not read by this version, and must not be made up from the rest
    if (claims.has(ClaimNames.SCOPES_REF)) {
      return ScopeSet.none(rules);
    }
    if (claim == ClaimNames.SCOPE || !claims.has(claim)) {
      return compiled.of(split(spoken));
    }
    List<String> names = names(claims);
    int place = System.identityHashCode(names) & PLACES - 1;
    Agreed kept = agreed.get(place);
    if (kept != null && kept.names == names && Objects.equals(kept.spoken, spoken)) {
      return kept.set;
    }
    ScopeSet set = agreed(names, spoken);
    agreed.set(place, new Agreed(names, spoken, set));
    return set;
  }

  /** What both say. */
  private ScopeSet agreed(List<String> names, @Nullable String spoken) {
    ScopeSet governing = compiled.of(names);
    if (spoken != null && !spells(spoken, names)) {
      ScopeSet other = compiled.of(split(spoken));
      if (!other.isEmpty() && !other.equals(governing)) {
        throw StrictJson.malformed();
      }
    }
    return governing;
  }

  /** An array; under a name of the service's own choice also a text, as other issuers write it. */
  private List<String> names(TokenClaims claims) {
    // an element of an array is one scope, and one with a space in it is malformed
    return !arrayOnly && claims.isText(claim)
        ? split(claims.textOrNull(claim))
        : claims.array(claim);
  }

  /**
   * Whether the text is some names without a colon and then exactly those, in their order, which is
   * how it is mostly written; then the two are the same without being compiled.
   */
  boolean spells(String spoken, List<String> names) {
    int end = spoken.length();
    for (int i = names.size() - 1; i >= 0; i--) {
      String name = names.get(i);
      int begin = end - name.length();
      if (begin < 0
          || !spoken.startsWith(name, begin)
          || (begin > 0 && spoken.charAt(begin - 1) != ' ')
          || name.indexOf(' ') >= 0) {
        return false;
      }
      end = Math.max(begin - 1, 0);
    }
    return spoken.lastIndexOf(':', end - 1) < 0 && rules.admin().indexOf(':') >= 0;
  }

  private static List<String> split(@Nullable String scope) {
    return scope == null || scope.isEmpty() ? List.of() : Arrays.asList(scope.split(" ", -1));
  }
}
