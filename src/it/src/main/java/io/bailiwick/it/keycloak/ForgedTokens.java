package io.bailiwick.it.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What an attacker makes of a good token; no verifier may take any of it. */
public final class ForgedTokens {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private ForgedTokens() {}

  /** The same token with one bit of its signature's first byte turned. */
  public static String flippedSignature(String token) {
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
    signature[0] ^= 1;
    return token.substring(0, dot + 1) + ENCODER.encodeToString(signature);
  }

  /** The same claims, with {@code alg: none} and no signature (RFC 8725, 2.1). */
  public static String unsigned(String token) {
    return encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + payload(token) + ".";
  }

  /** The same claims under HS256 with the public key as secret (RFC 8725, 2.1). */
  public static String signedWithPublicKey(String token, JsonNode jwks) {
    String kid = DecodedJwt.of(token).header().path("kid").asText();
    String header = "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"" + kid + "\"}";
    String signed = encode(header) + "." + payload(token);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(publicKey(jwks, kid), "HmacSHA256"));
      byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + ENCODER.encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] publicKey(JsonNode jwks, String kid) throws GeneralSecurityException {
    for (JsonNode key : jwks.path("keys")) {
      if (key.path("kid").asText().equals(kid)) {
        RSAPublicKeySpec spec = new RSAPublicKeySpec(number(key, "n"), number(key, "e"));
        return KeyFactory.getInstance("RSA").generatePublic(spec).getEncoded();
      }
    }
    throw new IllegalStateException("The token's key is not in the key set");
  }

  private static BigInteger number(JsonNode key, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(key.path(name).asText()));
  }

  private static String payload(String token) {
    return token.split("\\.", -1)[1];
  }

  private static String encode(String json) {
    return ENCODER.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
