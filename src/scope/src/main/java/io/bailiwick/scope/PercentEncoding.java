package io.bailiwick.scope;

import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/**
 * Percent-encoding of UTF-8 (RFC 3986, 2.1), decoded once and strictly. What may stand plain and
 * what may stand escaped differs between a scope's id and a path's segment, so each brings its own
 * two rules.
 */
final class PercentEncoding {
  private static final int[] SMALLEST = {0, 0, 0x80, 0x800, 0x10000};
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private final IntPredicate plain;
  private final IntPredicate escaped;

  PercentEncoding(IntPredicate plain, IntPredicate escaped) {
    this.plain = plain;
    this.escaped = escaped;
  }

  /** A text that is not encoded as it has to be; its message never echoes the text. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    Broken(String message) {
      super(message, null, false, false);
    }
  }

  String decode(String text) throws Broken {
    if (text.indexOf('%') < 0 && text.codePoints().allMatch(plain)) {
      return text;
    }
    StringBuilder decoded = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == '%') {
        int lead = octet(text, at);
        int octets = sequenceLength(lead);
        int codePoint = octets == 1 ? lead : lead & (0xFF >> (octets + 1));
        for (int i = 1; i < octets; i++) {
          int next = octet(text, at + 3 * i);
          if ((next & 0xC0) != 0x80) {
            throw new Broken("an escape is not well-formed UTF-8");
          }
          codePoint = codePoint << 6 | next & 0x3F;
        }
        if (codePoint < SMALLEST[octets]
            || codePoint > Character.MAX_CODE_POINT
            || isSurrogate(codePoint)) {
          throw new Broken("an escape is not well-formed UTF-8");
        }
        if (!escaped.test(codePoint)) {
          throw new Broken("an escape is needless or stands for what is refused");
        }
        decoded.appendCodePoint(codePoint);
        at += 3 * octets;
      } else {
        int codePoint = text.codePointAt(at);
        if (!plain.test(codePoint)) {
          throw new Broken("a character must be escaped or is refused");
        }
        decoded.appendCodePoint(codePoint);
        at += Character.charCount(codePoint);
      }
    }
    return decoded.toString();
  }

  /** Escapes whatever {@code bare} does not let stand as it is. */
  static void encode(String text, IntPredicate bare, StringBuilder to) {
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      if (bare.test(codePoint)) {
        to.appendCodePoint(codePoint);
      } else {
        for (byte octet : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
          to.append('%').append(HEX[octet >> 4 & 0xF]).append(HEX[octet & 0xF]);
        }
      }
    }
  }

  /** The length that {@link #encode} would give, or -1 where a surrogate stands unpaired. */
  static long encodedLength(String text, IntPredicate bare) {
    long length = 0;
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      if (isSurrogate(codePoint)) {
        return -1;
      }
      at += Character.charCount(codePoint);
      if (bare.test(codePoint)) {
        length += Character.charCount(codePoint);
      } else if (codePoint < 0x80) {
        length += 3;
      } else if (codePoint < 0x800) {
        length += 6;
      } else {
        length += codePoint < 0x10000 ? 9 : 12;
      }
    }
    return length;
  }

  private static int sequenceLength(int lead) throws Broken {
    if (lead < 0x80) {
      return 1;
    }
    if (lead >= 0xC0 && lead < 0xE0) {
      return 2;
    }
    if (lead >= 0xE0 && lead < 0xF0) {
      return 3;
    }
    if (lead >= 0xF0 && lead < 0xF8) {
      return 4;
    }
    throw new Broken("an escape is not well-formed UTF-8");
  }

  private static int octet(String text, int at) throws Broken {
    if (at + 2 >= text.length() || text.charAt(at) != '%') {
      throw new Broken("an escape is cut off");
    }
    return hex(text.charAt(at + 1)) << 4 | hex(text.charAt(at + 2));
  }

  private static int hex(char digit) throws Broken {
    if (digit >= '0' && digit <= '9') {
      return digit - '0';
    }
    if (digit >= 'A' && digit <= 'F') {
      return digit - 'A' + 10;
    }
    if (digit >= 'a' && digit <= 'f') {
      return digit - 'a' + 10;
    }
    throw new Broken("an escape is not two hexadecimal digits");
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
