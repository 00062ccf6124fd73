package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.BAD_SIGNATURE;
import static io.bailiwick.testkit.corpus.Cases.UNKNOWN_KEY;

import io.bailiwick.testkit.AttackCase.Level;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** RSA signatures that are the wrong number, and ones that a low exponent lets forge. */
final class RsaNumberAttacks {
  private static final int LENGTH = 256;

  private RsaNumberAttacks() {}

  static void add(Cases cases) {
    forged(cases.family("rsa-low-exponent", Level.JWT, "CVE-2006-4339").keys("e3"));
    numbers(cases.family("rsa-numbers", Level.JWT, "RFC 8017, 5.2.2 and 8"));
  }

  /**
   * Made without the private key, of which only the exponent three is used: no such key is taken.
   */
  private static void forged(Cases.Family forged) {
    Draft draft = Draft.good().of(KeySets.CUBE);
    byte[] info = Pkcs1.digestInfo("SHA-256", Derived.digest("SHA-256", draft.message()));
    for (int padding : new int[] {0, 1, 8}) {
      byte[] start = Pkcs1.padded(info, 3 + padding + info.length);
      BigInteger low = new BigInteger(1, start).shiftLeft(8 * (LENGTH - start.length));
      forged.refuse(
          UNKNOWN_KEY,
          "cube-root-" + padding,
          "a cube root of what starts right, with garbage after the hash",
          draft.with(Derived.fixed(Cubes.rootAbove(low), LENGTH)));
    }
    for (int number = 0; ; number++) {
      Draft other = draft.number(number);
      byte[] end =
          Derived.concat(
              new byte[1], Pkcs1.digestInfo("SHA-256", Derived.digest("SHA-256", other.message())));
      if ((end[end.length - 1] & 1) == 1) {
        BigInteger suffix = Cubes.rootOfEnd(new BigInteger(1, end), 8 * end.length);
        BigInteger start =
            Cubes.rootAbove(
                new BigInteger(1, Der.hex("0001ffffffffffff")).shiftLeft(8 * (LENGTH - 8)));
        int bits = 8 * end.length;
        BigInteger root = start.shiftRight(bits).add(BigInteger.ONE).shiftLeft(bits).add(suffix);
        forged
            .origin("CVE-2016-1494")
            .refuse(
                UNKNOWN_KEY,
                "cube-root-both-ends",
                "a cube root of what starts and ends right, with garbage for padding",
                other.with(Derived.fixed(root, LENGTH)));
        break;
      }
    }
    forged.refuse(
        UNKNOWN_KEY,
        "one",
        "the number one, its own cube",
        draft.with(Derived.fixed(BigInteger.ONE, LENGTH)));
    forged
        .level(Level.STRICT)
        .origin("FIPS 186-5, 5.1")
        .refuse(
            UNKNOWN_KEY,
            "well-signed",
            "properly signed by a key whose exponent is three",
            draft.sign(KeySets.CUBE.signer()));
  }

  private static void numbers(Cases.Family numbers) {
    Draft draft = Draft.good();
    RsaPair pair = CorpusKey.RSA_1;
    BigInteger good = new BigInteger(1, CorpusKey.RS256.signer().sign(draft.message()));
    Map<String, BigInteger> odd = new LinkedHashMap<>();
    odd.put("1", BigInteger.ONE);
    odd.put("2", BigInteger.TWO);
    odd.put("n", pair.n);
    odd.put("n-minus-1", pair.n.subtract(BigInteger.ONE));
    odd.put("n-plus-1", pair.n.add(BigInteger.ONE));
    odd.put("most", BigInteger.ONE.shiftLeft(8 * LENGTH).subtract(BigInteger.ONE));
    odd.put("negated", pair.n.subtract(good));
    odd.put("plus-1", good.add(BigInteger.ONE));
    odd.forEach(
        (name, number) ->
            numbers.refuse(
                BAD_SIGNATURE,
                name,
                "RS256, the number " + name.replace('-', ' '),
                draft.with(Derived.fixed(number, LENGTH))));
    byte[] plain = Derived.fixed(good, LENGTH);
    numbers.refuse(
        BAD_SIGNATURE,
        "zero-before",
        "RS256, a good signature after a zero byte",
        draft.with(Derived.concat(new byte[1], plain)));
    numbers.refuse(
        BAD_SIGNATURE,
        "byte-after",
        "RS256, a good signature before a byte",
        draft.with(Arrays.copyOf(plain, LENGTH + 1)));
    numbers.refuse(
        BAD_SIGNATURE,
        "one-short",
        "RS256, a good signature without its last byte",
        draft.with(Arrays.copyOf(plain, LENGTH - 1)));
    numbers.refuse(
        BAD_SIGNATURE,
        "half",
        "RS256, half a good signature",
        draft.with(Arrays.copyOf(plain, LENGTH / 2)));
    numbers.refuse(
        BAD_SIGNATURE,
        "twice",
        "RS256, a good signature twice",
        draft.with(Derived.concat(plain, plain)));
    numbers.refuse(
        BAD_SIGNATURE,
        "little-endian",
        "RS256, a good signature from its end",
        draft.with(Derived.reversed(plain)));
    numbers.refuse(
        BAD_SIGNATURE,
        "encoded-message",
        "RS256, the encoded message without a power",
        draft.with(Pkcs1.encode("SHA-256", draft.message(), LENGTH)));
    for (int number = 0; ; number++) {
      Draft other = draft.number(number);
      byte[] signature = CorpusKey.RS256.signer().sign(other.message());
      BigInteger wrapped = new BigInteger(1, signature).add(pair.n);
      if (signature[0] == 0) {
        numbers.refuse(
            BAD_SIGNATURE,
            "leading-zero-left-out",
            "RS256, a good signature without its leading zero byte",
            other.with(Arrays.copyOfRange(signature, 1, LENGTH)));
        numbers.refuse(
            BAD_SIGNATURE,
            "plus-n",
            "RS256, a good signature plus the modulus",
            other.with(Derived.fixed(wrapped, LENGTH)));
        break;
      }
    }
  }
}
