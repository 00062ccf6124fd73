package io.bailiwick.it.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;

/** The addresses of one realm, and the requests that need no administrator. */
public record RealmEndpoints(URI server, String name) {

  public URI issuer() {
    return URI.create(server + "/realms/" + name);
  }

  public URI token() {
    return endpoint("token");
  }

  public URI authorization() {
    return endpoint("auth");
  }

  public URI jwks() {
    return endpoint("certs");
  }

  public URI discovery() {
    return URI.create(issuer() + "/.well-known/openid-configuration");
  }

  /** A token request by this client, to be filled in and sent. */
  public TokenRequest tokenRequest(String clientId) {
    return TokenRequest.to(token()).client(clientId);
  }

  /** Asks Keycloak about a token (RFC 7662), as a confidential client. */
  public JsonNode introspect(String token, String clientId, String secret) {
    return Http.postForm(
            introspection(),
            Map.of("token", token, "client_id", clientId, "client_secret", secret).entrySet())
        .json();
  }

  /** RFC 7662. */
  public URI introspection() {
    return endpoint("token/introspect");
  }

  private URI endpoint(String path) {
    return URI.create(issuer() + "/protocol/openid-connect/" + path);
  }
}
