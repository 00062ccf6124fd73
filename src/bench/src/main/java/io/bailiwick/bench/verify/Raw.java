package io.bailiwick.bench.verify;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import javax.crypto.Mac;

/**
 * The limit: nothing but the signature, over bytes that lie ready, with an object that is used
 * again. Nobody who verifies with that provider can be faster.
 */
final class Raw {
  private Raw() {}

  /** With the process's first provider. */
  static TokenCheck ofProcess(Trust trust) throws GeneralSecurityException {
    if (trust.algorithm() == Algorithm.HS256) {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(trust.secretKey());
      return sample -> {
        if (!MessageDigest.isEqual(mac.doFinal(sample.signed()), sample.signature())) {
          throw new SignatureException("Refused");
        }
        return mac;
      };
    }
    return with(trust.algorithm().signature(), trust);
  }

  static TokenCheck of(Provider provider, Trust trust) throws GeneralSecurityException {
    return with(Signature.getInstance(trust.algorithm().jcaName(), provider), trust);
  }

  private static TokenCheck with(Signature signature, Trust trust) throws GeneralSecurityException {
    signature.initVerify(trust.publicKey());
    return sample -> {
      signature.update(sample.signed());
      if (!signature.verify(sample.signature())) {
        throw new SignatureException("Refused");
      }
      return signature;
    };
  }
}
