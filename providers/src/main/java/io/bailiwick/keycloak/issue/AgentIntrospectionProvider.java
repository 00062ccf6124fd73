package io.bailiwick.keycloak.issue;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProvider;
import org.keycloak.representations.AccessToken;

/**
 * Keycloak's introspection (RFC 7662) of access tokens, which answers with the signed claims where
 * they speak of agent services. The stock provider makes a small token anew and lets mappers fill
 * it, so that a bound token would come out unbound and audiences could be added.
 */
final class AgentIntrospectionProvider extends AccessTokenIntrospectionProvider<AccessToken> {

  AgentIntrospectionProvider(KeycloakSession session) {
    super(session);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the stock provider says "nothing done" so
  public AccessToken transformAccessToken(AccessToken signed, UserSessionModel userSession) {
    AccessToken answer = super.transformAccessToken(signed, userSession);
    AgentServices services = AgentServices.of(session, realm);
    if (answer == signed || services.isEmpty()) {
      return answer;
    }
    if (isAgentToken(signed, services)) {
      AgentClaims.removeOwn(answer);
      AgentClaims.OWN.forEach(
          name -> {
            Object claim = signed.getOtherClaims().get(name);
            if (claim != null) {
              answer.getOtherClaims().put(name, claim);
            }
          });
      answer.audience(signed.getAudience());
      answer.setScope(signed.getScope());
      answer.setRealmAccess(null);
      answer.setResourceAccess(null);
    } else {
      new OtherToken(answer, signed.getAuthorization() != null).cleanse(services);
    }
    return answer;
  }

  private static boolean isAgentToken(AccessToken signed, AgentServices services) {
    if (signed.getAuthorization() != null || signed.getAudience() == null) {
      return false;
    }
    for (String audience : signed.getAudience()) {
      if (services.reserves(audience)) {
        return true;
      }
    }
    return false;
  }
}
