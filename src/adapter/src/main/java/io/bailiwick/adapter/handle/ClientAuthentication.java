package io.bailiwick.adapter.handle;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How this service proves to its issuer which client it is: by its secret (RFC 6749, 2.3.1) or by a
 * key (RFC 7523, 2.2). Immutable and thread-safe; never written out.
 */
public final class ClientAuthentication {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final Optional<String> authorization;
  private final Supplier<Map<String, String>> fields;

  private ClientAuthentication(
      Optional<String> authorization, Supplier<Map<String, String>> fields) {
    this.authorization = authorization;
    this.fields = fields;
  }

  /**
   * {@code client_secret_basic}.
   *
   * @throws IllegalArgumentException where either is empty
   */
  public static ClientAuthentication secret(String clientId, String secret) {
    if (clientId.isBlank() || secret.isBlank()) {
      throw new IllegalArgumentException("A client authenticates with its id and its secret");
    }
    String pair = encoded(clientId) + ":" + encoded(secret);
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.ISO_8859_1));
    return new ClientAuthentication(Optional.of("Basic " + basic), Map::of);
  }

  /**
   * {@code private_key_jwt}, with a fresh assertion for each request, good for half a minute.
   *
   * @param key an RSA key of at least 2048 bits (RS256) or a P-256 key (ES256)
   * @param keyId its id at the issuer; empty where the issuer needs none
   * @param audience whom the assertions are for: the issuer, as Keycloak wants it
   * @throws IllegalArgumentException where the key is of another kind
   */
  public static ClientAuthentication privateKey(
      String clientId, PrivateKey key, Optional<String> keyId, String audience, Clock clock) {
    ClientAssertion assertion = new ClientAssertion(clientId, key, keyId, audience, clock);
    return new ClientAuthentication(
        Optional.empty(),
        () ->
            Map.of(
                "client_id",
                clientId,
                "client_assertion_type",
                ASSERTION_TYPE,
                "client_assertion",
                assertion.sign()));
  }

  /** The request's {@code Authorization}; empty where it has none. */
  public Optional<String> authorization() {
    return authorization;
  }

  /** What the request's form holds for it; made anew with each call. */
  public Map<String, String> formFields() {
    return fields.get();
  }

  @Override
  public String toString() {
    return "ClientAuthentication";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
