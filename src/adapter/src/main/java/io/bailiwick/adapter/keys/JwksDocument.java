package io.bailiwick.adapter.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JWKS (RFC 7517) as far as it can verify signatures. An entry that can't is left out and the
 * others still count: an issuer also publishes keys for encryption, and may publish kinds of keys
 * that this version doesn't know.
 *
 * @param keys what can verify
 * @param notes what was left out though it was meant to verify, or should never have been published
 */
record JwksDocument(List<VerificationKey> keys, List<String> notes) {
  /** The most entries that are read. */
  private static final int MAX_ENTRIES = 256;

  private static final byte[] ED25519_SPKI = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  JwksDocument {
    keys = List.copyOf(keys);
    notes = List.copyOf(notes);
  }

  /** An entry that is left out, and why; never anything of the key. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * @throws ParseException where it is no JWKS at all
   */
  static JwksDocument parse(String json) throws ParseException {
    Map<String, Object> document = object(json);
    if (!(document.get("keys") instanceof List<?> entries)) {
      throw new ParseException("A JWKS has an array of keys", 0);
    }
    if (entries.size() > MAX_ENTRIES) {
      throw new ParseException("A JWKS has at most " + MAX_ENTRIES + " keys", 0);
    }
    List<VerificationKey> keys = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      try {
        read(entries.get(i)).ifPresent(keys::add);
      } catch (Unusable e) {
        notes.add("key " + (i + 1) + " of " + entries.size() + " is left out: " + e.getMessage());
      }
    }
    return new JwksDocument(keys, notes);
  }

  /**
   * A JSON object, and nothing else: the parser alone takes {@code null} for one.
   *
   * @throws ParseException where it is none
   */
  static Map<String, Object> object(String json) throws ParseException {
    @Nullable Map<String, Object> object = JSONObjectUtils.parse(json);
    if (object == null) {
      throw new ParseException("It is no JSON object", 0);
    }
    return object;
  }

  /** Empty where the entry is for another purpose. */
  private static Optional<VerificationKey> read(Object entry) throws Unusable {
    JWK jwk = jwk(entry);
    if (jwk.getKeyUse() != null && !jwk.getKeyUse().equals(KeyUse.SIGNATURE)) {
      return Optional.empty();
    }
    if (jwk.getKeyOperations() != null && !jwk.getKeyOperations().contains(KeyOperation.VERIFY)) {
      return Optional.empty();
    }
    if (jwk instanceof OctetSequenceKey) {
      throw new Unusable("a symmetric key has no place among public keys");
    }
    if (jwk.isPrivate()) {
      throw new Unusable("its private half is published with it: replace it at the issuer");
    }
    VerificationKey key;
    try {
      key = VerificationKey.of(Optional.ofNullable(jwk.getKeyID()), publicKey(jwk));
      if (jwk.getAlgorithm() == null) {
        return Optional.of(key);
      }
      JwsAlgorithm algorithm =
          JwsAlgorithm.named(jwk.getAlgorithm().getName())
              .orElseThrow(() -> new Unusable("its algorithm is not one for tokens here"));
      return Optional.of(key.onlyFor(algorithm));
    } catch (IllegalArgumentException e) {
      throw new Unusable(String.valueOf(e.getMessage()));
    } catch (JOSEException | GeneralSecurityException e) {
      throw new Unusable("it is no well-formed public key");
    }
  }

  private static JWK jwk(Object entry) throws Unusable {
    if (!(entry instanceof Map<?, ?> members)) {
      throw new Unusable("it is no JSON object");
    }
    try {
      @SuppressWarnings("unchecked") // JSON has no other names than strings
      Map<String, Object> named = (Map<String, Object>) members;
      return JWK.parse(named);
    } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
      throw new Unusable("it is no well-formed JWK of a known kind");
    }
  }

  static PublicKey publicKey(JWK jwk) throws JOSEException, GeneralSecurityException, Unusable {
    if (jwk instanceof RSAKey rsa) {
      return rsa.toRSAPublicKey();
    }
    if (jwk instanceof ECKey ec) {
      return ec.toECPublicKey();
    }
    if (jwk instanceof OctetKeyPair okp && okp.getCurve().getName().equals("Ed25519")) {
      byte[] x = okp.getDecodedX();
      if (x.length != 32) {
        throw new Unusable("an Ed25519 key has 32 bytes");
      }
      byte[] encoded = new byte[ED25519_SPKI.length + x.length];
      System.arraycopy(ED25519_SPKI, 0, encoded, 0, ED25519_SPKI.length);
      System.arraycopy(x, 0, encoded, ED25519_SPKI.length, x.length);
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
    throw new Unusable("a key is RSA, EC (P-256, P-384, P-521) or Ed25519");
  }
}
