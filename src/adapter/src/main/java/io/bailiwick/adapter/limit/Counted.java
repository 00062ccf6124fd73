package io.bailiwick.adapter.limit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * Who or what is counted, as 128 bits: of one length however long a name is, and nothing to read in
 * whatever keeps it. Several parts are told apart by their lengths.
 */
record Counted(long high, long low) {
  private static final int KEPT_BYTES = 2 * Long.BYTES;

  /**
   * @param seed what nobody else knows, where nobody is to know which of them share a place
   */
  static Counted of(byte[] seed, List<String> who) {
    MessageDigest digest = sha256();
    digest.update(seed);
    for (String part : who) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    ByteBuffer start = ByteBuffer.wrap(digest.digest());
    return new Counted(start.getLong(), start.getLong());
  }

  String text() {
    byte[] bytes = ByteBuffer.allocate(KEPT_BYTES).putLong(high).putLong(low).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
