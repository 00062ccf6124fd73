package io.bailiwick.adapter.keys;

import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The signature algorithms of RFC 7518 and RFC 8037 that a token may be signed with. There is no
 * {@code none}, and {@link #HS256} works with a {@link SharedSecret} only.
 */
public enum JwsAlgorithm {
  RS256("RS256", Family.RSA_PKCS1, 256),
  RS384("RS384", Family.RSA_PKCS1, 384),
  RS512("RS512", Family.RSA_PKCS1, 512),
  PS256("PS256", Family.RSA_PSS, 256),
  PS384("PS384", Family.RSA_PSS, 384),
  PS512("PS512", Family.RSA_PSS, 512),
  ES256("ES256", Family.ECDSA, 256),
  ES384("ES384", Family.ECDSA, 384),
  ES512("ES512", Family.ECDSA, 512),
  EDDSA("EdDSA", Family.ED25519, 512),
  /** Development only: whoever can verify can also sign. */
  HS256("HS256", Family.HMAC, 256);

  /** What a key must be, and what a signature looks like. */
  enum Family {
    RSA_PKCS1,
    RSA_PSS,
    ECDSA,
    ED25519,
    HMAC
  }

  private static final Map<String, JwsAlgorithm> BY_NAME = new HashMap<>();

  static {
    for (JwsAlgorithm algorithm : values()) {
      BY_NAME.put(algorithm.jwsName, algorithm);
    }
  }

  private final String jwsName;
  private final Family family;
  private final int digestBits;

  JwsAlgorithm(String jwsName, Family family, int digestBits) {
    this.jwsName = jwsName;
    this.family = family;
    this.digestBits = digestBits;
  }

  /** By the header's {@code alg}, compared exactly. */
  public static Optional<JwsAlgorithm> named(String alg) {
    return Optional.ofNullable(BY_NAME.get(alg));
  }

  /** As in the header's {@code alg}. */
  public String jwsName() {
    return jwsName;
  }

  Family family() {
    return family;
  }

  int digestBits() {
    return digestBits;
  }

  /**
   * How PSS is used (RFC 7518, 3.5): one digest for all, and a salt as long as it.
   *
   * @throws IllegalStateException where this is not PSS
   */
  PSSParameterSpec pssParameters() {
    if (family != Family.RSA_PSS) {
      throw new IllegalStateException(jwsName + " is not PSS");
    }
    String digest = "SHA-" + digestBits;
    return new PSSParameterSpec(
        digest,
        "MGF1",
        new MGF1ParameterSpec(digest),
        digestBits / 8,
        PSSParameterSpec.TRAILER_FIELD_BC);
  }
}
