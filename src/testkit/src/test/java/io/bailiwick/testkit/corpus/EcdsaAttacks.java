package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.BAD_SIGNATURE;

import io.bailiwick.testkit.AttackCase.Level;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** ECDSA signatures at the edges of their numbers and of their writing. */
final class EcdsaAttacks {
  private static final BigInteger ZERO = BigInteger.ZERO;
  private static final BigInteger ONE = BigInteger.ONE;

  private EcdsaAttacks() {}

  static void add(Cases cases) {
    Cases.Family numbers = cases.family("ecdsa-numbers", Level.JWT, "FIPS 186-5, 6.4.2");
    Cases.Family writing = cases.family("ecdsa-writing", Level.JWT, "RFC 7518, 3.4");
    add(numbers, writing, CorpusKey.ES256, CorpusKey.EC_256);
    add(numbers, writing, CorpusKey.ES384, CorpusKey.EC_384);
    add(numbers, writing, CorpusKey.ES512, CorpusKey.EC_521);
    wraps(numbers);
    hashes(numbers);
  }

  private static void add(Cases.Family numbers, Cases.Family writing, CorpusKey key, EcPair pair) {
    Draft draft = Draft.good().of(key);
    String hash = "SHA-" + key.alg().substring(2);
    EcPair.Signature good = pair.sign(hash, draft.message());
    BigInteger n = pair.curve.n();
    BigInteger p = pair.curve.p();
    BigInteger most = ONE.shiftLeft(8 * pair.curve.fieldBytes()).subtract(ONE);
    Map<String, EcPair.Signature> odd = new LinkedHashMap<>();
    odd.put("r-0-s-0", new EcPair.Signature(ZERO, ZERO));
    odd.put("r-0", new EcPair.Signature(ZERO, good.s()));
    odd.put("s-0", new EcPair.Signature(good.r(), ZERO));
    odd.put("r-0-s-1", new EcPair.Signature(ZERO, ONE));
    odd.put("r-1-s-0", new EcPair.Signature(ONE, ZERO));
    odd.put("r-1-s-1", new EcPair.Signature(ONE, ONE));
    odd.put("r-n-s-n", new EcPair.Signature(n, n));
    odd.put("r-n", new EcPair.Signature(n, good.s()));
    odd.put("s-n", new EcPair.Signature(good.r(), n));
    odd.put("r-0-s-n", new EcPair.Signature(ZERO, n));
    odd.put("r-n-s-0", new EcPair.Signature(n, ZERO));
    odd.put("r-n-plus-1", new EcPair.Signature(n.add(ONE), good.s()));
    odd.put("s-n-plus-1", new EcPair.Signature(good.r(), n.add(ONE)));
    odd.put("r-n-minus-1", new EcPair.Signature(n.subtract(ONE), good.s()));
    odd.put("s-n-minus-1", new EcPair.Signature(good.r(), n.subtract(ONE)));
    odd.put("r-p", new EcPair.Signature(p, good.s()));
    odd.put("r-p-s-p", new EcPair.Signature(p, p));
    odd.put("most", new EcPair.Signature(most, most));
    odd.put("r-most", new EcPair.Signature(most, good.s()));
    odd.put("s-most", new EcPair.Signature(good.r(), most));
    odd.put("r-negated", new EcPair.Signature(n.subtract(good.r()), good.s()));
    odd.put("both-negated", new EcPair.Signature(n.subtract(good.r()), n.subtract(good.s())));
    odd.put("swapped", new EcPair.Signature(good.s(), good.r()));
    odd.put("s-plus-1", new EcPair.Signature(good.r(), good.s().add(ONE)));
    odd.put("s-inverted", new EcPair.Signature(good.r(), good.s().modInverse(n)));
    odd.put("sum-at-infinity", pair.toInfinity(hash, draft.message()));
    odd.put("r-of-base-point", new EcPair.Signature(pair.curve.g().x(), ONE));
    odd.put("r-of-public-key", new EcPair.Signature(pair.q.x().mod(n), pair.q.x().mod(n)));
    odd.forEach(
        (name, signature) ->
            numbers
                .origin(
                    name.contains("-0") || name.contains("-n")
                        ? "CVE-2022-21449"
                        : "FIPS 186-5, 6.4.2")
                .refuse(
                    BAD_SIGNATURE,
                    key.kid() + "-" + name,
                    key.alg() + ": " + name.replace('-', ' '),
                    draft.with(pair.written(signature))));
    writing(writing, key, pair, draft, good);
  }

