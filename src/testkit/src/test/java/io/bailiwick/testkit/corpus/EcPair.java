package io.bailiwick.testkit.corpus;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** A pair on a curve of FIPS 186-5, and ECDSA whose every number can be chosen. */
final class EcPair {
  /** A signature before it is written. */
  record Signature(BigInteger r, BigInteger s) {}

  /** In affine coordinates; nothing is the point at infinity. */
  record Point(BigInteger x, BigInteger y) {}

  /** {@code y^2 = x^3 - 3x + b} over a field of {@code p}, of order {@code n}. */
  record Curve(String name, BigInteger p, BigInteger n, Point g) {
    static final Curve P_256 =
        of(
            "P-256",
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
    static final Curve P_384 =
        of(
            "P-384",
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff00000000"
                + "00000000ffffffff",
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77a"
                + "ecec196accc52973",
            "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c"
                + "3a545e3872760ab7",
            "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d"
                + "7a431d7c90ea0e5f");
    static final Curve P_521 =
        of(
            "P-521",
            "01ff" + "f".repeat(128),
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f"
                + "966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
            "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe7"
                + "5928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
            "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef4"
                + "2640c550b9013fad0761353c7086a272c24088be94769fd16650");

    private static Curve of(String name, String p, String n, String gx, String gy) {
      return new Curve(name, hex(p), hex(n), new Point(hex(gx), hex(gy)));
    }

    private static BigInteger hex(String text) {
      return new BigInteger(text, 16);
    }

    int fieldBytes() {
      return (p.bitLength() + 7) / 8;
    }

    @Nullable Point add(@Nullable Point a, @Nullable Point b) {
      if (a == null || b == null) {
        return a == null ? b : a;
      }
      BigInteger slope;
      if (a.x.equals(b.x)) {
        if (a.y.add(b.y).mod(p).signum() == 0) {
          return null;
        }
        BigInteger three = BigInteger.valueOf(3);
        slope =
            a.x
                .multiply(a.x)
                .subtract(BigInteger.ONE)
                .multiply(three)
                .multiply(a.y.shiftLeft(1).modInverse(p));
      } else {
        slope = b.y.subtract(a.y).multiply(b.x.subtract(a.x).modInverse(p));
      }
      BigInteger x = slope.multiply(slope).subtract(a.x).subtract(b.x).mod(p);
      return new Point(x, slope.multiply(a.x.subtract(x)).subtract(a.y).mod(p));
    }

    Point times(BigInteger k) {
      @Nullable Point sum = null;
      for (int bit = k.bitLength() - 1; bit >= 0; bit--) {
        sum = add(sum, sum);
        if (k.testBit(bit)) {
          sum = add(sum, g);
        }
      }
      return java.util.Objects.requireNonNull(sum);
    }
  }

  final Curve curve;
  final Point q;
  private final BigInteger d;

  private EcPair(Curve curve, BigInteger d) {
    this.curve = curve;
    this.d = d;
    this.q = curve.times(d);
  }

  static EcPair derive(String name, Curve curve) {
    return new EcPair(curve, Derived.below(name, curve.n));
  }

  Signature sign(String hash, byte[] message) {
    BigInteger k = Derived.below(Derived.name("nonce/" + curve.name, message), curve.n);
    BigInteger r = curve.times(k).x.mod(curve.n);
    BigInteger s = k.modInverse(curve.n).multiply(number(hash, message).add(r.multiply(d)));
    return new Signature(r, s.mod(curve.n));
  }

  /** For which verification adds up to the point at infinity. */
  Signature toInfinity(String hash, byte[] message) {
    BigInteger r = number(hash, message).negate().multiply(d.modInverse(curve.n)).mod(curve.n);
    return new Signature(r, BigInteger.TEN);
  }

  /** As RFC 7518, 3.4 writes it. */
  byte[] written(Signature signature) {
    int length = curve.fieldBytes();
    return Derived.concat(Derived.fixed(signature.r, length), Derived.fixed(signature.s, length));
  }

  byte[] uncompressed() {
    int length = curve.fieldBytes();
    return Derived.concat(new byte[] {4}, Derived.fixed(q.x, length), Derived.fixed(q.y, length));
  }

  private BigInteger number(String hash, byte[] message) {
    byte[] digest = Derived.digest(hash, message);
    BigInteger number = new BigInteger(1, digest);
    return number.shiftRight(Math.max(0, digest.length * 8 - curve.n.bitLength()));
  }
}
