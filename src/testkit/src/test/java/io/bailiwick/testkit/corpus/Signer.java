package io.bailiwick.testkit.corpus;

import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** From what is signed to the bytes of a signature. */
interface Signer {
  byte[] sign(byte[] message);

  static Signer pkcs1(RsaPair pair, String hash) {
    return message -> pair.sign(Pkcs1.encode(hash, message, pair.length()));
  }

  /** With the first salt whose encoded message is below the modulus. */
  static Signer pss(RsaPair pair, Pss pss) {
    return message -> {
      for (int attempt = 0; ; attempt++) {
        byte[] encoded = pss.encode(message, pair.length(), attempt);
        if (new java.math.BigInteger(1, encoded).compareTo(pair.n) < 0) {
          return pair.sign(encoded);
        }
      }
    };
  }

  static Signer ecdsa(EcPair pair, String hash) {
    return message -> pair.written(pair.sign(hash, message));
  }

  static Signer hmac(String algorithm, byte[] secret) {
    return message -> {
      try {
        Mac mac = Mac.getInstance(algorithm);
        // a key of one zero byte is the empty key: HMAC fills both up with zeros
        mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, algorithm));
        return mac.doFinal(message);
      } catch (java.security.GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  static Signer hs256(String secret) {
    return hmac("HmacSHA256", secret.getBytes(StandardCharsets.UTF_8));
  }

  /** For an algorithm by its name in a header. */
  static Signer rsa(RsaPair pair, String alg) {
    String hash = "SHA-" + alg.substring(2);
    return alg.startsWith("P") ? pss(pair, Pss.of(hash)) : pkcs1(pair, hash);
  }
}
