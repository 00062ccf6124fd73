package io.bailiwick.adapter.handle;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** What a client signs to say that it is that client (RFC 7523, 3). */
final class ClientAssertion {
  private static final Duration LIFE = Duration.ofSeconds(30);
  private static final int LEAST_RSA_BITS = 2048;
  private static final int P256_BITS = 256;

  private final String clientId;
  private final PrivateKey key;
  private final Optional<String> keyId;
  private final String audience;
  private final Clock clock;
  private final String algorithm;

  /**
   * @throws IllegalArgumentException where the key is of a kind that is not taken
   */
  ClientAssertion(
      String clientId, PrivateKey key, Optional<String> keyId, String audience, Clock clock) {
    if (clientId.isBlank() || audience.isBlank()) {
      throw new IllegalArgumentException("An assertion says which client, and to whom");
    }
    this.clientId = clientId;
    this.key = key;
    this.keyId = keyId;
    this.audience = audience;
    this.clock = clock;
    this.algorithm = algorithm(key);
  }

  String sign() {
    long now = clock.instant().getEpochSecond();
    String head =
        "{\"alg\":\""
            + algorithm
            + "\",\"typ\":\"JWT\""
            + keyId.map(id -> ",\"kid\":" + quoted(id)).orElse("")
            + "}";
    String claims =
        "{\"iss\":"
            + quoted(clientId)
            + ",\"sub\":"
            + quoted(clientId)
            + ",\"aud\":"
            + quoted(audience)
            + ",\"jti\":\""
            + UUID.randomUUID()
            + "\",\"iat\":"
            + now
            + ",\"exp\":"
            + (now + LIFE.toSeconds())
            + "}";
    String signed = base64(head.getBytes(StandardCharsets.UTF_8));
    signed += "." + base64(claims.getBytes(StandardCharsets.UTF_8));
    return signed + "." + base64(signature(signed));
  }

  private byte[] signature(String signed) {
    try {
      Signature signer =
          Signature.getInstance(
              algorithm.equals("RS256") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
      signer.initSign(key);
      signer.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The client's key does not sign", e);
    }
  }

  private static String algorithm(PrivateKey key) {
    if (key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() >= LEAST_RSA_BITS) {
      return "RS256";
    }
    if (key instanceof ECPrivateKey ec
        && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS) {
      return "ES256";
    }
    throw new IllegalArgumentException(
        "A client's key is RSA of at least 2048 bits, or EC on P-256");
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
