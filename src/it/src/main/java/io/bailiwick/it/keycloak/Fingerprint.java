package io.bailiwick.it.keycloak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest of several things, each told apart from the next by its length. */
final class Fingerprint {
  private final MessageDigest digest;

  private Fingerprint(MessageDigest digest) {
    this.digest = digest;
  }

  static Fingerprint empty() {
    try {
      return new Fingerprint(MessageDigest.getInstance("SHA-256"));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  Fingerprint text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  Fingerprint content(Path file) throws IOException {
    return bytes(Files.readAllBytes(file));
  }

  /** Sixteen characters: enough to tell builds of one checkout apart. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private Fingerprint bytes(byte[] bytes) {
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
    return this;
  }
}
