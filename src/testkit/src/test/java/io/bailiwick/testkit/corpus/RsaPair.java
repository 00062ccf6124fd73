package io.bailiwick.testkit.corpus;

import java.math.BigInteger;

/** An RSA pair, and the bare power: whoever calls it says what is padded how. */
final class RsaPair {
  static final BigInteger F4 = BigInteger.valueOf(65537);

  final BigInteger n;
  final BigInteger e;
  private final BigInteger p;
  private final BigInteger q;
  private final BigInteger dp;
  private final BigInteger dq;
  private final BigInteger qInverse;

  private RsaPair(BigInteger p, BigInteger q, BigInteger e) {
    this.p = p;
    this.q = q;
    this.n = p.multiply(q);
    this.e = e;
    this.dp = e.modInverse(p.subtract(BigInteger.ONE));
    this.dq = e.modInverse(q.subtract(BigInteger.ONE));
    this.qInverse = q.modInverse(p);
  }

  static RsaPair derive(String name, int bits, BigInteger e) {
    return new RsaPair(
        Derived.prime(name + "/p", bits / 2, e), Derived.prime(name + "/q", bits / 2, e), e);
  }

  /**
   * As Infineon's library made them (CVE-2017-15361): of 2048 bits, each prime a power of 65537
   * modulo the product of the primes up to 701.
   */
  static RsaPair roca(String name) {
    return new RsaPair(rocaPrime(name + "/p"), rocaPrime(name + "/q"), F4);
  }

  private static BigInteger rocaPrime(String name) {
    BigInteger product = Derived.productOfPrimes(701);
    BigInteger power = F4.modPow(Derived.below(name + "/a", product), product);
    BigInteger least = BigInteger.valueOf(3).shiftLeft(1022).divide(product).add(BigInteger.ONE);
    BigInteger factor = least.add(Derived.below(name + "/k", BigInteger.ONE.shiftLeft(40)));
    BigInteger candidate = factor.multiply(product).add(power);
    while (!candidate.isProbablePrime(80)) {
      candidate = candidate.add(product);
    }
    return candidate;
  }

  /** The length of a signature. */
  int length() {
    return (n.bitLength() + 7) / 8;
  }

  BigInteger power(BigInteger message) {
    BigInteger mp = message.modPow(dp, p);
    BigInteger mq = message.modPow(dq, q);
    return mp.subtract(mq).multiply(qInverse).mod(p).multiply(q).add(mq);
  }

  /** The signature whose encoded message that is. */
  byte[] sign(byte[] encoded) {
    BigInteger message = new BigInteger(1, encoded);
    if (message.compareTo(n) >= 0) {
      throw new IllegalArgumentException("Not less than the modulus");
    }
    return Derived.fixed(power(message), length());
  }

  BigInteger d() {
    return e.modInverse(p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE)));
  }
}
