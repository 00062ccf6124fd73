package io.bailiwick.adapter.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes that are UTF-8 and can't be taken for anything else: well-formed, not beginning with a
 * byte-order mark, without a zero byte where a reader might look for UTF-16. A parser of bytes
 * would let overlong forms through, and guess the encoding.
 *
 * @param hasBackslash whether there is one anywhere
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and the array never leaves the package
record Utf8Text(byte[] bytes, boolean hasBackslash) {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long BACKSLASHES = LOW_BITS * '\\';

  /**
   * @throws CharacterCodingException where they are not
   */
  static Utf8Text of(byte[] bytes) throws CharacterCodingException {
    long all = 0;
    long backslashes = 0;
    int at = 0;
    for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
      long eight = (long) EIGHT.get(bytes, at);
      long zeroIfBackslash = eight ^ BACKSLASHES;
      all |= eight;
      backslashes |= zeroIfBackslash - LOW_BITS & ~zeroIfBackslash & HIGH_BITS;
    }
    for (; at < bytes.length; at++) {
      all |= bytes[at];
      backslashes |= bytes[at] == '\\' ? 1 : 0;
    }
    if ((all & HIGH_BITS) != 0) {
      decode(ByteBuffer.wrap(bytes));
    }
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      if (bytes[i] == 0 || bytes[0] < 0) {
        throw new CharacterCodingException();
      }
    }
    return new Utf8Text(bytes, backslashes != 0);
  }

  /** The same as characters. */
  CharBuffer characters() throws CharacterCodingException {
    return decode(ByteBuffer.wrap(bytes));
  }

  /** Whether the first so many bytes are UTF-8. */
  static boolean isWellFormed(byte[] bytes, int length) {
    try {
      decode(ByteBuffer.wrap(bytes, 0, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /**
   * Whether each backslash and {@code u} is followed by four hex digits (RFC 8259, 7), where
   * backslashes are in strings only. Jackson's reader of characters looks at the lower half of
   * each.
   */
  static boolean isEscapedInHex(CharSequence json) {
    for (int i = 0; i < json.length(); i++) {
      if (json.charAt(i) == '\\') {
        i++;
        if (i < json.length() && json.charAt(i) == 'u' && !isHex(json, i + 1)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isHex(CharSequence json, int from) {
    if (from + 4 > json.length()) {
      return false;
    }
    for (int i = from; i < from + 4; i++) {
      if (json.charAt(i) > 'f' || Character.digit(json.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether no half of a surrogate pair stands alone. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isHighSurrogate(text.charAt(i))
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static CharBuffer decode(ByteBuffer bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(bytes);
  }
}
