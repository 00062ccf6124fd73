package io.bailiwick.testkit.corpus;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A key that proofs are made with (RFC 9449).
 *
 * @param jwk its required members in order (RFC 7638, 3), so that the thumbprint is of this text
 */
record ProofKey(String alg, String jwk, Signer signer) {
  static final ProofKey ES256 = ec(EcPair.derive("bailiwick proof p256", EcPair.Curve.P_256));
  static final ProofKey OTHER = ec(EcPair.derive("bailiwick proof other", EcPair.Curve.P_256));
  static final ProofKey EDDSA = ed(EdPair.derive("bailiwick proof ed25519"));
  static final ProofKey RS256 = rsa(CorpusKey.RSA_MALLORY, "RS256");
  static final ProofKey PS256 = rsa(CorpusKey.RSA_MALLORY, "PS256");

  private static ProofKey ec(EcPair pair) {
    Map<String, String> jwk = new LinkedHashMap<>();
    jwk.put("crv", "\"P-256\"");
    jwk.put("kty", "\"EC\"");
    jwk.put("x", Json.quote(Draft.url(Derived.fixed(pair.q.x(), 32))));
    jwk.put("y", Json.quote(Draft.url(Derived.fixed(pair.q.y(), 32))));
    return new ProofKey("ES256", Json.object(jwk), Signer.ecdsa(pair, "SHA-256"));
  }

  private static ProofKey ed(EdPair pair) {
    Map<String, String> jwk = new LinkedHashMap<>();
    jwk.put("crv", "\"Ed25519\"");
    jwk.put("kty", "\"OKP\"");
    jwk.put("x", Json.quote(Draft.url(pair.publicKey())));
    return new ProofKey("EdDSA", Json.object(jwk), pair::sign);
  }

  private static ProofKey rsa(RsaPair pair, String alg) {
    Map<String, String> jwk = new LinkedHashMap<>();
    jwk.put("e", Json.quote(CorpusKey.number(pair.e)));
    jwk.put("kty", "\"RSA\"");
    jwk.put("n", Json.quote(CorpusKey.number(pair.n)));
    return new ProofKey(alg, Json.object(jwk), Signer.rsa(pair, alg));
  }

  String thumbprint() {
    return Draft.url(Derived.digest("SHA-256", Draft.ascii(jwk)));
  }

  /** A proof made at the time of the corpus, with members put in as raw JSON. */
  String proof(String token, String... changes) {
    Map<String, String> header = new LinkedHashMap<>();
    header.put("typ", "\"dpop+jwt\"");
    header.put("alg", Json.quote(alg));
    header.put("jwk", jwk);
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("jti", "\"proof-1\"");
    claims.put("htm", "\"POST\"");
    claims.put("htu", Json.quote(Draft.RESOURCE + ProofVectors.PATH));
    claims.put("iat", Long.toString(Draft.NOW));
    claims.put("ath", Json.quote(Draft.url(Derived.digest("SHA-256", Draft.ascii(token)))));
    for (int i = 0; i < changes.length; i += 2) {
      claims.put(changes[i], changes[i + 1]);
    }
    claims.values().removeIf("null"::equals);
    return Draft.signParts(Draft.url(Json.object(header)), Draft.url(Json.object(claims)), signer);
  }
}
