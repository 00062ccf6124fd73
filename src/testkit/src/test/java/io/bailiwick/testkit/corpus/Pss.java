package io.bailiwick.testkit.corpus;

import java.nio.ByteBuffer;

/**
 * EMSA-PSS (RFC 8017, 9.1.1), every choice of it open.
 *
 * @param hash of the message
 * @param mask the hash in the mask generation function
 * @param saltLength in bytes
 * @param trailer the last byte
 * @param separator between the padding and the salt
 * @param firstPadding the first byte of the padding, zero in a good one
 * @param topBit the bit that must be zero
 */
record Pss(
    String hash,
    String mask,
    int saltLength,
    int trailer,
    int separator,
    int firstPadding,
    boolean topBit) {

  static Pss of(String hash) {
    return of(hash, hash, Derived.digest(hash).length);
  }

  static Pss of(String hash, String mask, int saltLength) {
    return new Pss(hash, mask, saltLength, 0xbc, 1, 0, false);
  }

  Pss withTrailer(int other) {
    return new Pss(hash, mask, saltLength, other, separator, firstPadding, topBit);
  }

  Pss withSeparator(int other) {
    return new Pss(hash, mask, saltLength, trailer, other, firstPadding, topBit);
  }

  Pss withFirstPadding(int other) {
    return new Pss(hash, mask, saltLength, trailer, separator, other, topBit);
  }

  Pss withTopBit() {
    return new Pss(hash, mask, saltLength, trailer, separator, firstPadding, true);
  }

  byte[] encode(byte[] message, int length, int attempt) {
    byte[] salt = Derived.bytes(Derived.name("salt/" + attempt, message), saltLength);
    byte[] h = Derived.digest(hash, new byte[8], Derived.digest(hash, message), salt);
    byte[] db = new byte[length - h.length - 1];
    db[0] = (byte) firstPadding;
    db[db.length - salt.length - 1] = (byte) separator;
    System.arraycopy(salt, 0, db, db.length - salt.length, salt.length);
    byte[] over = mask(h, db.length);
    for (int i = 0; i < db.length; i++) {
      db[i] ^= over[i];
    }
    db[0] = (byte) (topBit ? db[0] | 0x80 : db[0] & 0x7f);
    return Derived.concat(db, h, new byte[] {(byte) trailer});
  }

  private byte[] mask(byte[] seed, int length) {
    byte[] all = new byte[0];
    for (int counter = 0; all.length < length; counter++) {
      byte[] count = ByteBuffer.allocate(4).putInt(counter).array();
      all = Derived.concat(all, Derived.digest(mask, seed, count));
    }
    return java.util.Arrays.copyOf(all, length);
  }
}
