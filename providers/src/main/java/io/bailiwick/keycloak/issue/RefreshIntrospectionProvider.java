package io.bailiwick.keycloak.issue;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.RefreshTokenIntrospectionProvider;
import org.keycloak.representations.AccessToken;

/**
 * Keycloak's introspection (RFC 7662) of refresh tokens. The stock provider lets mappers fill the
 * answer as if it were an access token's, and signs it where the client may have it as a JWT, with
 * the life of the refresh token. A refresh token is for no agent service, so what belongs to one is
 * taken off.
 */
final class RefreshIntrospectionProvider extends RefreshTokenIntrospectionProvider {

  RefreshIntrospectionProvider(KeycloakSession session) {
    super(session);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the stock provider says "nothing done" so
  public AccessToken transformAccessToken(AccessToken signed, UserSessionModel userSession) {
    AccessToken answer = super.transformAccessToken(signed, userSession);
    AgentServices services = AgentServices.of(session, realm);
    if (answer != signed && !services.isEmpty()) {
      new OtherToken(answer, false).cleanse(services);
    }
    return answer;
  }
}
