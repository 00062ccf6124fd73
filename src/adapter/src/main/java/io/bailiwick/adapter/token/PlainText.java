package io.bailiwick.adapter.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Text without escapes, looked at eight bytes at once: whether that is what it is, and where the
 * next quotation mark is.
 */
final class PlainText {
  /** What must follow the text in its array, so that eight bytes can be read at once. */
  static final int ROOM = Long.BYTES;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private PlainText() {}

  /** What a text is made of. */
  enum Kind {
    /** No backslash, no control character, and nothing beyond ASCII. */
    ASCII,
    /** The same, with well-formed UTF-8 in it. */
    UTF_8,
    /** Anything else. */
    ODD
  }

  /** Of the first so many bytes. */
  static Kind kind(byte[] text, int length) {
    long odd = 0;
    long all = 0;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      long eight = (long) EIGHT.get(text, i);
      all |= eight;
      odd |= odd(eight);
    }
    for (; i < length; i++) {
      all |= text[i];
      odd |= odd((text[i] & 0xff) | LOW_BITS * ' ' << Byte.SIZE);
    }
    if ((odd & HIGH_BITS) != 0) {
      return Kind.ODD;
    }
    if ((all & HIGH_BITS) == 0) {
      return Kind.ASCII;
    }
    return Utf8Text.isWellFormed(text, length) ? Kind.UTF_8 : Kind.ODD;
  }

  /**
   * Where the first quotation mark is; negative where there is none.
   *
   * @param end where the text ends; {@link #ROOM} follows it
   */
  static int quotationMark(byte[] text, int from, int end) {
    for (int i = from; i < end; i += Long.BYTES) {
      long marks = zeros((long) EIGHT.get(text, i) ^ LOW_BITS * '"');
      if (marks != 0) {
        int mark = i + (Long.numberOfTrailingZeros(marks) >>> 3);
        return mark < end ? mark : -1;
      }
    }
    return -1;
  }

  /** The high bit of each byte that is a backslash or a control character. */
  private static long odd(long eight) {
    long controls = eight - LOW_BITS * ' ' & ~eight;
    return (controls | zeros(eight ^ LOW_BITS * '\\')) & HIGH_BITS;
  }

  /** The high bit of the first byte that is zero, and perhaps of some behind it. */
  private static long zeros(long eight) {
    return eight - LOW_BITS & ~eight & HIGH_BITS;
  }
}
