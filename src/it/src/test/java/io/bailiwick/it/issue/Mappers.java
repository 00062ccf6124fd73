package io.bailiwick.it.issue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.TestRealm;
import java.util.Map;

/**
 * Protocol mappers that a client gets, as an administrator (or whoever may act as one) adds them.
 */
final class Mappers {
  private Mappers() {}

  /** A claim that says this whoever the user is. */
  static void hardcoded(TestRealm realm, String clientId, String claim, String value, String type) {
    add(
        realm,
        clientId,
        "hardcoded " + claim,
        "oidc-hardcoded-claim-mapper",
        Map.of("claim.name", claim, "claim.value", value, "jsonType.label", type));
  }

  /** An audience, as Keycloak's own mapper adds it. */
  static void audience(TestRealm realm, String clientId, String audience) {
    add(
        realm,
        clientId,
        "audience " + audience,
        "oidc-audience-mapper",
        Map.of("included.client.audience", audience));
  }

  /** Every role of the user, as the stock {@code roles} scope does it. */
  static void roles(TestRealm realm, String clientId) {
    add(
        realm,
        clientId,
        "client roles",
        "oidc-usermodel-client-role-mapper",
        Map.of(
            "claim.name",
            "resource_access.${client_id}.roles",
            "jsonType.label",
            "String",
            "multivalued",
            "true"));
    add(
        realm,
        clientId,
        "realm roles",
        "oidc-usermodel-realm-role-mapper",
        Map.of(
            "claim.name", "realm_access.roles", "jsonType.label", "String", "multivalued", "true"));
    add(realm, clientId, "audience resolve", "oidc-audience-resolve-mapper", Map.of());
  }

  private static void add(
      TestRealm realm, String clientId, String name, String type, Map<String, String> config) {
    ObjectNode mapper = JsonNodeFactory.instance.objectNode();
    mapper.put("name", name);
    mapper.put("protocol", "openid-connect");
    mapper.put("protocolMapper", type);
    ObjectNode settings = mapper.putObject("config");
    settings.put("access.token.claim", "true");
    settings.put("introspection.token.claim", "true");
    settings.put("lightweight.claim", "true");
    config.forEach(settings::put);
    realm.post(
        "clients/" + realm.idOfClient(clientId) + "/protocol-mappers/models", mapper.toString());
  }
}
