package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.UNKNOWN_KEY;

import io.bailiwick.testkit.AttackCase.Level;

/** Keys that are published, and are not to be believed. */
final class KeySetAttacks {
  private KeySetAttacks() {}

  static void add(Cases cases) {
    published(cases.family("key-set", Level.JWT, "RFC 8725, 3.4 and 3.5"));
  }

  private static void published(Cases.Family published) {
    published
        .keys("short-rsa")
        .origin("RFC 7518, 3.3; RFC 8725, 3.5")
        .level(Level.STRICT)
        .refuse(
            UNKNOWN_KEY,
            "rsa-1024",
            "well signed by an RSA key of 1024 bits that is published",
            Draft.good().signedBy(KeySets.SHORT));
    published
        .keys("roca")
        .origin("CVE-2017-15361")
        .level(Level.STRICT)
        .refuse(
            UNKNOWN_KEY,
            "roca",
            "well signed by an RSA key whose primes follow from little",
            Draft.good().signedBy(KeySets.ROCA));
    published
        .keys("exponent-1")
        .refuse(
            UNKNOWN_KEY,
            "rsa-exponent-1",
            "an RSA key whose exponent is 1: the padding is its own signature",
            Draft.good().kid("exponent-1").sign(message -> Pkcs1.encode("SHA-256", message, 256)));
    published
        .keys("for-encryption")
        .origin("RFC 7517, 4.2")
        .level(Level.STRICT)
        .refuse(
            UNKNOWN_KEY,
            "use-enc",
            "signed by a key that is published for encryption",
            Draft.good().signedBy(KeySets.FOR_ENCRYPTION));
    published
        .keys("leaked")
        .origin("RFC 7517, 9.2")
        .level(Level.STRICT)
        .refuse(
            UNKNOWN_KEY,
            "private-half-published",
            "signed by a key whose private half is published with it",
            Draft.good().signedBy(KeySets.LEAKED));
    published
        .keys("off-curve")
        .origin("RFC 8725, 3.4; CVE-2017-12974")
        .refuse(
            UNKNOWN_KEY,
            "off-curve",
            "by a key that is no point on its curve",
            Draft.good().alg("ES256").kid("off-curve").sign(CorpusKey.ES256.signer()));
    Cases.Family small = published.keys("small-order").origin("RFC 8032, 5.1.7 and 8");
    small.refuse(
        UNKNOWN_KEY,
        "ed25519-order-1",
        "Ed25519 by a key of order one: anybody can sign",
        Draft.good()
            .alg("EdDSA")
            .kid("order-1")
            .sign(message -> nobody(java.math.BigInteger.valueOf(7))));
    for (int number = 0; ; number++) {
      Draft draft = Draft.good().alg("EdDSA").kid("order-2").number(number);
      byte[] signature = nobody(java.math.BigInteger.valueOf(7));
      byte[] r = java.util.Arrays.copyOf(signature, 32);
      if (!EdPair.challenge(r, KeySets.ORDER_2, draft.message()).testBit(0)) {
        small.refuse(
            UNKNOWN_KEY,
            "ed25519-order-2",
            "Ed25519 by a key of order two: anybody can sign every second token",
            draft.with(signature));
        break;
      }
    }
    published
        .keys("x25519")
        .origin("RFC 8037, 3.2")
        .refuse(
            UNKNOWN_KEY,
            "x25519",
            "EdDSA with a key that is for agreement",
            Draft.good().alg("EdDSA").kid("x25519").sign(CorpusKey.ED::sign));
  }

  /** R is S times the base point: enough where the public key adds nothing. */
  private static byte[] nobody(java.math.BigInteger s) {
    return Derived.concat(EdPair.times(s).encoded(), EdPair.little(s));
  }
}
