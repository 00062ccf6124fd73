package io.bailiwick.adapter.token;

import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.util.Arrays;
import java.util.List;

/**
 * What a token grants. The array governs; agent scopes in {@code scope} (RFC 9068, 2.2.3) must say
 * the same, and count alone where there is no array.
 */
final class TokenScopes {
  /** The array, where no other name is configured. */
  static final String CLAIM = "scopes";

  private static final String SCOPE = "scope";

  private final ScopeRules rules;
  private final String claim;

  TokenScopes(ScopeRules rules, String claim) {
    this.rules = rules;
    this.claim = claim;
  }

  List<String> loosened() {
    return rules.loosened();
  }

  ScopeSet read(TokenClaims claims) {
    ScopeSet spoken = ScopeSet.read(rules, split(claims.text(SCOPE).orElse("")));
    // what is held elsewhere is not read by this version, and must not be made up from the rest
    if (claims.has("scopes_ref")) {
      return ScopeSet.none(rules);
    }
    if (claim.equals(SCOPE) || !claims.has(claim)) {
      return spoken;
    }
    ScopeSet governing = ScopeSet.read(rules, names(claims));
    if (!spoken.isEmpty() && !spoken.equals(governing)) {
      throw StrictJson.malformed();
    }
    return governing;
  }

  /** An array; under a name of the service's own choice also a text, as other issuers write it. */
  private List<String> names(TokenClaims claims) {
    if (claim.equals(CLAIM)) {
      return claims.array(claim);
    }
    // an element of an array is one scope, and one with a space in it is malformed
    return claims.isText(claim) ? split(claims.text(claim).orElseThrow()) : claims.array(claim);
  }

  private static List<String> split(String scope) {
    return scope.isEmpty() ? List.of() : Arrays.asList(scope.split(" ", -1));
  }
}
