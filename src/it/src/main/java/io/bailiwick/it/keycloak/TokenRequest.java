package io.bailiwick.it.keycloak;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A form for the token endpoint (RFC 6749, 8693, 8707). Immutable; a parameter may repeat. */
public final class TokenRequest {
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  private final URI endpoint;
  private final List<Map.Entry<String, String>> fields;

  private TokenRequest(URI endpoint, List<Map.Entry<String, String>> fields) {
    this.endpoint = endpoint;
    this.fields = fields;
  }

  public static TokenRequest to(URI tokenEndpoint) {
    return new TokenRequest(tokenEndpoint, List.of());
  }

  public TokenRequest client(String clientId) {
    return field("client_id", clientId);
  }

  public TokenRequest secret(String secret) {
    return field("client_secret", secret);
  }

  /** Direct grant; the demo's people have their name as password. */
  public TokenRequest person(String name) {
    return password(name, name);
  }

  public TokenRequest password(String user, String password) {
    return field("grant_type", "password").field("username", user).field("password", password);
  }

  public TokenRequest clientCredentials() {
    return field("grant_type", "client_credentials");
  }

  public TokenRequest refresh(String refreshToken) {
    return field("grant_type", "refresh_token").field("refresh_token", refreshToken);
  }

  public TokenRequest code(String code, String redirectUri, String verifier) {
    return field("grant_type", "authorization_code")
        .field("code", code)
        .field("redirect_uri", redirectUri)
        .field("code_verifier", verifier);
  }

  /** RFC 8693, from an access token to an access token. */
  public TokenRequest exchange(String subjectToken) {
    return field("grant_type", EXCHANGE)
        .field("subject_token", subjectToken)
        .field("subject_token_type", ACCESS_TOKEN)
        .field("requested_token_type", ACCESS_TOKEN);
  }

  public TokenRequest resource(String uri) {
    return field("resource", uri);
  }

  public TokenRequest scope(String scope) {
    return field("scope", scope);
  }

  /** Any other parameter, once more where it is there already. */
  public TokenRequest field(String name, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(fields);
    more.add(Map.entry(name, value));
    return new TokenRequest(endpoint, List.copyOf(more));
  }

  public TokenAnswer send() {
    return new TokenAnswer(Http.postForm(endpoint, fields));
  }

  /** Sends it with a DPoP proof (RFC 9449, 5), which is for {@code POST} to {@link #endpoint()}. */
  public TokenAnswer send(String proof) {
    return new TokenAnswer(Http.send(Http.form(endpoint, fields).header("DPoP", proof)));
  }

  public URI endpoint() {
    return endpoint;
  }

  /** The endpoint only: the fields hold secrets. */
  @Override
  public String toString() {
    return "TokenRequest[" + endpoint + "]";
  }
}
