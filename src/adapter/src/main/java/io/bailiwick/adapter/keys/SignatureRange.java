package io.bailiwick.adapter.keys;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * What a signature's bytes can be at all for one key, looked at before any provider sees them: the
 * exact length, and numbers that are in range. Not every provider looks itself (CVE-2022-21449: R
 * and S of zero; the JDK's Ed25519 takes bytes beyond the 64th). Immutable.
 */
final class SignatureRange {
  /** RFC 8032, 5.1. */
  static final BigInteger ED25519_ORDER =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private enum Shape {
    ANY,
    BELOW,
    TWO_FROM_ONE_AND_BELOW,
    LITTLE_ENDIAN_HALF_BELOW
  }

  private final Shape shape;
  private final int length;

  /** Big-endian, as long as the number it bounds. */
  private final byte[] bound;

  private SignatureRange(Shape shape, int length, byte[] bound) {
    this.shape = shape;
    this.length = length;
    this.bound = bound;
  }

  /** RFC 8017, 8.1.2 and 8.2.2: as long as the modulus, and a number below it. */
  static SignatureRange rsa(BigInteger modulus) {
    int length = (modulus.bitLength() + 7) / 8;
    return new SignatureRange(Shape.BELOW, length, bytes(modulus, length));
  }

  /** RFC 7518, 3.4, and FIPS 186-5, 6.4.2: R and S from 1 to below the order. */
  static SignatureRange ecdsa(BigInteger order) {
    int half = (order.bitLength() + 7) / 8;
    return new SignatureRange(Shape.TWO_FROM_ONE_AND_BELOW, 2 * half, bytes(order, half));
  }

  /** RFC 8032, 5.1.7: S below the order, or a signature could be changed into another. */
  static SignatureRange ed25519() {
    return new SignatureRange(Shape.LITTLE_ENDIAN_HALF_BELOW, 64, bytes(ED25519_ORDER, 32));
  }

  /** So many bytes, whatever they are. */
  static SignatureRange mac(int length) {
    return new SignatureRange(Shape.ANY, length, new byte[0]);
  }

  int length() {
    return length;
  }

  boolean holds(byte[] signature) {
    if (signature.length != length) {
      return false;
    }
    return switch (shape) {
      case ANY -> true;
      case BELOW -> below(signature, 0, length);
      case TWO_FROM_ONE_AND_BELOW ->
          fromOneAndBelow(signature, 0, length / 2)
              && fromOneAndBelow(signature, length / 2, length);
      case LITTLE_ENDIAN_HALF_BELOW -> littleEndianBelow(signature);
    };
  }

  private boolean fromOneAndBelow(byte[] bytes, int from, int to) {
    int any = 0;
    for (int i = from; i < to; i++) {
      any |= bytes[i];
    }
    return any != 0 && below(bytes, from, to);
  }

  private boolean below(byte[] bytes, int from, int to) {
    return Arrays.compareUnsigned(bytes, from, to, bound, 0, bound.length) < 0;
  }

  private boolean littleEndianBelow(byte[] bytes) {
    for (int i = 0; i < bound.length; i++) {
      int difference = (bytes[length - 1 - i] & 0xff) - (bound[i] & 0xff);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }

  private static byte[] bytes(BigInteger number, int length) {
    byte[] all = number.toByteArray();
    byte[] exact = new byte[length];
    int from = Math.max(0, all.length - length);
    System.arraycopy(all, from, exact, length - (all.length - from), all.length - from);
    return exact;
  }
}
