package io.bailiwick.adapter.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Base64url without padding (RFC 7515, 2), decoded strictly: one text for one value, so no padding,
 * no line breaks, no other alphabet, and no stray bits at the end.
 */
final class Base64Url {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private Base64Url() {}

  /**
   * @throws TokenRejected as malformed
   */
  static byte[] decode(String text, int from, int to) {
    byte[] part = text.substring(from, to).getBytes(StandardCharsets.ISO_8859_1);
    return decode(part, 0, part.length);
  }

  /**
   * @param text one byte for each character
   * @throws TokenRejected as malformed
   */
  static byte[] decode(byte[] text, int from, int to) {
    if (from == to) {
      return new byte[0];
    }
    // the JDK's takes padding, and drops what bits are over
    int last = ALPHABET.indexOf(text[to - 1]);
    int bitsOver =
        switch ((to - from) % 4) {
          case 0 -> 0;
          case 2 -> 0b1111;
          case 3 -> 0b11;
          default -> throw StrictJson.malformed();
        };
    if (last < 0 || (last & bitsOver) != 0) {
      throw StrictJson.malformed();
    }
    try {
      ByteBuffer decoded = Base64.getUrlDecoder().decode(ByteBuffer.wrap(text, from, to - from));
      if (decoded.remaining() != decoded.array().length) {
        throw StrictJson.malformed();
      }
      return decoded.array();
    } catch (IllegalArgumentException e) {
      // not as the cause: the message shows the character
      throw StrictJson.malformed();
    }
  }
}