  private static void writing(
      Cases.Family writing, CorpusKey key, EcPair pair, Draft draft, EcPair.Signature good) {
    byte[] plain = pair.written(good);
    int half = plain.length / 2;
    byte[] r = Arrays.copyOf(plain, half);
    byte[] s = Arrays.copyOfRange(plain, half, plain.length);
    byte[] zero = new byte[1];
    Map<String, byte[]> written = new LinkedHashMap<>();
    written.put("der", Der.sequence(Der.integer(good.r()), Der.integer(good.s())));
    written.put("der-zeros", Der.sequence(Der.integer(ZERO), Der.integer(ZERO)));
    written.put("der-ones", Der.sequence(Der.integer(ONE), Der.integer(ONE)));
    written.put("der-empty", Der.sequence());
    written.put(
        "der-trailing",
        Derived.concat(Der.sequence(Der.integer(good.r()), Der.integer(good.s())), Der.NULL));
    written.put("one-short", Arrays.copyOf(plain, plain.length - 1));
    written.put("one-long", Arrays.copyOf(plain, plain.length + 1));
    written.put("zero-before", Derived.concat(zero, plain));
    written.put("zeros-before-each", Derived.concat(zero, r, zero, s));
    written.put("r-only", r);
    written.put("s-only", s);
    written.put("one-byte", new byte[] {1});
    written.put("two-bytes", new byte[] {1, 1});
    written.put("two-zeros", new byte[2]);
    written.put("twice", Derived.concat(plain, plain));
    written.put("recovery-byte", Derived.concat(plain, new byte[] {27}));
    written.put("little-endian", Derived.concat(Derived.reversed(r), Derived.reversed(s)));
    written.put("hexadecimal", Draft.ascii(java.util.HexFormat.of().formatHex(plain)));
    written.put("zeros-of-another-curve", new byte[key.alg().equals("ES256") ? 96 : 64]);
    written.forEach(
        (name, signature) ->
            writing
                .origin(
                    name.startsWith("der")
                        ? "RFC 7518, 3.4; CVE-2022-21449"
                        : name.startsWith("zero")
                            ? "RFC 7518, 3.4; CVE-2020-14966"
                            : "RFC 7518, 3.4")
                .refuse(
                    BAD_SIGNATURE,
                    key.kid() + "-" + name,
                    key.alg() + ", the signature written so: " + name.replace('-', ' '),
                    draft.with(signature)));
  }

  /** 66 bytes have room for numbers above the order of P-521, the same modulo it. */
  private static void wraps(Cases.Family numbers) {
    Draft draft = Draft.good().of(CorpusKey.ES512).number(1);
    EcPair pair = CorpusKey.EC_521;
    EcPair.Signature good = pair.sign("SHA-512", draft.message());
    BigInteger n = pair.curve.n();
    numbers.refuse(
        BAD_SIGNATURE,
        "es512-r-plus-n",
        "ES512: a good r, plus the order",
        draft.with(pair.written(new EcPair.Signature(good.r().add(n), good.s()))));
    numbers.refuse(
        BAD_SIGNATURE,
        "es512-s-plus-n",
        "ES512: a good s, plus the order",
        draft.with(pair.written(new EcPair.Signature(good.r(), good.s().add(n)))));
    numbers.refuse(
        BAD_SIGNATURE,
        "es512-both-plus-n",
        "ES512: both, plus the order",
        draft.with(pair.written(new EcPair.Signature(good.r().add(n), good.s().add(n)))));
  }

  private static void hashes(Cases.Family numbers) {
    Cases.Family hashes = numbers.origin("RFC 7518, 3.4");
    for (String hash : new String[] {"SHA-1", "SHA-384", "SHA-512"}) {
      hashes.refuse(
          BAD_SIGNATURE,
          "es256-" + hash.toLowerCase(Locale.ROOT),
          "ES256, well signed over " + hash,
          Draft.good().of(CorpusKey.ES256).sign(Signer.ecdsa(CorpusKey.EC_256, hash)));
    }
    hashes.refuse(
        BAD_SIGNATURE,
        "es384-sha-256",
        "ES384, well signed over SHA-256",
        Draft.good().of(CorpusKey.ES384).sign(Signer.ecdsa(CorpusKey.EC_384, "SHA-256")));
    hashes.refuse(
        BAD_SIGNATURE,
        "es256-of-another-token",
        "ES256, a good signature of another token",
        Draft.good()
            .of(CorpusKey.ES256)
            .with(
                CorpusKey.ES256
                    .signer()
                    .sign(Draft.good().of(CorpusKey.ES256).number(2).message())));
    hashes.refuse(
        BAD_SIGNATURE,
        "es256-of-payload-only",
        "ES256, a signature of the payload without the header",
        Draft.good()
            .of(CorpusKey.ES256)
            .with(CorpusKey.ES256.signer().sign(Draft.ascii(Draft.good().claimsPart()))));
  }
}
