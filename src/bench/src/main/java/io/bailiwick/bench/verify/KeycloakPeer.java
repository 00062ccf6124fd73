package io.bailiwick.bench.verify;

import java.security.GeneralSecurityException;
import java.security.Signature;
import org.keycloak.TokenVerifier;
import org.keycloak.common.VerificationException;
import org.keycloak.crypto.AsymmetricSignatureVerifierContext;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.MacSignatureVerifierContext;
import org.keycloak.crypto.SignatureVerifierContext;
import org.keycloak.representations.AccessToken;

/**
 * keycloak-core's {@code TokenVerifier}, which is made for one token, with its checks and context
 * made once.
 */
final class KeycloakPeer {
  private KeycloakPeer() {}

  static TokenCheck of(Trust trust) {
    SignatureVerifierContext context = context(trust);
    TokenVerifier.RealmUrlCheck issuer = new TokenVerifier.RealmUrlCheck(Trust.ISSUER);
    TokenVerifier.AudienceCheck audience = new TokenVerifier.AudienceCheck(Trust.AUDIENCE);
    return sample ->
        TokenVerifier.create(sample.token(), AccessToken.class)
            .withChecks(issuer, audience, TokenVerifier.IS_ACTIVE)
            .verifierContext(context)
            .verify()
            .getToken()
            .getOtherClaims()
            .get("scopes");
  }

  private static SignatureVerifierContext context(Trust trust) {
    KeyWrapper key = new KeyWrapper();
    key.setAlgorithm(trust.algorithm().name());
    key.setUse(KeyUse.SIG);
    switch (trust.algorithm()) {
      case RS256, EdDSA -> {
        key.setPublicKey(trust.publicKey());
        if (trust.algorithm() == Algorithm.EdDSA) {
          key.setCurve("Ed25519");
        }
        return new AsymmetricSignatureVerifierContext(key);
      }
      case HS256 -> {
        key.setSecretKey(trust.secretKey());
        return new MacSignatureVerifierContext(key);
      }
      case ES256 -> {
        return new Concatenated(trust);
      }
    }
    throw new IllegalArgumentException("No such algorithm");
  }

  /**
   * ECDSA as JOSE writes it, read by the JCA. Keycloak's own context turns the signature into DER
   * through a part that only comes with its server.
   */
  private record Concatenated(Trust trust) implements SignatureVerifierContext {
    @Override
    public String getKid() {
      return "";
    }

    @Override
    public String getAlgorithm() {
      return trust.algorithm().name();
    }

    @Override
    public boolean verify(byte[] data, byte[] signature) throws VerificationException {
      try {
        Signature verifier = trust.algorithm().signature();
        verifier.initVerify(trust.publicKey());
        verifier.update(data);
        return verifier.verify(signature);
      } catch (GeneralSecurityException e) {
        throw new VerificationException("Refused", e);
      }
    }
  }
}
