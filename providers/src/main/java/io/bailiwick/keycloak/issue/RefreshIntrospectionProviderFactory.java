package io.bailiwick.keycloak.issue;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.RefreshTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;

/** Puts {@link RefreshIntrospectionProvider} in the place of the stock one, under the same id. */
public final class RefreshIntrospectionProviderFactory
    extends RefreshTokenIntrospectionProviderFactory {
  private static final int ORDER = 100;

  @Override
  public TokenIntrospectionProvider create(KeycloakSession session) {
    return new RefreshIntrospectionProvider(session);
  }

  @Override
  public int order() {
    return ORDER;
  }
}
