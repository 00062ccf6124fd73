package io.bailiwick.testkit.corpus;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A key of the corpus.
 *
 * @param jwk the public half, as JSON
 */
record CorpusKey(String kid, String alg, String jwk, Signer signer) {
  static final RsaPair RSA_1 = RsaPair.derive("bailiwick corpus rsa 1", 2048, RsaPair.F4);
  static final RsaPair RSA_2 = RsaPair.derive("bailiwick corpus rsa 2", 2048, RsaPair.F4);
  static final RsaPair RSA_3 =
      RsaPair.derive("bailiwick corpus rsa e3", 2048, BigInteger.valueOf(3));
  static final RsaPair RSA_SHORT = RsaPair.derive("bailiwick corpus rsa short", 1024, RsaPair.F4);
  static final RsaPair RSA_ROCA = RsaPair.roca("bailiwick corpus roca");
  static final RsaPair RSA_MALLORY = RsaPair.derive("bailiwick corpus mallory", 2048, RsaPair.F4);
  static final EcPair EC_256 = EcPair.derive("bailiwick corpus p256", EcPair.Curve.P_256);
  static final EcPair EC_384 = EcPair.derive("bailiwick corpus p384", EcPair.Curve.P_384);
  static final EcPair EC_521 = EcPair.derive("bailiwick corpus p521", EcPair.Curve.P_521);
  static final EdPair ED = EdPair.derive("bailiwick corpus ed25519");
  static final EcPair EC_MALLORY = EcPair.derive("bailiwick mallory p256", EcPair.Curve.P_256);
  static final EdPair ED_MALLORY = EdPair.derive("bailiwick mallory ed25519");

  static final CorpusKey RS256 = rsa("rs256", "RS256", RSA_1);
  static final CorpusKey RS384 = rsa("rs384", "RS384", RSA_1);
  static final CorpusKey RS512 = rsa("rs512", "RS512", RSA_1);
  static final CorpusKey PS256 = rsa("ps256", "PS256", RSA_2);
  static final CorpusKey PS384 = rsa("ps384", "PS384", RSA_2);
  static final CorpusKey PS512 = rsa("ps512", "PS512", RSA_2);
  static final CorpusKey ES256 = ec("es256", "ES256", EC_256);
  static final CorpusKey ES384 = ec("es384", "ES384", EC_384);
  static final CorpusKey ES512 = ec("es512", "ES512", EC_521);
  static final CorpusKey EDDSA = ed("eddsa", ED);
  static final CorpusKey MALLORY = rsa("mallory", "RS256", RSA_MALLORY);

  /** The trusted ones, one for each algorithm. */
  static final List<CorpusKey> MAIN =
      List.of(RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EDDSA);

  static CorpusKey rsa(String kid, String alg, RsaPair pair) {
    return new CorpusKey(kid, alg, Json.object(members(kid, alg, pair)), Signer.rsa(pair, alg));
  }

  static CorpusKey ec(String kid, String alg, EcPair pair) {
    String hash = "SHA-" + alg.substring(2);
    return new CorpusKey(kid, alg, ecJwk(kid, alg, pair.curve, pair.q), Signer.ecdsa(pair, hash));
  }

  static String ecJwk(String kid, String alg, EcPair.Curve curve, EcPair.Point point) {
    Map<String, String> jwk = named(kid, alg, "EC");
    jwk.put("crv", Json.quote(curve.name()));
    jwk.put("x", Json.quote(Draft.url(Derived.fixed(point.x(), curve.fieldBytes()))));
    jwk.put("y", Json.quote(Draft.url(Derived.fixed(point.y(), curve.fieldBytes()))));
    return Json.object(jwk);
  }

  static CorpusKey ed(String kid, EdPair pair) {
    return new CorpusKey(kid, "EdDSA", okp(kid, "Ed25519", pair.publicKey()), pair::sign);
  }

  static String okp(String kid, String curve, byte[] x) {
    Map<String, String> jwk = named(kid, "EdDSA", "OKP");
    jwk.put("crv", Json.quote(curve));
    jwk.put("x", Json.quote(Draft.url(x)));
    return Json.object(jwk);
  }

  static Map<String, String> members(String kid, String alg, RsaPair pair) {
    Map<String, String> jwk = named(kid, alg, "RSA");
    jwk.put("n", Json.quote(number(pair.n)));
    jwk.put("e", Json.quote(number(pair.e)));
    return jwk;
  }

  static Map<String, String> named(String kid, String alg, String type) {
    Map<String, String> jwk = new LinkedHashMap<>();
    jwk.put("kty", Json.quote(type));
    jwk.put("kid", Json.quote(kid));
    jwk.put("use", "\"sig\"");
    jwk.put("alg", Json.quote(alg));
    return jwk;
  }

  /** Base64urlUInt (RFC 7518, 2). */
  static String number(BigInteger number) {
    return Draft.url(Derived.fixed(number, Math.max(1, (number.bitLength() + 7) / 8)));
  }
}
