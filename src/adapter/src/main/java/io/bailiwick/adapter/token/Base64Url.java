package io.bailiwick.adapter.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Base64url without padding (RFC 7515, 2), decoded strictly: one text for one value, so no padding,
 * no line breaks, no other alphabet, and no stray bits at the end.
 *
 * <p>By hand, since the JDK's takes padding and drops stray bits, copies what is part of an array,
 * and uses wide vectors that slow a processor down for the RSA operation that follows.
 */
final class Base64Url {
  /** By byte; negative for what is not in the alphabet, and stays so when shifted. */
  private static final int[] VALUES = new int[256];

  static {
    Arrays.fill(VALUES, -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < alphabet.length(); i++) {
      VALUES[alphabet.charAt(i)] = i;
    }
  }

  private Base64Url() {}

  /**
   * @throws TokenRejected as malformed
   */
  static byte[] decode(String text, int from, int to) {
    // whatever is beyond Latin-1 becomes a question mark, which is not in the alphabet; a pair of
    // surrogates becomes only one, so there are fewer bytes than characters
    byte[] bytes = text.substring(from, to).getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length != to - from) {
      throw StrictJson.malformed();
    }
    return decode(bytes, 0, bytes.length);
  }

  /**
   * @param text one byte for each character
   * @throws TokenRejected as malformed
   */
  static byte[] decode(byte[] text, int from, int to) {
    int rest = (to - from) % 4;
    byte[] bytes = new byte[(to - from) / 4 * 3 + (rest == 0 ? 0 : rest - 1)];
    int all = rest == 1 ? -1 : 0;
    int at = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      int three =
          value(text, i) << 18
              | value(text, i + 1) << 12
              | value(text, i + 2) << 6
              | value(text, i + 3);
      all |= three;
      bytes[at] = (byte) (three >> 16);
      bytes[at + 1] = (byte) (three >> 8);
      bytes[at + 2] = (byte) three;
      at += 3;
    }
    if (rest == 2) {
      int one = value(text, i) << 6 | value(text, i + 1);
      bytes[at] = (byte) (one >> 4);
      all |= one | -(one & 0b1111);
    } else if (rest == 3) {
      int two = value(text, i) << 12 | value(text, i + 1) << 6 | value(text, i + 2);
      bytes[at] = (byte) (two >> 10);
      bytes[at + 1] = (byte) (two >> 2);
      all |= two | -(two & 0b11);
    }
    if (all < 0) {
      throw StrictJson.malformed();
    }
    return bytes;
  }

  private static int value(byte[] text, int at) {
    return VALUES[text[at] & 0xff];
  }
}
