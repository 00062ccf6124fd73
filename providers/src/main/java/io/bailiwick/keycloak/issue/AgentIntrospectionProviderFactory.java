package io.bailiwick.keycloak.issue;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;

/** Puts {@link AgentIntrospectionProvider} in the place of the stock one, under the same id. */
public final class AgentIntrospectionProviderFactory
    extends AccessTokenIntrospectionProviderFactory {
  private static final int ORDER = 100;

  @Override
  public TokenIntrospectionProvider create(KeycloakSession session) {
    return new AgentIntrospectionProvider(session);
  }

  @Override
  public int order() {
    return ORDER;
  }
}
