package io.bailiwick.adapter.keys;

/**
 * An ECDSA signature from R and S side by side (RFC 7518, 3.4) to the DER that some providers want
 * (RFC 3279, 2.2.3). Both numbers are in range already: {@link SignatureRange}.
 */
final class EcdsaDer {
  private static final int INTEGER = 0x02;
  private static final int SEQUENCE = 0x30;

  /** Up to here a length is one byte; two numbers of P-521 pass it. */
  private static final int SHORT_FORM = 0x7f;

  private EcdsaDer() {}

  static byte[] encode(byte[] rs) {
    int half = rs.length / 2;
    int r = firstByte(rs, 0, half);
    int s = firstByte(rs, half, rs.length);
    int rLength = length(rs, r, half);
    int sLength = length(rs, s, rs.length);
    int content = 2 + rLength + 2 + sLength;
    byte[] der = new byte[(content > SHORT_FORM ? 3 : 2) + content];
    int at = 0;
    der[at++] = SEQUENCE;
    if (content > SHORT_FORM) {
      der[at++] = (byte) 0x81;
    }
    der[at++] = (byte) content;
    at = integer(der, at, rs, r, half, rLength);
    integer(der, at, rs, s, rs.length, sLength);
    return der;
  }

  private static int firstByte(byte[] bytes, int from, int to) {
    int first = from;
    while (first < to - 1 && bytes[first] == 0) {
      first++;
    }
    return first;
  }

  /** One more where the first bit would make the number negative. */
  private static int length(byte[] bytes, int first, int to) {
    return to - first + (bytes[first] < 0 ? 1 : 0);
  }

  private static int integer(byte[] der, int at, byte[] bytes, int first, int to, int length) {
    der[at] = INTEGER;
    der[at + 1] = (byte) length;
    int end = at + 2 + length;
    System.arraycopy(bytes, first, der, end - (to - first), to - first);
    return end;
  }
}
