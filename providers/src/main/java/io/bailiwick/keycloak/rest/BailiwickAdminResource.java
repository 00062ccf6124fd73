package io.bailiwick.keycloak.rest;

import io.bailiwick.keycloak.revocation.EndConnectionsResource;
import jakarta.ws.rs.Path;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** The paths under {@code /admin/realms/{realm}/bailiwick}. One serves one request. */
public final class BailiwickAdminResource {
  private final KeycloakSession session;
  private final RealmModel realm;
  private final AdminPermissionEvaluator auth;
  private final AdminEventBuilder adminEvent;

  BailiwickAdminResource(
      KeycloakSession session,
      RealmModel realm,
      AdminPermissionEvaluator auth,
      AdminEventBuilder adminEvent) {
    this.session = session;
    this.realm = realm;
    this.auth = auth;
    this.adminEvent = adminEvent;
  }

  /** Where an administrator ends connections. */
  @Path("end-connections")
  public EndConnectionsResource endConnections() {
    return new EndConnectionsResource(session, realm, auth, adminEvent);
  }
}
