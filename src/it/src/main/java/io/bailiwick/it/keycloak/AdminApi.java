package io.bailiwick.it.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/**
 * Keycloak's admin REST API, as JSON over paths under {@code /admin/realms}. Each call
 * authenticates anew, so it never meets an expired token; a status of 400 or more is an exception.
 */
public final class AdminApi {
  private final KeycloakServer server;

  public AdminApi(KeycloakServer server) {
    this.server = server;
  }

  /** {@code get("agents/clients")}. */
  public JsonNode get(String path) {
    return send("GET", path, request(path).GET()).json();
  }

  /** Posts; answers with the {@code Location} of what was made, or an empty text. */
  public String post(String path, String json) {
    return send("POST", path, body(path).POST(BodyPublishers.ofString(json))).header("Location");
  }

  public void put(String path, String json) {
    send("PUT", path, body(path).PUT(BodyPublishers.ofString(json)));
  }

  public void delete(String path) {
    send("DELETE", path, request(path).DELETE());
  }

  /** Deletes with a body, as the role and scope mappings want it. */
  public void delete(String path, String json) {
    send("DELETE", path, body(path).method("DELETE", BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder body(String path) {
    return request(path).header("Content-Type", "application/json");
  }

  private HttpRequest.Builder request(String path) {
    URI uri = URI.create(server.url() + "/admin/realms" + (path.isEmpty() ? "" : "/" + path));
    return Http.request(uri).header("Authorization", "Bearer " + token());
  }

  private static Http.Answer send(String method, String path, HttpRequest.Builder request) {
    Http.Answer answer = Http.send(request);
    if (answer.status() >= 400) {
      throw new IllegalStateException(
          method + " " + path + " answered " + answer.status() + ": " + answer.body());
    }
    return answer;
  }

  private String token() {
    return server
        .realm("master")
        .tokenRequest("admin-cli")
        .password(server.admin().user(), server.admin().password())
        .send()
        .accessToken();
  }
}
