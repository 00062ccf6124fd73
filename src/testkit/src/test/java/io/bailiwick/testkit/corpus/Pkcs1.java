package io.bailiwick.testkit.corpus;

import java.util.Arrays;

/** EMSA-PKCS1-v1_5 (RFC 8017, 9.2), piece by piece. */
final class Pkcs1 {
  private Pkcs1() {}

  /** The encoded message of a good signature. */
  static byte[] encode(String hash, byte[] message, int length) {
    return padded(digestInfo(hash, Derived.digest(hash, message)), length);
  }

  static byte[] digestInfo(String hash, byte[] digest) {
    return Der.sequence(Der.sequence(Der.hash(hash), Der.NULL), Der.octets(digest));
  }

  /** {@code 00 01 FF..FF 00}, then this, in that many bytes. */
  static byte[] padded(byte[] info, int length) {
    byte[] encoded = new byte[length];
    Arrays.fill(encoded, 2, length - info.length - 1, (byte) 0xff);
    encoded[1] = 1;
    System.arraycopy(info, 0, encoded, length - info.length, info.length);
    return encoded;
  }
}
