package io.bailiwick.testkit;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A key pair that signs, under one key id and for one algorithm. Immutable. */
public final class TestKey {
  private final String kid;
  private final String algorithm;
  private final PublicKey publicKey;
  private final PrivateKey privateKey;

  private TestKey(String kid, String algorithm, KeyPair pair) {
    this.kid = kid;
    this.algorithm = algorithm;
    this.publicKey = pair.getPublic();
    this.privateKey = pair.getPrivate();
  }

  /**
   * Makes a new pair.
   *
   * @param algorithm one of RS256 to RS512, PS256 to PS512, ES256 to ES512, EdDSA
   */
  public static TestKey generate(String kid, String algorithm) {
    return switch (algorithm) {
      case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512" -> rsa(kid, algorithm, 2048);
      case "ES256" -> pair(kid, algorithm, "EC", new ECGenParameterSpec("secp256r1"));
      case "ES384" -> pair(kid, algorithm, "EC", new ECGenParameterSpec("secp384r1"));
      case "ES512" -> pair(kid, algorithm, "EC", new ECGenParameterSpec("secp521r1"));
      case "EdDSA" -> pair(kid, algorithm, "EdDSA", java.security.spec.NamedParameterSpec.ED25519);
      default -> throw new IllegalArgumentException("No test key for this algorithm");
    };
  }

  /** An RSA pair of that many bits, weak ones too. */
  public static TestKey rsa(String kid, String algorithm, int bits) {
    return pair(kid, algorithm, "RSA", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
  }

  public String kid() {
    return kid;
  }

  public String algorithm() {
    return algorithm;
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  /** The same pair under another key id. */
  public TestKey withKid(String other) {
    return new TestKey(other, algorithm, new KeyPair(publicKey, privateKey));
  }

  /** The same pair for another algorithm of its family. */
  public TestKey withAlgorithm(String other) {
    return new TestKey(kid, other, new KeyPair(publicKey, privateKey));
  }

  /** The public key as PEM. */
  public String pem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(publicKey.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** The public key as the members of a JWK, with {@code use} and {@code alg}. */
  public Map<String, Object> jwk() {
    Map<String, Object> jwk = new LinkedHashMap<>();
    jwk.put("kid", kid);
    jwk.put("use", "sig");
    jwk.put("alg", algorithm);
    if (publicKey instanceof RSAPublicKey rsa) {
      jwk.put("kty", "RSA");
      jwk.put("n", Base64URL.encode(rsa.getModulus()).toString());
      jwk.put("e", Base64URL.encode(rsa.getPublicExponent()).toString());
    } else if (publicKey instanceof ECPublicKey ec) {
      Curve curve = Curve.forECParameterSpec(ec.getParams());
      int length = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
      jwk.put("kty", "EC");
      jwk.put("crv", curve.getName());
      jwk.put("x", coordinate(ec.getW().getAffineX(), length));
      jwk.put("y", coordinate(ec.getW().getAffineY(), length));
    } else {
      byte[] encoded = publicKey.getEncoded();
      jwk.put("kty", "OKP");
      jwk.put("crv", "Ed25519");
      jwk.put("x", url(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
    }
    return jwk;
  }

  /** The members that make the public key, and no others. */
  public Map<String, Object> publicJwk() {
    Map<String, Object> jwk = new TreeMap<>(jwk());
    jwk.keySet().retainAll(Set.of("crv", "e", "kty", "n", "x", "y"));
    return jwk;
  }

  /** The public key's SHA-256 thumbprint (RFC 7638), in base64url. */
  public String thumbprint() {
    StringBuilder json = new StringBuilder();
    publicJwk()
        .forEach(
            (name, value) ->
                json.append(json.length() == 0 ? "{\"" : ",\"")
                    .append(name)
                    .append("\":\"")
                    .append(value)
                    .append('"'));
    return url(TestProof.sha256(json.append('}').toString()));
  }

  /** The signature over a text, as RFC 7515 writes it. */
  byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance(jcaName());
      if (algorithm.startsWith("PS")) {
        signature.setParameter(pss());
      }
      signature.initSign(privateKey);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK can't sign with " + algorithm, e);
    }
  }

  static String url(byte[] bytes) {
    return Base64URL.encode(bytes).toString();
  }

  private String jcaName() {
    String bits = algorithm.substring(2);
    return switch (algorithm.substring(0, 2)) {
      case "RS" -> "SHA" + bits + "withRSA";
      case "PS" -> "RSASSA-PSS";
      case "ES" -> "SHA" + bits + "withECDSAinP1363Format";
      default -> "Ed25519";
    };
  }

  private PSSParameterSpec pss() {
    String digest = "SHA-" + algorithm.substring(2);
    int salt = Integer.parseInt(algorithm.substring(2)) / 8;
    return new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), salt, 1);
  }

  private static String coordinate(BigInteger value, int length) {
    byte[] bytes = value.toByteArray();
    byte[] padded = new byte[length];
    int from = Math.max(0, bytes.length - length);
    System.arraycopy(bytes, from, padded, length - (bytes.length - from), bytes.length - from);
    return url(padded);
  }

  private static TestKey pair(
      String kid, String algorithm, String family, AlgorithmParameterSpec parameters) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
      generator.initialize(parameters);
      return new TestKey(kid, algorithm, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK can't make a key for " + algorithm, e);
    }
  }
}
