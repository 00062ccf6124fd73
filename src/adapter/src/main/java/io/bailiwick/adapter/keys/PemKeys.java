package io.bailiwick.adapter.keys;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Public keys as PEM ({@code PUBLIC KEY} or {@code CERTIFICATE}, RFC 7468), handed over by hand.
 * They have no ids, so a token's {@code kid} is not compared: the algorithm must tell which key is
 * meant. They never change; where the issuer rotates its keys, use {@link JwksUrl}. A certificate
 * lends its key only: its dates, names and chain are not looked at. Immutable.
 */
public final class PemKeys implements KeySource {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END ([A-Z0-9 ]+)-----");

  private final KeySet keys;

  private PemKeys(KeySet keys) {
    this.keys = keys;
  }

  /**
   * Reads one PEM block, or several for different algorithms. A literal {@code \n} counts as a line
   * break, since environments often can't hold one.
   *
   * @throws IllegalArgumentException where there is none, one can't be used, one is a private key,
   *     or two could serve the same algorithm
   */
  public static PemKeys parse(String pem) {
    String text = pem.replace("\\r", "").replace("\\n", "\n");
    List<VerificationKey> keys = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    int end = 0;
    while (block.find()) {
      requireBlank(text.substring(end, block.start()));
      end = block.end();
      if (!block.group(1).equals(block.group(3))) {
        throw new IllegalArgumentException("A PEM block ends as it begins");
      }
      keys.add(VerificationKey.of(Optional.empty(), publicKey(block.group(1), block.group(2))));
    }
    requireBlank(text.substring(end));
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no PEM block: expected -----BEGIN PUBLIC KEY----- or a certificate");
    }
    requireDistinct(keys);
    return new PemKeys(new KeySet(keys, true));
  }

  @Override
  public Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm) {
    return keys.find(kid, algorithm);
  }

  @Override
  public KeyHealth health() {
    return new KeyHealth(keys.size(), Optional.empty(), Optional.empty());
  }

  private static PublicKey publicKey(String label, String base64) {
    try {
      byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
      switch (label) {
        case "PUBLIC KEY":
          return spki(der);
        case "CERTIFICATE":
          return CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der))
              .getPublicKey();
        case "RSA PUBLIC KEY":
          throw new IllegalArgumentException(
              "A PKCS#1 key is not read; convert it: openssl rsa -RSAPublicKey_in -pubout");
        default:
          throw new IllegalArgumentException(
              label.endsWith("PRIVATE KEY")
                  ? "A private key has no place in a verifier; give the public one only"
                  : "A PEM block is a PUBLIC KEY or a CERTIFICATE");
      }
    } catch (GeneralSecurityException e) {
      // not as the cause: a decoder's message may quote what it could not read
      throw new IllegalArgumentException("A PEM block holds no well-formed key");
    }
  }

  private static PublicKey spki(byte[] der) throws GeneralSecurityException {
    for (String kind : List.of("RSA", "EC", "Ed25519", "RSASSA-PSS")) {
      try {
        return JdkKeyFactory.make(kind, new X509EncodedKeySpec(der));
      } catch (GeneralSecurityException e) {
        // the DER says which kind it is; only the factory of that kind reads it
      }
    }
    throw new GeneralSecurityException("No kind of key fits");
  }

  private static void requireBlank(String between) {
    if (!between.isBlank()) {
      throw new IllegalArgumentException("There is something other than PEM blocks in the PEM");
    }
  }

  private static void requireDistinct(List<VerificationKey> keys) {
    Set<JwsAlgorithm> served = EnumSet.noneOf(JwsAlgorithm.class);
    for (VerificationKey key : keys) {
      for (JwsAlgorithm algorithm : key.algorithms()) {
        if (!served.add(algorithm)) {
          throw new IllegalArgumentException(
              "Two PEM keys serve the same algorithm, and no token could say which is meant;"
                  + " use a JWKS file, where keys have ids");
        }
      }
    }
  }
}
