package io.bailiwick.testkit.corpus;

import java.math.BigInteger;

/** A certificate (RFC 5280) of nobody by nobody. */
final class SelfSigned {
  private SelfSigned() {}

  /** In DER. */
  static byte[] of(RsaPair pair, String commonName) {
    byte[] name =
        Der.sequence(
            Der.of(
                0x31, Der.sequence(Der.hex("0603550403"), Der.of(0x0c, Draft.ascii(commonName)))));
    byte[] algorithm = Der.sequence(Der.hex("06092a864886f70d01010b"), Der.NULL);
    byte[] life =
        Der.sequence(
            Der.of(0x17, Draft.ascii("260101000000Z")), Der.of(0x17, Draft.ascii("360101000000Z")));
    byte[] body =
        Der.sequence(
            Der.integer(BigInteger.ONE), algorithm, name, life, name, Der.publicKeyInfo(pair));
    return Der.sequence(body, algorithm, Der.bits(Signer.pkcs1(pair, "SHA-256").sign(body)));
  }
}
