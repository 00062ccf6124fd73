package io.bailiwick.adapter.keys;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.KeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A public key that may be believed. It is made anew from its numbers, so what was looked at is
 * what verifies, whoever implements the key that was given. Immutable.
 *
 * @param key the JDK's own form of it
 * @param algorithms what it may be used with
 * @param range what its signatures can be
 */
record TrustedPublicKey(PublicKey key, Set<JwsAlgorithm> algorithms, SignatureRange range) {
  private static final Map<JwsAlgorithm, ECParameterSpec> CURVES =
      new EnumMap<>(
          Map.of(
              JwsAlgorithm.ES256, curve("secp256r1"),
              JwsAlgorithm.ES384, curve("secp384r1"),
              JwsAlgorithm.ES512, curve("secp521r1")));

  /** How an Ed25519 key begins in X.509 (RFC 8410, 4). */
  private static final byte[] ED25519_PREFIX = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  TrustedPublicKey {
    algorithms = Collections.unmodifiableSet(EnumSet.copyOf(algorithms));
  }

  /**
   * @throws IllegalArgumentException where it can't be believed; says why
   */
  static TrustedPublicKey of(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return rsa(rsa);
    }
    if (key instanceof ECPublicKey ec) {
      return ec(ec);
    }
    if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) {
      return ed25519(ed);
    }
    // that of a provider whose keys don't show their numbers, but write them
    if (!(key instanceof EdECPublicKey)
        && Arrays.equals(prefix(key.getEncoded()), ED25519_PREFIX)
        && made("Ed25519", new X509EncodedKeySpec(key.getEncoded())) instanceof EdECPublicKey ed) {
      return ed25519(ed);
    }
    throw new IllegalArgumentException("A key is RSA, EC (P-256, P-384, P-521) or Ed25519");
  }

  private static byte[] prefix(byte @Nullable [] encoded) {
    return encoded == null ? new byte[0] : Arrays.copyOf(encoded, ED25519_PREFIX.length);
  }

  private static TrustedPublicKey ed25519(EdECPublicKey ed) {
    CurveRules.requireEd25519(ed.getPoint());
    return new TrustedPublicKey(
        made("Ed25519", new EdECPublicKeySpec(NamedParameterSpec.ED25519, ed.getPoint())),
        EnumSet.of(JwsAlgorithm.EDDSA),
        SignatureRange.ed25519());
  }

  private static TrustedPublicKey rsa(RSAPublicKey rsa) {
    BigInteger modulus = rsa.getModulus();
    BigInteger exponent = rsa.getPublicExponent();
    RsaKeyRules.require(modulus, exponent);
    return new TrustedPublicKey(
        made("RSA", new RSAPublicKeySpec(modulus, exponent)),
        RsaKeyRules.algorithms(rsa, rsa.getAlgorithm()),
        SignatureRange.rsa(modulus));
  }

  private static TrustedPublicKey ec(ECPublicKey ec) {
    ECPoint point = ec.getW();
    ECParameterSpec said = ec.getParams();
    for (Map.Entry<JwsAlgorithm, ECParameterSpec> each : CURVES.entrySet()) {
      ECParameterSpec curve = each.getValue();
      if (isSame(said, curve)) {
        CurveRules.requireOnCurve(point, curve);
        return new TrustedPublicKey(
            made("EC", new ECPublicKeySpec(point, curve)),
            EnumSet.of(each.getKey()),
            SignatureRange.ecdsa(curve.getOrder()));
      }
    }
    throw new IllegalArgumentException("An EC key is on P-256, P-384 or P-521");
  }

  /** By every number: another generator on the same curve makes keys that anyone can sign with. */
  private static boolean isSame(ECParameterSpec said, ECParameterSpec known) {
    EllipticCurve a = said.getCurve();
    EllipticCurve b = known.getCurve();
    return a.getField().equals(b.getField())
        && a.getA().equals(b.getA())
        && a.getB().equals(b.getB())
        && said.getGenerator().equals(known.getGenerator())
        && said.getOrder().equals(known.getOrder())
        && said.getCofactor() == known.getCofactor();
  }

  private static ECParameterSpec curve(String name) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(name));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK does not know the curve " + name, e);
    }
  }

  private static PublicKey made(String kind, KeySpec from) {
    try {
      return JdkKeyFactory.make(kind, from);
    } catch (GeneralSecurityException e) {
      // not as the cause: a factory's message may quote what it could not read
      throw new IllegalArgumentException("The key is no well-formed " + kind + " key");
    }
  }
}
