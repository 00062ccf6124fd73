package io.bailiwick.keycloak.revocation;

import io.bailiwick.keycloak.issue.AgentServiceDirectory;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Which realms are any business of the feed. */
final class Realms {
  private Realms() {}

  /** The realm itself, where it has agent services; null where it has none, or is none. */
  static @Nullable RealmModel withAgentServices(
      KeycloakSession session, @Nullable RealmModel realm) {
    return realm == null || AgentServiceDirectory.of(session, realm).isEmpty() ? null : realm;
  }
}
