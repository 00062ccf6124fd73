package io.bailiwick.testkit.corpus;

import java.math.BigInteger;
import java.util.HexFormat;

/** As much of DER (X.690) as signatures and public keys are written in. */
final class Der {
  static final byte[] NULL = {5, 0};

  private Der() {}

  static byte[] of(int tag, byte[]... content) {
    byte[] inner = Derived.concat(content);
    return Derived.concat(new byte[] {(byte) tag}, length(inner.length), inner);
  }

  static byte[] sequence(byte[]... content) {
    return of(0x30, content);
  }

  static byte[] octets(byte[] content) {
    return of(4, content);
  }

  static byte[] integer(BigInteger number) {
    return of(2, number.toByteArray());
  }

  static byte[] bits(byte[] content) {
    return of(3, new byte[1], content);
  }

  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** The object identifier of a hash. */
  static byte[] hash(String algorithm) {
    return switch (algorithm) {
      case "MD5" -> hex("06082a864886f70d0205");
      case "SHA-1" -> hex("06052b0e03021a");
      case "SHA-256" -> hex("0609608648016503040201");
      case "SHA-384" -> hex("0609608648016503040202");
      case "SHA-512" -> hex("0609608648016503040203");
      default -> throw new IllegalArgumentException();
    };
  }

  /** RFC 8017, A.1.1. */
  static byte[] rsaPublicKey(RsaPair pair) {
    return sequence(integer(pair.n), integer(pair.e));
  }

  /** RFC 5280, 4.1.2.7. */
  static byte[] publicKeyInfo(RsaPair pair) {
    return sequence(sequence(hex("06092a864886f70d010101"), NULL), bits(rsaPublicKey(pair)));
  }

  static byte[] publicKeyInfo(EcPair pair) {
    byte[] curve =
        switch (pair.curve.name()) {
          case "P-256" -> hex("06082a8648ce3d030107");
          case "P-384" -> hex("06052b81040022");
          default -> hex("06052b81040023");
        };
    return sequence(sequence(hex("06072a8648ce3d0201"), curve), bits(pair.uncompressed()));
  }

  static byte[] publicKeyInfo(EdPair pair) {
    return sequence(sequence(hex("06032b6570")), bits(pair.publicKey()));
  }

  private static byte[] length(int length) {
    if (length < 128) {
      return new byte[] {(byte) length};
    }
    return length < 256
        ? new byte[] {(byte) 0x81, (byte) length}
        : new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length};
  }
}
