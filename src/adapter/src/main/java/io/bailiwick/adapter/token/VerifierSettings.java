package io.bailiwick.adapter.token;

import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.scope.ScopeRules;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that an {@link AgentTokenVerifier} was told, with what stands for what it was not told, and
 * what of it loosens. Immutable.
 *
 * @param issuers who is trusted, by exact name, in the order they were given
 * @param audience the agent service's client id
 * @param maxLength of a token, in characters
 * @param plainJwtType whether the header type {@code JWT} is taken too
 * @param cache what remembered tokens may take; empty where none is remembered
 */
record VerifierSettings(
    Map<String, KeySource> issuers,
    String audience,
    ScopeRules rules,
    Clock clock,
    int maxLength,
    boolean plainJwtType,
    Claims claims,
    CryptoChoice crypto,
    ProofOfPossession proofs,
    RevocationCheck revocations,
    Optional<CacheLimits> cache) {

  /** The claims that a service may name itself, and those that it has handed on. */
  record Claims(String user, String audience, String scopes, Set<String> handedOn) {
    static final String USER = "sub";
    static final String AUDIENCE = "aud";

    Claims {
      handedOn = Collections.unmodifiableSet(new LinkedHashSet<>(handedOn));
    }
  }

  /** The most verified tokens that are remembered, and the most bytes that they take. */
  record CacheLimits(int tokens, long bytes) {}

  VerifierSettings {
    issuers = Collections.unmodifiableMap(new LinkedHashMap<>(issuers));
  }

  /** From the text of a token to what is true of it whoever presents it. */
  TokenVerification verification() {
    ClaimNames names =
        new ClaimNames(claims.user(), claims.audience(), claims.scopes(), claims.handedOn());
    TokenScopes scopes = new TokenScopes(rules, claims.scopes(), names.scopes());
    return new TokenVerification(
        issuers,
        maxLength,
        plainJwtType,
        crypto,
        new CallerClaims(audience, scopes, clock, names, claims.handedOn()));
  }

  /** Each setting that loosens a check, those of what was handed in included. */
  List<String> loosened() {
    List<String> loosened = new ArrayList<>(rules.loosened());
    loosened.addAll(proofs.loosened());
    loosened.addAll(revocations.loosened());
    if (plainJwtType) {
      loosened.add(
          "plain JWT type: an access token is told from other tokens by its payload's typ alone");
    }
    if (!claims.audience().equals(Claims.AUDIENCE)) {
      loosened.add(
          "audienceClaim: whom a token is for is read from "
              + claims.audience()
              + ", and aud is not looked at");
    }
    if (!claims.user().equals(Claims.USER)) {
      loosened.add(
          "userClaim: who the user is is read from "
              + claims.user()
              + " instead of sub, and must be a claim that users can't change");
    }
    issuers.forEach(
        (issuer, keys) ->
            keys.loosened().forEach(each -> loosened.add(each + " (issuer " + issuer + ")")));
    return List.copyOf(loosened);
  }
}
