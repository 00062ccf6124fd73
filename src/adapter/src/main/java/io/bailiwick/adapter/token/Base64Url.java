package io.bailiwick.adapter.token;

import java.util.Arrays;

/**
 * Base64url without padding (RFC 7515, 2), decoded strictly: one text for one value, so no padding,
 * no line breaks, no other alphabet, and no stray bits at the end.
 */
final class Base64Url {
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < alphabet.length(); i++) {
      VALUES[alphabet.charAt(i)] = (byte) i;
    }
  }

  private Base64Url() {}

  /**
   * @throws TokenRejected as malformed
   */
  static byte[] decode(String text, int from, int to) {
    int length = to - from;
    int rest = length % 4;
    if (rest == 1) {
      throw malformed();
    }
    byte[] bytes = new byte[length / 4 * 3 + (rest == 0 ? 0 : rest - 1)];
    int at = 0;
    int bits = 0;
    int held = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      int value = c < 128 ? VALUES[c] : -1;
      if (value < 0) {
        throw malformed();
      }
      bits = bits << 6 | value;
      held += 6;
      if (held >= 8) {
        held -= 8;
        bytes[at++] = (byte) (bits >> held);
        bits &= (1 << held) - 1;
      }
    }
    if (bits != 0) {
      throw malformed();
    }
    return bytes;
  }

  private static TokenRejected malformed() {
    return new TokenRejected(TokenRejected.Reason.MALFORMED);
  }
}
