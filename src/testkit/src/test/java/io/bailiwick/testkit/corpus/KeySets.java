package io.bailiwick.testkit.corpus;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a verifier is told to trust, by name: arrays of JWKs as JSON. */
final class KeySets {
  static final CorpusKey SECOND = CorpusKey.rsa("rs256-b", "RS256", CorpusKey.RSA_2);
  static final CorpusKey CUBE = CorpusKey.rsa("e3", "RS256", CorpusKey.RSA_3);
  static final CorpusKey SHORT = CorpusKey.rsa("short", "RS256", CorpusKey.RSA_SHORT);
  static final CorpusKey ROCA = CorpusKey.rsa("roca", "RS256", CorpusKey.RSA_ROCA);
  static final CorpusKey FOR_ENCRYPTION = CorpusKey.rsa("enc", "RS256", CorpusKey.RSA_2);
  static final CorpusKey LEAKED = CorpusKey.rsa("leaked", "RS256", CorpusKey.RSA_2);
  static final byte[] SECRET = Derived.bytes("bailiwick corpus oct", 32);

  /** Of the points (0, 1) and (0, -1): a signature of nobody verifies by them. */
  static final byte[] ORDER_1 = EdPair.little(BigInteger.ONE);

  static final byte[] ORDER_2 = EdPair.little(EdPair.P.subtract(BigInteger.ONE));

  private KeySets() {}

  static Map<String, List<String>> all() {
    String good = CorpusKey.RS256.jwk();
    Map<String, List<String>> sets = new LinkedHashMap<>();
    sets.put("main", CorpusKey.MAIN.stream().map(CorpusKey::jwk).toList());
    sets.put("one", List.of(good));
    sets.put("twins", List.of(good, SECOND.jwk()));
    sets.put("e3", List.of(good, CUBE.jwk()));
    sets.put("short-rsa", List.of(good, SHORT.jwk()));
    sets.put("roca", List.of(good, ROCA.jwk()));
    sets.put("exponent-1", List.of(good, exponentOne()));
    sets.put("for-encryption", List.of(good, changed(FOR_ENCRYPTION, CorpusKey.RSA_2, "use")));
    sets.put("leaked", List.of(good, changed(LEAKED, CorpusKey.RSA_2, "d")));
    sets.put("symmetric", List.of(good, secret()));
    sets.put("off-curve", List.of(CorpusKey.ES256.jwk(), offCurve()));
    sets.put(
        "small-order",
        List.of(
            CorpusKey.EDDSA.jwk(),
            CorpusKey.okp("order-1", "Ed25519", ORDER_1),
            CorpusKey.okp("order-2", "Ed25519", ORDER_2)));
    sets.put(
        "x25519",
        List.of(
            CorpusKey.EDDSA.jwk(),
            CorpusKey.okp("x25519", "X25519", Derived.bytes("bailiwick corpus x25519", 32))));
    return sets;
  }

  private static String changed(CorpusKey key, RsaPair pair, String what) {
    Map<String, String> members = CorpusKey.members(key.kid(), key.alg(), pair);
    members.put(what, what.equals("d") ? Json.quote(CorpusKey.number(pair.d())) : "\"enc\"");
    return Json.object(members);
  }

  private static String exponentOne() {
    Map<String, String> members = CorpusKey.members("exponent-1", "RS256", CorpusKey.RSA_2);
    members.put("e", Json.quote(CorpusKey.number(BigInteger.ONE)));
    return Json.object(members);
  }

  private static String secret() {
    Map<String, String> members = CorpusKey.named("secret", "HS256", "oct");
    members.put("k", Json.quote(Draft.url(SECRET)));
    return Json.object(members);
  }

  /** On no curve: the point of the trusted key, one step aside. */
  private static String offCurve() {
    EcPair.Point q = CorpusKey.EC_256.q;
    return CorpusKey.ecJwk(
        "off-curve",
        "ES256",
        EcPair.Curve.P_256,
        new EcPair.Point(q.x(), q.y().add(BigInteger.ONE)));
  }
}
