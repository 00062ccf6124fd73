package io.bailiwick.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.it.keycloak.AdminApi;
import io.bailiwick.it.keycloak.BuildPaths;
import io.bailiwick.it.keycloak.KeycloakServer;
import io.bailiwick.it.keycloak.RealmEndpoints;
import io.bailiwick.it.keycloak.TokenRequest;
import io.bailiwick.it.realm.Environment;
import io.bailiwick.it.realm.RealmFile;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A realm of a test's own on the shared server, imported through the admin REST API from the files
 * that ship and deleted when closed. Placeholders have their defaults, so {@code research-os} is at
 * {@value #RESEARCH_OS} and {@code archive-os} at {@value #ARCHIVE_OS} unless told otherwise.
 */
public final class TestRealm implements AutoCloseable {
  public static final String RESEARCH_OS = "http://localhost:7777";
  public static final String ARCHIVE_OS = "https://archive.example.com";

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final AdminApi api;
  private final RealmEndpoints endpoints;
  private final boolean owned;

  private TestRealm(KeycloakServer server, String name, boolean owned) {
    this.api = new AdminApi(server);
    this.endpoints = server.realm(name);
    this.owned = owned;
  }

  /** Production shape with the demo's people and clients. */
  public static TestRealm demo() {
    return demo(Map.of());
  }

  /** The same with these values for the placeholders. */
  public static TestRealm demo(Map<String, String> environment) {
    return of(RealmFile.demo(BuildPaths.realmConfig()), environment);
  }

  /** The same with changes made to the document before it is imported. */
  public static TestRealm demo(UnaryOperator<RealmFile> change) {
    return of(change.apply(RealmFile.demo(BuildPaths.realmConfig())), Map.of());
  }

  /** Any realm, under a name of its own. */
  public static TestRealm of(RealmFile file, Map<String, String> environment) {
    return on(SharedKeycloak.server(), file, environment);
  }

  /** The same on another server. */
  public static TestRealm on(
      KeycloakServer server, RealmFile file, Map<String, String> environment) {
    String name = "it-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    TestRealm realm = new TestRealm(server, name, true);
    realm.api.post("", file.named(name).resolved(Environment.of(environment)).json());
    return realm;
  }

  /** This realm as another node of its server's cluster has it; to close that does nothing. */
  public TestRealm at(KeycloakServer node) {
    return new TestRealm(node, name(), false);
  }

  public String name() {
    return endpoints.name();
  }

  public RealmEndpoints endpoints() {
    return endpoints;
  }

  /** A token request by this client. */
  public TokenRequest tokenRequest(String clientId) {
    return endpoints.tokenRequest(clientId);
  }

  /** A direct grant through {@code demo-cli} by one of the demo's people. */
  public TokenRequest person(String name) {
    return tokenRequest("demo-cli").person(name);
  }

  /** Introspection by {@code research-os} itself. */
  public JsonNode introspect(String token) {
    return endpoints.introspect(token, "research-os", "research-os-secret");
  }

  /** A path under this realm: {@code get("clients?clientId=demo-cli")}. */
  public JsonNode get(String path) {
    return api.get(under(path));
  }

  public String post(String path, String json) {
    return api.post(under(path), json);
  }

  public void put(String path, String json) {
    api.put(under(path), json);
  }

  public void delete(String path) {
    api.delete(under(path));
  }

  public void delete(String path, String json) {
    api.delete(under(path), json);
  }

  /** A client's internal id, which the admin API's paths want. */
  public String idOfClient(String clientId) {
    return get("clients?clientId=" + clientId).path(0).path("id").asText();
  }

  /** A user's internal id. */
  public String idOfUser(String username) {
    return get("users?exact=true&username=" + username).path(0).path("id").asText();
  }

  private String under(String path) {
    return path.isEmpty() ? name() : name() + "/" + path;
  }

  @Override
  public void close() {
    if (owned) {
      api.delete(name());
    }
  }
}
