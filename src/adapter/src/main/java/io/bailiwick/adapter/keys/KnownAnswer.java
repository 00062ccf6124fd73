package io.bailiwick.adapter.keys;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A signature whose answer is known, from an RFC where one has it: {@code known-answers.properties}
 * beside this class says which.
 *
 * @param algorithm its algorithm
 * @param key the key that it is good with
 * @param otherKey a key of the same kind that it is not good with
 * @param message the bytes that are signed
 * @param signature the good signature
 * @param bad signatures by the same key over the same bytes that are well-formed in themselves and
 *     not good for this algorithm
 */
@SuppressWarnings("ArrayRecordComponent") // not compared, and handed to nobody who writes
record KnownAnswer(
    JwsAlgorithm algorithm,
    Key key,
    Key otherKey,
    byte[] message,
    byte[] signature,
    List<byte[]> bad) {

  /** The one of that algorithm. */
  static KnownAnswer of(JwsAlgorithm algorithm) {
    Properties all = Holder.ALL;
    String name = algorithm.jwsName();
    return new KnownAnswer(
        algorithm,
        key(algorithm, text(all, name + ".key")),
        key(algorithm, text(all, name + ".other-key")),
        text(all, name + ".message").getBytes(StandardCharsets.US_ASCII),
        bytes(text(all, name + ".signature")),
        Stream.ofNullable(all.getProperty(name + ".bad")).map(KnownAnswer::bytes).toList());
  }

  private static Key key(JwsAlgorithm algorithm, String text) {
    byte[] encoded = bytes(text);
    try {
      return switch (algorithm.family()) {
        case RSA_PKCS1, RSA_PSS -> publicKey("RSA", encoded);
        case ECDSA -> publicKey("EC", encoded);
        case ED25519 -> publicKey("Ed25519", encoded);
        case HMAC -> new SecretKeySpec(encoded, "HmacSHA256");
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The known answer of " + algorithm + " has no key", e);
    }
  }

  private static PublicKey publicKey(String kind, byte[] encoded) throws GeneralSecurityException {
    return JdkKeyFactory.make(kind, new X509EncodedKeySpec(encoded));
  }

  private static byte[] bytes(String base64url) {
    return Base64.getUrlDecoder().decode(base64url);
  }

  private static String text(Properties all, String name) {
    return Optional.ofNullable(all.getProperty(name))
        .orElseThrow(() -> new IllegalStateException("There is no known answer " + name));
  }

  /** Read once. */
  private static final class Holder {
    static final Properties ALL = read();

    private static Properties read() {
      try (@Nullable InputStream in =
          KnownAnswer.class.getResourceAsStream("known-answers.properties")) {
        if (in == null) {
          throw new IllegalStateException("The known answers are not beside the classes");
        }
        Properties read = new Properties();
        read.load(new StringReader(new String(in.readAllBytes(), StandardCharsets.US_ASCII)));
        return read;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
