package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.BAD_SIGNATURE;

import io.bailiwick.testkit.AttackCase.Level;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ed25519 signatures that another reading of RFC 8032 would take. */
final class EdAttacks {
  private EdAttacks() {}

  static void add(Cases cases) {
    Cases.Family ed = cases.family("ed25519", Level.JWT, "RFC 8032, 5.1.7");
    Draft draft = Draft.good().of(CorpusKey.EDDSA);
    byte[] message = draft.message();
    byte[] good = CorpusKey.ED.sign(message);
    byte[] r = Arrays.copyOf(good, 32);
    byte[] s = Arrays.copyOfRange(good, 32, 64);
    BigInteger number = EdPair.number(s);
    byte[] zero = new byte[32];
    byte[] neutral = EdPair.little(BigInteger.ONE);
    Map<String, byte[]> odd = new LinkedHashMap<>();
    for (int times = 1; times <= 7; times += 2) {
      BigInteger more = number.add(EdPair.L.multiply(BigInteger.valueOf(times)));
      odd.put("s-plus-" + times + "-l", Derived.concat(r, EdPair.little(more)));
    }
    odd.put("s-0", Derived.concat(r, zero));
    odd.put("s-l", Derived.concat(r, EdPair.little(EdPair.L)));
    odd.put("s-l-minus-1", Derived.concat(r, EdPair.little(EdPair.L.subtract(BigInteger.ONE))));
    odd.put("s-negated", Derived.concat(r, EdPair.little(EdPair.L.subtract(number))));
    odd.put("s-plus-1", Derived.concat(r, EdPair.little(number.add(BigInteger.ONE))));
    odd.put("s-top-bit", Derived.concat(r, EdPair.little(number.setBit(255))));
    odd.put("s-most", Derived.concat(r, filled(32)));
    odd.put("zeros", new byte[64]);
    odd.put("most", filled(64));
    odd.put("r-neutral-s-0", Derived.concat(neutral, zero));
    odd.put("r-neutral-s-l", Derived.concat(neutral, EdPair.little(EdPair.L)));
    odd.put("r-order-2-s-0", Derived.concat(KeySets.ORDER_2, zero));
    odd.put("r-sign-flipped", Derived.concat(EdPair.little(EdPair.number(r).flipBit(255)), s));
    odd.put("r-y-is-p", Derived.concat(EdPair.little(EdPair.P), s));
    byte[] beyond = EdPair.little(EdPair.P.add(BigInteger.ONE));
    odd.put("r-not-canonical", CorpusKey.ED.signWithR(beyond, BigInteger.ZERO, message));
    byte[] negativeZero = EdPair.little(BigInteger.ONE.setBit(255));
    odd.put("r-negative-zero", CorpusKey.ED.signWithR(negativeZero, BigInteger.ZERO, message));
    odd.put("r-no-point", Derived.concat(EdPair.little(BigInteger.TWO), s));
    odd.put("swapped", Derived.concat(s, r));
    odd.put("big-endian", Derived.concat(Derived.reversed(r), Derived.reversed(s)));
    odd.put("one-short", Arrays.copyOf(good, 63));
    odd.put("one-long", Arrays.copyOf(good, 65));
    odd.put("zero-before", Derived.concat(new byte[1], good));
    odd.put("r-only", r);
    odd.put("s-left-out", Derived.concat(r, new byte[0], CorpusKey.ED.publicKey()));
    odd.put("twice", Derived.concat(good, good));
    odd.put("ed448-length", Arrays.copyOf(good, 114));
    odd.put("public-key", Derived.concat(CorpusKey.ED.publicKey(), s));
    odd.put("prehashed", CorpusKey.ED.signWithDomain(1, "", message));
    odd.put("context", CorpusKey.ED.signWithDomain(0, "bailiwick", message));
    odd.put("context-empty", CorpusKey.ED.signWithDomain(0, "", message));
    odd.put("of-the-hash", CorpusKey.ED.sign(Derived.digest("SHA-512", message)));
    odd.put("of-payload-only", CorpusKey.ED.sign(Draft.ascii(draft.claimsPart())));
    odd.put("of-another-token", CorpusKey.ED.sign(draft.number(3).message()));
    odd.put("of-nothing", CorpusKey.ED.sign(new byte[0]));
    odd.forEach(
        (name, signature) ->
            ed.origin(origin(name))
                .refuse(
                    BAD_SIGNATURE,
                    name,
                    "EdDSA, the signature: " + name.replace('-', ' '),
                    draft.with(signature)));
  }

  private static String origin(String name) {
    if (name.startsWith("s-plus-") && name.endsWith("-l")) {
      return "RFC 8032, 8.4; CVE-2020-36843; CVE-2024-48949";
    }
    return name.equals("one-short") || name.equals("one-long")
        ? "CVE-2024-42459"
        : "RFC 8032, 5.1.7";
  }

  private static byte[] filled(int length) {
    byte[] filled = new byte[length];
    Arrays.fill(filled, (byte) 0xff);
    return filled;
  }
}
