package io.bailiwick.keycloak.issue;

import io.bailiwick.scope.AgentBinding;
import io.bailiwick.scope.ScopeSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessToken;
import org.keycloak.util.TokenUtil;

/**
 * The token being exchanged (RFC 8693) or turned into a handle, as far as it bounds what comes out:
 * the one agent service it is for, its scopes, its agent. Keycloak has verified it by then; the
 * signature is checked once more here, since a bound read from unsigned text would be none. What
 * can't be read is taken as nothing: no service, no scopes.
 */
record SubjectToken(AgentService service, ScopeSet scopes, Optional<AgentBinding> agent) {

  /**
   * The one of a token exchange.
   *
   * @return empty where the token is for no agent service, or for more than one
   * @throws Refused where it is bound to an agent in a way that can't be read, or a ticket was
   *     redeemed to it: what is exchanged for it would live apart from the token that it stands for
   */
  static Optional<SubjectToken> read(KeycloakSession session, AgentServices services, String jwt) {
    AccessToken token = session.tokens().decode(jwt, AccessToken.class);
    if (token == null) {
      return Optional.empty();
    }
    if (token.getOtherClaims().containsKey(AgentClaims.PRESENTED)) {
      throw Refused.target("a ticket was redeemed to the subject token, which is not exchanged");
    }
    return of(services, token);
  }

  /**
   * The same of a token that was verified and decoded already.
   *
   * @return empty where the token is for no agent service, or for more than one
   * @throws Refused where it is bound to an agent in a way that can't be read
   */
  static Optional<SubjectToken> of(AgentServices services, AccessToken token) {
    if (token.getAudience() == null
        || !(TokenUtil.TOKEN_TYPE_BEARER.equals(token.getType())
            || TokenUtil.TOKEN_TYPE_DPOP.equals(token.getType()))) {
      return Optional.empty();
    }
    List<String> audience = Arrays.asList(token.getAudience());
    List<AgentService> named =
        services.active().stream()
            .filter(service -> audience.contains(service.clientId()))
            .toList();
    if (named.size() != 1) {
      return Optional.empty();
    }
    AgentService service = named.get(0);
    return Optional.of(
        new SubjectToken(
            service,
            ScopeSet.read(service.rules(), texts(token.getOtherClaims().get(AgentClaims.SCOPES))),
            binding(token.getOtherClaims().get(AgentClaims.AGENT))));
  }

  private static List<String> texts(@Nullable Object claim) {
    List<String> texts = new ArrayList<>();
    if (claim instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof String text) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  private static Optional<AgentBinding> binding(@Nullable Object claim) {
    if (claim == null) {
      return Optional.empty();
    }
    return Optional.of(
        AgentClaims.binding(claim)
            .orElseThrow(() -> Refused.target("the subject token's agent can't be read")));
  }
}
