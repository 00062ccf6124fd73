package io.bailiwick.bench.corpus;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Map;
import org.keycloak.TokenVerifier;
import org.keycloak.common.VerificationException;
import org.keycloak.common.util.Time;
import org.keycloak.crypto.AsymmetricSignatureVerifierContext;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.SignatureVerifierContext;
import org.keycloak.representations.AccessToken;

/** Keycloak's own verifier, as its adapters used it. */
record KeycloakCore() implements Judge.Library {
  @Override
  public String name() {
    return "keycloak-core";
  }

  @Override
  public String setup() {
    return "`TokenVerifier.withDefaultChecks()` with realm URL and audience, the signature context made of the key that"
        + " `kid` names and of the `alg` of its JWK. PS256 to PS512 need a part of its server";
  }

  @Override
  @SuppressWarnings("deprecation") // realmUrl: its documentation still shows it
  public Judge trusting(String jwks) throws Exception {
    Map<String, Corpus.Named> keys = Corpus.keys(jwks);
    return token -> {
      Time.setOffset((int) (Corpus.ALL.now().getEpochSecond() - System.currentTimeMillis() / 1000));
      try {
        TokenVerifier<AccessToken> verifier = TokenVerifier.create(token, AccessToken.class);
        Corpus.Named key = keys.get(verifier.getHeader().getKeyId());
        if (key == null) {
          throw new VerificationException("No such key");
        }
        verifier
            .withDefaultChecks()
            .realmUrl(Corpus.ALL.issuer())
            .audience(Corpus.ALL.audience())
            .verifierContext(context(key))
            .verify();
      } finally {
        Time.setOffset(0);
      }
    };
  }

  private static SignatureVerifierContext context(Corpus.Named named) {
    if (named.algorithm().startsWith("ES")) {
      return new Concatenated(named);
    }
    KeyWrapper key = new KeyWrapper();
    key.setAlgorithm(named.algorithm());
    key.setUse(KeyUse.SIG);
    key.setPublicKey(named.key());
    if (named.algorithm().equals("EdDSA")) {
      key.setCurve("Ed25519");
    }
    return new AsymmetricSignatureVerifierContext(key);
  }

  /** ECDSA as JOSE writes it: what makes it DER comes with Keycloak's server only. */
  private record Concatenated(Corpus.Named named) implements SignatureVerifierContext {
    @Override
    public String getKid() {
      return "";
    }

    @Override
    public String getAlgorithm() {
      return named.algorithm();
    }

    @Override
    public boolean verify(byte[] data, byte[] signature) throws VerificationException {
      try {
        Signature verifier =
            Signature.getInstance(
                "SHA" + named.algorithm().substring(2) + "withECDSAinP1363Format");
        verifier.initVerify(named.key());
        verifier.update(data);
        return verifier.verify(signature);
      } catch (GeneralSecurityException e) {
        throw new VerificationException("Refused", e);
      }
    }
  }
}
