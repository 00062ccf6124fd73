package io.bailiwick.it.keycloak;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/** Tokens signed by a key of this process: well formed, and of no issuer. */
public final class SelfSigned {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private SelfSigned() {}

  /** The same claims, under a key id that the issuer's key set does not have. */
  public static String likeButOfAnotherKey(String token, String kid) {
    String header = "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"" + kid + "\"}";
    String signed =
        ENCODER.encodeToString(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + token.split("\\.", -1)[1];
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(pair.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + ENCODER.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
