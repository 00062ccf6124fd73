package io.bailiwick.adapter.keys;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * Development only: one secret for HS256 that the issuer and this service share. Whoever can verify
 * can also sign, so no token proves where it came from. Immutable.
 */
public final class SharedSecret implements KeySource {
  /** The fewest bytes of a secret (RFC 7518, 3.2). */
  public static final int MIN_BYTES = 32;

  private final KeySet keys;

  private SharedSecret(KeySet keys) {
    this.keys = keys;
  }

  /**
   * @param secret its UTF-8 bytes are the key
   * @throws IllegalArgumentException where it has fewer than {@value #MIN_BYTES} bytes, or is a key
   *     in PEM
   */
  public static SharedSecret forDevelopment(String secret) {
    if (secret.contains("-----BEGIN ")) {
      throw new IllegalArgumentException("A PEM key is no shared secret; use PemKeys");
    }
    return forDevelopment(secret.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws IllegalArgumentException where there are fewer than {@value #MIN_BYTES} bytes
   */
  public static SharedSecret forDevelopment(byte[] secret) {
    if (secret.length < MIN_BYTES) {
      throw new IllegalArgumentException(
          "A shared secret has at least " + MIN_BYTES + " bytes; make one at random");
    }
    VerificationKey key = VerificationKey.secret(new SecretKeySpec(secret, "HmacSHA256"));
    return new SharedSecret(new KeySet(List.of(key), true));
  }

  @Override
  public Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm) {
    return keys.find(kid, algorithm);
  }

  @Override
  public KeyHealth health() {
    return new KeyHealth(keys.size(), Optional.empty(), Optional.empty());
  }

  @Override
  public List<String> loosened() {
    return List.of(
        "shared secret (HS256): whoever can verify a token can also make one; development only");
  }

  @Override
  public String toString() {
    return "SharedSecret";
  }
}
