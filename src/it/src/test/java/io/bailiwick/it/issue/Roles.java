package io.bailiwick.it.issue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bailiwick.it.TestRealm;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Client roles as the admin API's mappings want them. */
final class Roles {
  private Roles() {}

  /** A JSON array of these roles of that client. */
  static String array(TestRealm realm, String clientId, String... names) {
    ArrayNode roles = JsonNodeFactory.instance.arrayNode();
    for (String name : names) {
      roles.add(
          realm.get(
              "clients/"
                  + realm.idOfClient(clientId)
                  + "/roles/"
                  + URLEncoder.encode(name, StandardCharsets.UTF_8)));
    }
    return roles.toString();
  }
}
