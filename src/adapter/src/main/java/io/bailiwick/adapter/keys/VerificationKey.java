package io.bailiwick.adapter.keys;

import com.nimbusds.jose.crypto.utils.ECChecks;
import com.nimbusds.jose.jwk.Curve;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * A key and the algorithms it may be used with, and no others (RFC 8725, 3.1): a token's header
 * chooses among keys, never how a key is used. Immutable and thread-safe.
 */
public final class VerificationKey {
  /** The fewest bits of an RSA key (RFC 7518, 3.3). */
  public static final int MIN_RSA_BITS = 2048;

  /** The most bits of an RSA key: more only costs time. */
  public static final int MAX_RSA_BITS = 8192;

  private final Optional<String> kid;
  private final Key key;
  private final Set<JwsAlgorithm> algorithms;
  private final int signatureLength;

  private VerificationKey(
      Optional<String> kid, Key key, Set<JwsAlgorithm> algorithms, int signatureLength) {
    this.kid = kid;
    this.key = key;
    this.algorithms = Collections.unmodifiableSet(EnumSet.copyOf(algorithms));
    this.signatureLength = signatureLength;
  }

  /**
   * A public key, for every algorithm of its kind.
   *
   * @throws IllegalArgumentException where it is neither RSA of {@value #MIN_RSA_BITS} to {@value
   *     #MAX_RSA_BITS} bits, nor a point on P-256, P-384 or P-521, nor Ed25519
   */
  public static VerificationKey of(Optional<String> kid, PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return rsa(kid, rsa);
    }
    if (key instanceof ECPublicKey ec) {
      return ec(kid, ec);
    }
    if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) {
      return new VerificationKey(kid, key, EnumSet.of(JwsAlgorithm.EDDSA), 64);
    }
    throw new IllegalArgumentException("A key is RSA, EC (P-256, P-384, P-521) or Ed25519");
  }

  static VerificationKey secret(SecretKey secret) {
    return new VerificationKey(Optional.empty(), secret, EnumSet.of(JwsAlgorithm.HS256), 32);
  }

  /**
   * The same key for one algorithm only.
   *
   * @throws IllegalArgumentException where it was not for that one
   */
  public VerificationKey onlyFor(JwsAlgorithm algorithm) {
    if (!algorithms.contains(algorithm)) {
      throw new IllegalArgumentException("The key is of another kind than its algorithm");
    }
    return new VerificationKey(kid, key, EnumSet.of(algorithm), signatureLength);
  }

  /** The id by which a token's header names it. */
  public Optional<String> kid() {
    return kid;
  }

  /** What it may be used with; never empty. */
  public Set<JwsAlgorithm> algorithms() {
    return algorithms;
  }

  /**
   * Whether this is the key's signature over those bytes, as RFC 7515 writes it (ECDSA: R and S,
   * RFC 7518, 3.4). Never for an algorithm that the key is not for.
   */
  public boolean verifies(JwsAlgorithm algorithm, byte[] signed, byte[] signature) {
    return verifies(algorithm, signed, 0, signed.length, signature);
  }

  /**
   * As {@link #verifies(JwsAlgorithm, byte[], byte[])}, over part of an array: no copy is made.
   *
   * @throws IndexOutOfBoundsException where the range is not within the array
   */
  public boolean verifies(
      JwsAlgorithm algorithm, byte[] signed, int offset, int length, byte[] signature) {
    Objects.checkFromIndexSize(offset, length, signed.length);
    if (!algorithms.contains(algorithm) || signature.length != signatureLength) {
      return false;
    }
    try {
      if (key instanceof SecretKey) {
        Mac mac = Mac.getInstance(algorithm.jcaName());
        mac.init(key);
        mac.update(signed, offset, length);
        return MessageDigest.isEqual(mac.doFinal(), signature);
      }
      if (key instanceof ECPublicKey && hasZeroHalf(signature)) {
        return false;
      }
      Signature check = algorithm.signature();
      check.initVerify((PublicKey) key);
      check.update(signed, offset, length);
      return check.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "This JDK can't verify " + algorithm.jwsName() + "; is a security provider missing?", e);
    }
  }

  /** Key id and algorithms; nothing of the key. */
  @Override
  public String toString() {
    return "VerificationKey[" + kid.orElse("no id") + ", " + algorithms + "]";
  }

  private static VerificationKey rsa(Optional<String> kid, RSAPublicKey rsa) {
    int bits = rsa.getModulus().bitLength();
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
      throw new IllegalArgumentException(
          "An RSA key has " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits");
    }
    BigInteger exponent = rsa.getPublicExponent();
    if (exponent.bitLength() < 2 || exponent.bitLength() > 64 || !exponent.testBit(0)) {
      throw new IllegalArgumentException("An RSA key's exponent is odd, and 2 to 64 bits long");
    }
    EnumSet<JwsAlgorithm> algorithms =
        EnumSet.of(JwsAlgorithm.PS256, JwsAlgorithm.PS384, JwsAlgorithm.PS512);
    if (rsa.getAlgorithm().equals("RSA")) {
      algorithms.addAll(EnumSet.of(JwsAlgorithm.RS256, JwsAlgorithm.RS384, JwsAlgorithm.RS512));
    }
    return new VerificationKey(kid, rsa, algorithms, (bits + 7) / 8);
  }

  private static VerificationKey ec(Optional<String> kid, ECPublicKey ec) {
    Curve curve = Curve.forECParameterSpec(ec.getParams());
    JwsAlgorithm algorithm;
    if (Curve.P_256.equals(curve)) {
      algorithm = JwsAlgorithm.ES256;
    } else if (Curve.P_384.equals(curve)) {
      algorithm = JwsAlgorithm.ES384;
    } else if (Curve.P_521.equals(curve)) {
      algorithm = JwsAlgorithm.ES512;
    } else {
      throw new IllegalArgumentException("An EC key is on P-256, P-384 or P-521");
    }
    if (!ECChecks.isPointOnCurve(ec, ec.getParams())) {
      throw new IllegalArgumentException("An EC key is a point on its curve");
    }
    int half = (ec.getParams().getOrder().bitLength() + 7) / 8;
    return new VerificationKey(kid, ec, EnumSet.of(algorithm), 2 * half);
  }

  /** R or S of zero verifies anything where a JDK forgets to look (CVE-2022-21449). */
  private static boolean hasZeroHalf(byte[] signature) {
    int half = signature.length / 2;
    return isZero(signature, 0, half) || isZero(signature, half, signature.length);
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    int any = 0;
    for (int i = from; i < to; i++) {
      any |= bytes[i];
    }
    return any == 0;
  }
}
