package io.bailiwick.adapter.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

  /** The same by two bytes, the first one lower: half the steps. */
  private static final short[] PAIRS = new short[1 << 16];

  private static final VarHandle TWO =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FOUR =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  static {
    Arrays.fill(VALUES, -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < alphabet.length(); i++) {
      VALUES[alphabet.charAt(i)] = i;
    }
    for (int pair = 0; pair < PAIRS.length; pair++) {
      int one = VALUES[pair & 0xff];
      int two = VALUES[pair >> 8];
      PAIRS[pair] = (short) (one < 0 || two < 0 ? -1 : one << 6 | two);
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
    byte[] bytes = new byte[length(to - from)];
    decode(text, from, to, bytes);
    return bytes;
  }

  /** How many bytes so many characters stand for, where they stand for any. */
  static int length(int characters) {
    int rest = characters % 4;
    return characters / 4 * 3 + (rest == 0 ? 0 : rest - 1);
  }

  /**
   * @param text one byte for each character
   * @param into from its beginning, {@link #length} bytes
   * @throws TokenRejected as malformed
   */
  static void decode(byte[] text, int from, int to, byte[] into) {
    int rest = (to - from) % 4;
    int all = rest == 1 ? -1 : 0;
    int at = 0;
    int i = from;
    // four bytes at once, of which the last is overwritten by the next
    for (; i < to - 7; i += 4) {
      int three = three(text, i);
      all |= three;
      FOUR.set(into, at, three << Byte.SIZE);
      at += 3;
    }
    for (; i < to - 3; i += 4) {
      int three = three(text, i);
      all |= three;
      into[at] = (byte) (three >> 16);
      into[at + 1] = (byte) (three >> 8);
      into[at + 2] = (byte) three;
      at += 3;
    }
    if (rest == 2) {
      int one = value(text, i) << 6 | value(text, i + 1);
      into[at] = (byte) (one >> 4);
      all |= one | -(one & 0b1111);
    } else if (rest == 3) {
      int two = value(text, i) << 12 | value(text, i + 1) << 6 | value(text, i + 2);
      into[at] = (byte) (two >> 10);
      into[at + 1] = (byte) (two >> 2);
      all |= two | -(two & 0b11);
    }
    if (all < 0) {
      throw StrictJson.malformed();
    }
  }

  private static int three(byte[] text, int at) {
    return pair(text, at) << 12 | pair(text, at + 2);
  }

  private static int pair(byte[] text, int at) {
    return PAIRS[(short) TWO.get(text, at) & 0xffff];
  }

  private static int value(byte[] text, int at) {
    return VALUES[text[at] & 0xff];
  }
}
