package io.bailiwick.testkit.corpus;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Ed25519 (RFC 8032, 5.1), its numbers open. */
final class EdPair {
  /** The order of the base point. */
  static final BigInteger L =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

  static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
  private static final Point BASE =
      new Point(
          new BigInteger("216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a", 16),
          new BigInteger("6666666666666666666666666666666666666666666666666666666666666658", 16));

  /** In affine coordinates. */
  record Point(BigInteger x, BigInteger y) {
    static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);

    Point add(Point o) {
      BigInteger product = D.multiply(x).multiply(o.x).multiply(y).multiply(o.y).mod(P);
      BigInteger above = x.multiply(o.y).add(y.multiply(o.x));
      BigInteger beside = y.multiply(o.y).add(x.multiply(o.x));
      return new Point(
          above.multiply(BigInteger.ONE.add(product).modInverse(P)).mod(P),
          beside.multiply(BigInteger.ONE.subtract(product).modInverse(P)).mod(P));
    }

    byte[] encoded() {
      return little(x.testBit(0) ? y.setBit(255) : y);
    }
  }

  private final byte[] prefix;
  private final BigInteger scalar;
  private final byte[] publicKey;

  private EdPair(byte[] seed) {
    byte[] wide = Derived.digest("SHA-512", seed);
    wide[0] &= (byte) 0xf8;
    wide[31] = (byte) (wide[31] & 0x7f | 0x40);
    this.scalar = number(Arrays.copyOf(wide, 32));
    this.prefix = Arrays.copyOfRange(wide, 32, 64);
    this.publicKey = times(scalar).encoded();
  }

  static EdPair derive(String name) {
    return new EdPair(Derived.bytes(name, 32));
  }

  byte[] publicKey() {
    return publicKey.clone();
  }

  byte[] sign(byte[] message) {
    return sign(new byte[0], message);
  }

  /** Ed25519ph or Ed25519ctx (RFC 8032, 5.1): another signature of the same key. */
  byte[] signWithDomain(int flag, String context, byte[] message) {
    byte[] text = context.getBytes(StandardCharsets.US_ASCII);
    byte[] domain =
        Derived.concat(
            "SigEd25519 no Ed25519 collisions".getBytes(StandardCharsets.US_ASCII),
            new byte[] {(byte) flag, (byte) text.length},
            text);
    return sign(domain, flag == 1 ? Derived.digest("SHA-512", message) : message);
  }

  /** With that R, whatever it is. */
  byte[] signWithR(byte[] r, BigInteger nonce, byte[] message) {
    return Derived.concat(
        r, little(nonce.add(challenge(r, publicKey, message).multiply(scalar)).mod(L)));
  }

  private byte[] sign(byte[] domain, byte[] message) {
    BigInteger nonce = number(Derived.digest("SHA-512", domain, prefix, message)).mod(L);
    byte[] r = times(nonce).encoded();
    BigInteger k = number(Derived.digest("SHA-512", domain, r, publicKey, message)).mod(L);
    return Derived.concat(r, little(nonce.add(k.multiply(scalar)).mod(L)));
  }

  static BigInteger challenge(byte[] r, byte[] publicKey, byte[] message) {
    return number(Derived.digest("SHA-512", r, publicKey, message)).mod(L);
  }

  static Point times(BigInteger k) {
    Point sum = Point.NEUTRAL;
    for (int bit = k.bitLength() - 1; bit >= 0; bit--) {
      sum = sum.add(sum);
      if (k.testBit(bit)) {
        sum = sum.add(BASE);
      }
    }
    return sum;
  }

  static BigInteger number(byte[] little) {
    return new BigInteger(1, Derived.reversed(little));
  }

  static byte[] little(BigInteger number) {
    return Derived.reversed(Derived.fixed(number, 32));
  }
}
