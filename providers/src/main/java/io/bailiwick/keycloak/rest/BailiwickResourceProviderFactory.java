package io.bailiwick.keycloak.rest;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Serves {@link BailiwickResource} in every realm. */
public final class BailiwickResourceProviderFactory implements RealmResourceProviderFactory {
  static final String ID = "bailiwick";

  @Override
  public RealmResourceProvider create(KeycloakSession session) {
    return new RealmResourceProvider() {
      @Override
      public Object getResource() {
        return new BailiwickResource(session);
      }

      @Override
      public void close() {
        // holds nothing
      }
    };
  }

  @Override
  public String getId() {
    return ID;
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
