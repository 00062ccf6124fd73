package io.bailiwick.adapter.keys;

import java.math.BigInteger;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which RSA keys are strong enough to believe (RFC 8725, 3.5; NIST SP 800-89, 5.3.3), and for which
 * algorithms.
 */
final class RsaKeyRules {
  private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65537);

  /** What BoringSSL and AWS-LC take; a larger one has no use and makes verifying slow. */
  private static final int MAX_EXPONENT_BITS = 33;

  private static final int[] SMALL_PRIMES =
      IntStream.range(2, 752).filter(RsaKeyRules::isPrime).toArray();

  private static final BigInteger PRODUCT_OF_SMALL_PRIMES =
      Arrays.stream(SMALL_PRIMES)
          .mapToObj(BigInteger::valueOf)
          .reduce(BigInteger.ONE, BigInteger::multiply);

  /**
   * Infineon's library made primes that are powers of 65537 modulo each of these (CVE-2017-15361),
   * so its moduli are as well. An honest modulus is that by chance about once in 2^28.
   */
  private static final int ROCA_PRIMES_UP_TO = 167;

  private RsaKeyRules() {}

  /**
   * @throws IllegalArgumentException where the key is too weak, too large, or no RSA key at all
   */
  static void require(BigInteger modulus, BigInteger exponent) {
    int bits = modulus.bitLength();
    if (modulus.signum() <= 0
        || bits < VerificationKey.MIN_RSA_BITS
        || bits > VerificationKey.MAX_RSA_BITS) {
      throw new IllegalArgumentException(
          "An RSA key has "
              + VerificationKey.MIN_RSA_BITS
              + " to "
              + VerificationKey.MAX_RSA_BITS
              + " bits");
    }
    if (!exponent.testBit(0)
        || exponent.compareTo(MIN_EXPONENT) < 0
        || exponent.bitLength() > MAX_EXPONENT_BITS) {
      throw new IllegalArgumentException(
          "An RSA key's exponent is odd, and from 65537 to " + MAX_EXPONENT_BITS + " bits long");
    }
    // the remainders by small primes are those of this one, which is quicker to divide
    BigInteger rest = modulus.mod(PRODUCT_OF_SMALL_PRIMES);
    if (hasSmallFactor(rest)) {
      throw new IllegalArgumentException("An RSA key's modulus has no small factor");
    }
    if (isOfRoca(rest)) {
      throw new IllegalArgumentException(
          "The RSA key was made by a library whose keys can be broken (CVE-2017-15361): replace it");
    }
  }

  /** A key that is for PSS alone says so, and may say for which digest (RFC 4055, 1.2). */
  static Set<JwsAlgorithm> algorithms(RSAKey key, String algorithm) {
    if (algorithm.equals("RSA")) {
      return EnumSet.of(
          JwsAlgorithm.RS256,
          JwsAlgorithm.RS384,
          JwsAlgorithm.RS512,
          JwsAlgorithm.PS256,
          JwsAlgorithm.PS384,
          JwsAlgorithm.PS512);
    }
    EnumSet<JwsAlgorithm> allowed = EnumSet.noneOf(JwsAlgorithm.class);
    for (JwsAlgorithm each :
        EnumSet.of(JwsAlgorithm.PS256, JwsAlgorithm.PS384, JwsAlgorithm.PS512)) {
      if (key.getParams() == null || allows(key.getParams(), each.pssParameters())) {
        allowed.add(each);
      }
    }
    if (allowed.isEmpty()) {
      throw new IllegalArgumentException("The RSA-PSS key is for no algorithm of RFC 7518");
    }
    return allowed;
  }

  private static boolean allows(Object keyParameters, PSSParameterSpec wanted) {
    return keyParameters instanceof PSSParameterSpec said
        && said.getDigestAlgorithm().equals(wanted.getDigestAlgorithm())
        && said.getMGFAlgorithm().equals(wanted.getMGFAlgorithm())
        && said.getMGFParameters() instanceof MGF1ParameterSpec mask
        && mask.getDigestAlgorithm().equals(wanted.getDigestAlgorithm())
        && said.getSaltLength() <= wanted.getSaltLength()
        && said.getTrailerField() == wanted.getTrailerField();
  }

  private static boolean hasSmallFactor(BigInteger modulus) {
    for (int p : SMALL_PRIMES) {
      if (remainder(modulus, p) == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfRoca(BigInteger modulus) {
    for (int p : SMALL_PRIMES) {
      if (p > ROCA_PRIMES_UP_TO) {
        break;
      }
      if (p > 2 && !isPowerOf65537(remainder(modulus, p), p)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPowerOf65537(int residue, int p) {
    int power = 1;
    do {
      if (power == residue) {
        return true;
      }
      power = power * (65537 % p) % p;
    } while (power != 1);
    return false;
  }

  private static int remainder(BigInteger modulus, int p) {
    return modulus.mod(BigInteger.valueOf(p)).intValueExact();
  }

  private static boolean isPrime(int n) {
    return IntStream.range(2, n).takeWhile(i -> i * i <= n).allMatch(i -> n % i != 0);
  }
}
