package io.bailiwick.keycloak.revocation;

import java.util.Optional;
import java.util.Set;

/**
 * A revocation and whom it is for.
 *
 * @param realm the realm's internal id
 * @param services the internal ids of the agent services that are told; empty: every one of the
 *     realm, since it isn't known which of them may hold such a token
 */
record Notice(String realm, Revocation revocation, Optional<Set<String>> services) {
  Notice {
    services = services.map(Set::copyOf);
  }

  boolean isFor(String realmId, String serviceId) {
    return realm.equals(realmId) && services.map(ids -> ids.contains(serviceId)).orElse(true);
  }
}
