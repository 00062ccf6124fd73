package io.bailiwick.it.issue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.TestRealm;

/** One of a realm's people, disabled for as long as this is open. */
record DisabledUser(TestRealm realm, ObjectNode user) implements AutoCloseable {
  static DisabledUser of(TestRealm realm, String name) {
    DisabledUser disabled =
        new DisabledUser(realm, (ObjectNode) realm.get("users/" + realm.idOfUser(name)));
    disabled.set(false);
    return disabled;
  }

  private void set(boolean enabled) {
    realm.put("users/" + user.path("id").asText(), user.put("enabled", enabled).toString());
  }

  @Override
  public void close() {
    set(true);
  }
}
