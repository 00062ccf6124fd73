package io.bailiwick.adapter.keys;

import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EdECPoint;

/**
 * Which points are public keys: on their curve, within the field, and of its large subgroup (NIST
 * SP 800-56A, 5.6.2.3.3, RFC 8032, 5.1.3). A point elsewhere can make a signature verify that
 * nobody made.
 */
final class CurveRules {
  /** 2^255 - 19. */
  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  /** -121665/121666 (RFC 8032, 5.1). */
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  private CurveRules() {}

  /**
   * Cofactor 1: every point but infinity will do.
   *
   * @throws IllegalArgumentException where it is none of the curve's
   */
  static void requireOnCurve(ECPoint point, ECParameterSpec curve) {
    BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (x == null || y == null || !isOfField(x, p) || !isOfField(y, p)) {
      throw new IllegalArgumentException("An EC key is a point on its curve");
    }
    BigInteger right =
        x.multiply(x).add(curve.getCurve().getA()).multiply(x).add(curve.getCurve().getB()).mod(p);
    if (!y.multiply(y).mod(p).equals(right)) {
      throw new IllegalArgumentException("An EC key is a point on its curve");
    }
  }

  /**
   * @throws IllegalArgumentException where it is not of the curve, written in another way than the
   *     one, or of an order so small that signatures by nobody verify
   */
  static void requireEd25519(EdECPoint point) {
    BigInteger y = point.getY();
    if (!isOfField(y, P)) {
      throw new IllegalArgumentException("An Ed25519 key is written in its one way");
    }
    BigInteger ySquared = y.multiply(y).mod(P);
    // x^2 = u / v, without the division: u / v is a square exactly where u v is
    BigInteger u = ySquared.subtract(BigInteger.ONE).mod(P);
    BigInteger v = D.multiply(ySquared).add(BigInteger.ONE).mod(P);
    if (u.signum() != 0 && !isSquare(u.multiply(v).mod(P))) {
      throw new IllegalArgumentException("An Ed25519 key is a point on its curve");
    }
    if (isOfSmallOrder(u, v, ySquared)) {
      throw new IllegalArgumentException("An Ed25519 key is of no small order");
    }
  }

  /**
   * Order 1 and 2: x is 0. Order 4: y is 0. Order 8: doubled it is of order 4, so its doubled y,
   * (y^2 + x^2) / (1 - d x^2 y^2), is 0.
   */
  private static boolean isOfSmallOrder(BigInteger u, BigInteger v, BigInteger ySquared) {
    return u.signum() == 0
        || ySquared.signum() == 0
        || u.add(ySquared.multiply(v)).mod(P).signum() == 0;
  }

  private static boolean isSquare(BigInteger number) {
    BigInteger half = P.subtract(BigInteger.ONE).shiftRight(1);
    return number.modPow(half, P).equals(BigInteger.ONE);
  }

  private static boolean isOfField(BigInteger number, BigInteger p) {
    return number.signum() >= 0 && number.compareTo(p) < 0;
  }
}
