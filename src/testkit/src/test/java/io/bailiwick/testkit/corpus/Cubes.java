package io.bailiwick.testkit.corpus;

import java.math.BigInteger;

/** Cube roots, as forgers of RSA signatures with the exponent three use them. */
final class Cubes {
  private Cubes() {}

  /** The least number whose cube is not below that. */
  static BigInteger rootAbove(BigInteger cube) {
    BigInteger low = BigInteger.ZERO;
    BigInteger high = BigInteger.ONE.shiftLeft(cube.bitLength() / 3 + 1);
    while (low.compareTo(high) < 0) {
      BigInteger middle = low.add(high).shiftRight(1);
      if (middle.pow(3).compareTo(cube) < 0) {
        low = middle.add(BigInteger.ONE);
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** A number whose cube ends in those bits; they must be odd. */
  static BigInteger rootOfEnd(BigInteger end, int bits) {
    BigInteger root = BigInteger.ONE;
    for (int bit = 1; bit < bits; bit++) {
      if (root.pow(3).testBit(bit) != end.testBit(bit)) {
        root = root.setBit(bit);
      }
    }
    return root;
  }
}
