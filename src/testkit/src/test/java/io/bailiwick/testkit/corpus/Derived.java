package io.bailiwick.testkit.corpus;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes and numbers that follow from a name: the same everywhere, for ever. */
final class Derived {
  private static final int[] SMALL_PRIMES = smallPrimes();

  private Derived() {}

  static byte[] digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String name, int length) {
    byte[] bytes = new byte[length];
    for (int from = 0, block = 0; from < length; from += 32, block++) {
      byte[] some = digest("SHA-256", (name + "/" + block).getBytes(StandardCharsets.UTF_8));
      System.arraycopy(some, 0, bytes, from, Math.min(32, length - from));
    }
    return bytes;
  }

  /** From one up to, and not including, the bound. */
  static BigInteger below(String name, BigInteger bound) {
    BigInteger wide = new BigInteger(1, bytes(name, bound.bitLength() / 8 + 17));
    return wide.mod(bound.subtract(BigInteger.ONE)).add(BigInteger.ONE);
  }

  /** For a message's own nonce or salt. */
  static String name(String what, byte[] message) {
    return what + "/" + HexFormat.of().formatHex(digest("SHA-256", message));
  }

  /** A prime of so many bits, the upper two set, for which {@code e} can be inverted. */
  static BigInteger prime(String name, int bits, BigInteger e) {
    BigInteger candidate =
        new BigInteger(1, bytes(name, bits / 8)).setBit(bits - 1).setBit(bits - 2).setBit(0);
    while (!fits(candidate, e)) {
      candidate = candidate.add(BigInteger.TWO);
    }
    return candidate;
  }

  static BigInteger productOfPrimes(int upTo) {
    return java.util.stream.IntStream.concat(
            java.util.stream.IntStream.of(2), java.util.Arrays.stream(SMALL_PRIMES))
        .filter(prime -> prime <= upTo)
        .mapToObj(BigInteger::valueOf)
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  /** Big endian, in exactly that many bytes. */
  static byte[] fixed(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    int from = bytes.length > length ? bytes.length - length : 0;
    if (from > 1 || (from == 1 && bytes[0] != 0)) {
      throw new IllegalArgumentException("The number does not fit");
    }
    byte[] fixed = new byte[length];
    System.arraycopy(bytes, from, fixed, length - (bytes.length - from), bytes.length - from);
    return fixed;
  }

  static byte[] concat(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  /** The same but for one byte. */
  static byte[] set(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static boolean fits(BigInteger candidate, BigInteger e) {
    for (int small : SMALL_PRIMES) {
      if (candidate.mod(BigInteger.valueOf(small)).signum() == 0) {
        return false;
      }
    }
    return candidate.isProbablePrime(80)
        && candidate.subtract(BigInteger.ONE).gcd(e).equals(BigInteger.ONE);
  }

  private static int[] smallPrimes() {
    return java.util.stream.IntStream.range(3, 2000)
        .filter(n -> BigInteger.valueOf(n).isProbablePrime(30))
        .toArray();
  }
}
