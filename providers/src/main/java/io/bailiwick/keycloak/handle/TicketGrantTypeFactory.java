package io.bailiwick.keycloak.handle;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.OAuth2GrantTypeFactory;

/** {@code grant_type=urn:bailiwick:params:oauth:grant-type:ticket}. */
public final class TicketGrantTypeFactory implements OAuth2GrantTypeFactory {
  /** Stands for the grant type in token ids; two characters, unlike any of Keycloak's own. */
  private static final String SHORTCUT = "bt";

  @Override
  public OAuth2GrantType create(KeycloakSession session) {
    return new TicketGrantType();
  }

  @Override
  public String getId() {
    return TicketGrantType.ID;
  }

  @Override
  public String getShortcut() {
    return SHORTCUT;
  }

  @Override
  public void init(Config.Scope config) {
    // nothing to configure
  }

  @Override
  public void postInit(KeycloakSessionFactory factory) {
    // nothing to prepare
  }

  @Override
  public void close() {
    // holds nothing
  }
}
