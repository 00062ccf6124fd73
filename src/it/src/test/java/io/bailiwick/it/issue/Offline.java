package io.bailiwick.it.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.bailiwick.it.realm.RealmFile;

/** The demo's realm with offline tokens for {@code ada} through {@code demo-cli}. */
final class Offline {
  private Offline() {}

  static RealmFile allowed(RealmFile file) {
    return file.changed(
        realm -> {
          list(realm.path("clients"), "clientId", "demo-cli", "optionalClientScopes")
              .add("offline_access");
          list(realm.path("users"), "username", "ada", "realmRoles").add("offline_access");
          return realm;
        });
  }

  private static ArrayNode list(JsonNode all, String identity, String wanted, String name) {
    for (JsonNode each : all) {
      if (each.path(identity).asText().equals(wanted)) {
        return (ArrayNode) each.get(name);
      }
    }
    throw new IllegalStateException("no " + wanted);
  }
}
