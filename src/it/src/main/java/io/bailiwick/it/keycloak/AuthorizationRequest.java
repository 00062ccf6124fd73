package io.bailiwick.it.keycloak;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** An authorization request with PKCE (RFC 7636, S256), and the token request that ends it. */
public final class AuthorizationRequest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final RealmEndpoints realm;
  private final String clientId;
  private final String redirectUri;
  private final String verifier = random();
  private final String state = random();
  private final List<Map.Entry<String, String>> more;

  private AuthorizationRequest(
      RealmEndpoints realm,
      String clientId,
      String redirectUri,
      List<Map.Entry<String, String>> more) {
    this.realm = realm;
    this.clientId = clientId;
    this.redirectUri = redirectUri;
    this.more = more;
  }

  public static AuthorizationRequest of(RealmEndpoints realm, String clientId, String redirectUri) {
    return new AuthorizationRequest(realm, clientId, redirectUri, List.of());
  }

  /** Another parameter: {@code resource}, {@code scope}. */
  public AuthorizationRequest field(String name, String value) {
    List<Map.Entry<String, String>> all = new ArrayList<>(more);
    all.add(Map.entry(name, value));
    return new AuthorizationRequest(realm, clientId, redirectUri, List.copyOf(all));
  }

  /** Where the browser goes. */
  public URI address() {
    List<Map.Entry<String, String>> all =
        new ArrayList<>(
            List.of(
                Map.entry("response_type", "code"),
                Map.entry("client_id", clientId),
                Map.entry("redirect_uri", redirectUri),
                Map.entry("state", state),
                Map.entry("code_challenge_method", "S256"),
                Map.entry("code_challenge", challenge())));
    all.addAll(more);
    return URI.create(realm.authorization() + "?" + Http.form(all));
  }

  /** The token request for the code that the browser came back with. */
  public TokenRequest redeem(Browser.Page arrived) {
    String query = arrived.address().getRawQuery();
    if (query == null || !parameter(query, "state").equals(state)) {
      throw new IllegalStateException("The browser did not come back from this request");
    }
    return realm.tokenRequest(clientId).code(parameter(query, "code"), redirectUri, verifier);
  }

  private static String parameter(String query, String name) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    throw new IllegalStateException("No " + name + " in the redirect");
  }

  private String challenge() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
