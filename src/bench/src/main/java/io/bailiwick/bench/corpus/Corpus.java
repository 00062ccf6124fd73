package io.bailiwick.bench.corpus;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.bailiwick.testkit.AttackCorpus;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The corpus, and its keys for libraries that take a key rather than a JWKS. */
final class Corpus {
  static final AttackCorpus ALL = AttackCorpus.load();

  /** All that the corpus has a good token of. */
  static final List<String> ALGORITHMS =
      List.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  /** A public key with the algorithm that its JWK names. */
  record Named(String algorithm, PublicKey key) {}

  private Corpus() {}

  /** By key id; what is no public key for signatures is left out. */
  static Map<String, Named> keys(String jwks) throws Exception {
    Map<String, Named> keys = new LinkedHashMap<>();
    Map<String, Object> document = JSONObjectUtils.parse(jwks);
    for (Map<String, Object> each : JSONObjectUtils.getJSONObjectArray(document, "keys")) {
      try {
        JWK jwk = JWK.parse(each);
        if (jwk instanceof OctetKeyPair okp && okp.getCurve().equals(Curve.Ed25519)) {
          keys.put(jwk.getKeyID(), new Named("EdDSA", ed25519(okp.getDecodedX())));
        } else if (jwk instanceof AsymmetricJWK asymmetric
            && (jwk.getKeyUse() == null || jwk.getKeyUse().identifier().equals("sig"))) {
          keys.put(
              jwk.getKeyID(), new Named(jwk.getAlgorithm().getName(), asymmetric.toPublicKey()));
        }
      } catch (ParseException | JOSEException | GeneralSecurityException | RuntimeException e) {
        // a key that this library doesn't read is one that it doesn't have
      }
    }
    return keys;
  }

  private static PublicKey ed25519(byte[] x) throws GeneralSecurityException {
    byte[] encoded = Arrays.copyOf(HexFormat.of().parseHex("302a300506032b6570032100"), 12 + 32);
    System.arraycopy(x, 0, encoded, 12, x.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }
}
