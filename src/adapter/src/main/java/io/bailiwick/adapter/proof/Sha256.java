package io.bailiwick.adapter.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** SHA-256, written as tokens and proofs write it: base64url without padding. */
final class Sha256 {
  private Sha256() {}

  /** {@code ath}: of a token's ASCII text (RFC 9449, 4.2). */
  static String of(String text) {
    return text(digest(text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** {@code x5t#S256}: of a certificate's DER (RFC 8705, 3.1). */
  static String of(X509Certificate certificate) {
    try {
      return text(digest(certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate from the TLS layer has an encoding", e);
    }
  }

  static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** In constant time. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] digest) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }
}
