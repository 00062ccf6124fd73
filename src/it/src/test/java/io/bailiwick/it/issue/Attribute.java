package io.bailiwick.it.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.TestRealm;
import org.jspecify.annotations.Nullable;

/** A client's attribute, set for as long as this is open. */
public final class Attribute implements AutoCloseable {
  private final TestRealm realm;
  private final String clientId;
  private final String name;
  private final @Nullable String before;

  private Attribute(TestRealm realm, String clientId, String name, @Nullable String before) {
    this.realm = realm;
    this.clientId = clientId;
    this.name = name;
    this.before = before;
  }

  public static Attribute of(TestRealm realm, String clientId, String name, String value) {
    JsonNode old = client(realm, clientId).path("attributes").path(name);
    set(realm, clientId, name, value);
    return new Attribute(realm, clientId, name, old.textValue());
  }

  /** Sets it for good. */
  public static void set(TestRealm realm, String clientId, String name, String value) {
    ObjectNode client = client(realm, clientId);
    client.withObjectProperty("attributes").put(name, value);
    realm.put("clients/" + client.path("id").asText(), client.toString());
  }

  /** Sets one of the client's own fields for good: {@code enabled}, {@code fullScopeAllowed}. */
  static void setField(TestRealm realm, String clientId, String name, boolean value) {
    ObjectNode client = client(realm, clientId);
    client.put(name, value);
    realm.put("clients/" + client.path("id").asText(), client.toString());
  }

  private static ObjectNode client(TestRealm realm, String clientId) {
    return (ObjectNode) realm.get("clients/" + realm.idOfClient(clientId));
  }

  @Override
  public void close() {
    // an empty text removes the attribute
    set(realm, clientId, name, before == null ? "" : before);
  }
}
