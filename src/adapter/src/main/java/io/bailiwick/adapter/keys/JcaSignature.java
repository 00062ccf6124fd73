package io.bailiwick.adapter.keys;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * One algorithm as one security provider does it. Providers differ in its name, in how an ECDSA
 * signature is written, and in whether they bring keys of their own. Immutable; compared by
 * identity.
 */
final class JcaSignature {
  /** A name, and whether ECDSA under it wants DER rather than R and S side by side. */
  private record Name(String jca, boolean der) {
    Name(String jca) {
      this(jca, false);
    }
  }

  private final JwsAlgorithm algorithm;
  private final Provider provider;
  private final Name name;

  private JcaSignature(JwsAlgorithm algorithm, Provider provider, Name name) {
    this.algorithm = algorithm;
    this.provider = provider;
    this.name = name;
  }

  /** Empty where the provider does not do that algorithm. */
  static Optional<JcaSignature> of(JwsAlgorithm algorithm, Provider provider) {
    String type = algorithm.family() == JwsAlgorithm.Family.HMAC ? "Mac" : "Signature";
    for (Name each : names(algorithm)) {
      if (provider.getService(type, each.jca) != null) {
        return Optional.of(new JcaSignature(algorithm, provider, each));
      }
    }
    return Optional.empty();
  }

  JwsAlgorithm algorithm() {
    return algorithm;
  }

  /** The provider with its version. */
  String providerName() {
    return provider.getName() + " " + provider.getVersionStr();
  }

  boolean wantsDer() {
    return name.der;
  }

  /**
   * The same key as this provider's own, so that it is not converted for every signature; the key
   * as it is where the provider reads none.
   */
  PublicKey own(PublicKey key) throws GeneralSecurityException {
    for (String kind : keyFactories()) {
      if (provider.getService("KeyFactory", kind) != null) {
        return KeyFactory.getInstance(kind, provider)
            .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
      }
    }
    return key;
  }

  /** Ready to verify with that key. */
  Signature open(PublicKey key) throws GeneralSecurityException {
    Signature opened = Signature.getInstance(name.jca, provider);
    if (algorithm.family() == JwsAlgorithm.Family.RSA_PSS) {
      opened.setParameter(algorithm.pssParameters());
    }
    opened.initVerify(key);
    return opened;
  }

  /** Ready to compute with that key. */
  Mac openMac(Key key) throws GeneralSecurityException {
    Mac opened = Mac.getInstance(name.jca, provider);
    opened.init(key);
    return opened;
  }

  private List<String> keyFactories() {
    return switch (algorithm.family()) {
      case RSA_PKCS1, RSA_PSS -> List.of("RSA");
      case ECDSA -> List.of("EC");
      case ED25519 -> List.of("Ed25519", "EdDSA");
      case HMAC -> List.of();
    };
  }

  private static List<Name> names(JwsAlgorithm algorithm) {
    String sha = "SHA" + algorithm.digestBits();
    return switch (algorithm.family()) {
      case RSA_PKCS1 -> List.of(new Name(sha + "withRSA"));
      case RSA_PSS -> List.of(new Name("RSASSA-PSS"), new Name(sha + "withRSA/PSS"));
      case ECDSA ->
          List.of(
              new Name(sha + "withECDSAinP1363Format", false), new Name(sha + "withECDSA", true));
      case ED25519 -> List.of(new Name("Ed25519"), new Name("EdDSA"));
      case HMAC -> List.of(new Name("Hmac" + sha));
    };
  }
}
