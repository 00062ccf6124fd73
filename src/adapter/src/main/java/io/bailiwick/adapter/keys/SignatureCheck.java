package io.bailiwick.adapter.keys;

import io.bailiwick.adapter.internal.StripedPool;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * One key, ready to verify with one provider. The signature's bytes are in range already: {@link
 * SignatureRange}. Thread-safe.
 */
abstract sealed class SignatureCheck {
  final JcaSignature how;

  private SignatureCheck(JcaSignature how) {
    this.how = how;
  }

  /**
   * @throws GeneralSecurityException where the provider does not take the key
   */
  static SignatureCheck of(JcaSignature how, PublicKey key) throws GeneralSecurityException {
    return new OfPublicKey(how, how.own(key));
  }

  /**
   * @throws GeneralSecurityException where the provider does not take the key
   */
  static SignatureCheck of(JcaSignature how, SecretKey key) throws GeneralSecurityException {
    return new OfSecret(how, key);
  }

  /**
   * @throws SignatureException where the provider could not process the signature: because nobody
   *     could, or because it failed itself; what it throws does not tell which
   * @throws GeneralSecurityException where the provider failed: that says nothing of the signature
   */
  abstract boolean verifies(byte[] signed, int offset, int length, byte[] signature)
      throws GeneralSecurityException;

  private static final class OfPublicKey extends SignatureCheck {
    private final PublicKey key;
    private final StripedPool<Signature> ready = new StripedPool<>();

    OfPublicKey(JcaSignature how, PublicKey key) throws GeneralSecurityException {
      super(how);
      this.key = key;
      ready.give(how.open(key));
    }

    @Override
    boolean verifies(byte[] signed, int offset, int length, byte[] signature)
        throws GeneralSecurityException {
      @Nullable Signature taken = ready.take();
      Signature check = taken == null ? how.open(key) : taken;
      check.update(signed, offset, length);
      boolean good = check.verify(how.wantsDer() ? EcdsaDer.encode(signature) : signature);
      // what has thrown is not given back: the JDK's Ed25519 keeps what it was fed, and would add
      // the next token to it
      ready.give(check);
      return good;
    }
  }

  private static final class OfSecret extends SignatureCheck {
    private final SecretKey key;
    private final StripedPool<Mac> ready = new StripedPool<>();

    OfSecret(JcaSignature how, SecretKey key) throws GeneralSecurityException {
      super(how);
      this.key = key;
      ready.give(how.openMac(key));
    }

    @Override
    boolean verifies(byte[] signed, int offset, int length, byte[] signature)
        throws GeneralSecurityException {
      @Nullable Mac taken = ready.take();
      Mac mac = taken == null ? how.openMac(key) : taken;
      mac.update(signed, offset, length);
      boolean good = MessageDigest.isEqual(mac.doFinal(), signature);
      ready.give(mac);
      return good;
    }
  }
}
