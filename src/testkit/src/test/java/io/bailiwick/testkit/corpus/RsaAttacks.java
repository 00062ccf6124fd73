package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.BAD_SIGNATURE;
import static io.bailiwick.testkit.corpus.Cases.UNKNOWN_KEY;

import io.bailiwick.testkit.AttackCase.Level;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** RSA signatures whose padding is not what it must be, to the bit. */
final class RsaAttacks {
  private static final int LENGTH = 256;

  private RsaAttacks() {}

  static void add(Cases cases) {
    padding(cases.family("rsa-pkcs1-padding", Level.JWT, "RFC 8017, 8.2.2"));
    forged(cases.family("rsa-low-exponent", Level.JWT, "CVE-2006-4339").keys("e3"));
    numbers(cases.family("rsa-numbers", Level.JWT, "RFC 8017, 5.2.2 and 8"));
    pss(cases.family("rsa-pss", Level.JWT, "RFC 8017, 9.1.2; RFC 7518, 3.5"));
  }

  private static void padding(Cases.Family padding) {
    Draft draft = Draft.good();
    byte[] message = draft.message();
    byte[] digest = Derived.digest("SHA-256", message);
    byte[] info = Pkcs1.digestInfo("SHA-256", digest);
    byte[] oid = Der.hash("SHA-256");
    Map<String, byte[]> encoded = new LinkedHashMap<>();
    encoded.put("block-type-0", set(Pkcs1.padded(info, LENGTH), 1, 0));
    encoded.put("block-type-2", set(Pkcs1.padded(info, LENGTH), 1, 2));
    encoded.put("first-byte-1", set(Pkcs1.padded(info, LENGTH), 0, 1));
    encoded.put("padding-first-fe", set(Pkcs1.padded(info, LENGTH), 2, 0xfe));
    encoded.put("padding-middle-00", set(Pkcs1.padded(info, LENGTH), 100, 0));
    encoded.put("padding-last-7f", set(Pkcs1.padded(info, LENGTH), LENGTH - info.length - 2, 0x7f));
    encoded.put("separator-ff", set(Pkcs1.padded(info, LENGTH), LENGTH - info.length - 1, 0xff));
    byte[] zeros = new byte[LENGTH];
    System.arraycopy(info, 0, zeros, LENGTH - info.length, info.length);
    encoded.put("padding-zeros", set(zeros, 1, 1));
    for (int short1 : new int[] {0, 1, 7, 8}) {
      byte[] start = Pkcs1.padded(info, 3 + short1 + info.length);
      encoded.put(
          "garbage-after-" + short1,
          Derived.concat(start, Derived.bytes("garbage", LENGTH - start.length)));
      encoded.put("zeros-after-" + short1, Derived.concat(start, new byte[LENGTH - start.length]));
    }
    encoded.put("one-byte-after", Pkcs1.padded(Derived.concat(info, new byte[1]), LENGTH));
    encoded.put("null-after", Pkcs1.padded(Derived.concat(info, Der.NULL), LENGTH));
    encoded.put(
        "garbage-in-parameters",
        Pkcs1.padded(
            Der.sequence(
                Der.sequence(oid, Der.octets(Derived.bytes("garbage", 140))), Der.octets(digest)),
            LENGTH));
    encoded.put(
        "garbage-after-parameters",
        Pkcs1.padded(
            Der.sequence(
                Der.sequence(oid, Der.NULL, Der.octets(Derived.bytes("garbage", 9))),
                Der.octets(digest)),
            LENGTH));
    encoded.put(
        "garbage-in-sequence",
        Pkcs1.padded(
            Der.sequence(Der.sequence(oid, Der.NULL), Der.octets(digest), Der.octets(new byte[3])),
            LENGTH));
    encoded.put(
        "parameters-null-of-one",
        Pkcs1.padded(
            Der.sequence(Der.sequence(oid, Der.of(5, new byte[1])), Der.octets(digest)), LENGTH));
    encoded.put(
        "parameters-empty-sequence",
        Pkcs1.padded(Der.sequence(Der.sequence(oid, Der.sequence()), Der.octets(digest)), LENGTH));
    encoded.put(
        "length-long-form",
        Pkcs1.padded(
            Derived.concat(Der.hex("308131"), Arrays.copyOfRange(info, 2, info.length)), LENGTH));
    encoded.put(
        "length-longer-form",
        Pkcs1.padded(
            Derived.concat(Der.hex("30820031"), Arrays.copyOfRange(info, 2, info.length)), LENGTH));
    encoded.put(
        "length-indefinite",
        Pkcs1.padded(
            Derived.concat(Der.hex("3080"), Arrays.copyOfRange(info, 2, info.length), new byte[2]),
            LENGTH));
    encoded.put("length-one-more", Pkcs1.padded(set(info, 1, info[1] + 1), LENGTH));
    encoded.put("length-one-less", Pkcs1.padded(set(info, 1, info[1] - 1), LENGTH));
    encoded.put(
        "length-overflow",
        Pkcs1.padded(
            Derived.concat(
                Der.hex("3089010000000000000031"), Arrays.copyOfRange(info, 2, info.length)),
            LENGTH));
    encoded.put("tag-set", Pkcs1.padded(set(info, 0, 0x31), LENGTH));
    encoded.put(
        "tag-bit-string",
        Pkcs1.padded(Der.sequence(Der.sequence(oid, Der.NULL), Der.of(3, digest)), LENGTH));
    encoded.put("no-digest-info", Pkcs1.padded(digest, LENGTH));
    encoded.put("octets-only", Pkcs1.padded(Der.octets(digest), LENGTH));
    encoded.put("no-digest", Pkcs1.padded(Pkcs1.digestInfo("SHA-256", new byte[0]), LENGTH));
    encoded.put(
        "digest-short",
        Pkcs1.padded(Pkcs1.digestInfo("SHA-256", Arrays.copyOf(digest, 31)), LENGTH));
    encoded.put(
        "digest-long",
        Pkcs1.padded(Pkcs1.digestInfo("SHA-256", Arrays.copyOf(digest, 33)), LENGTH));
    encoded.put("digest-of-nothing", Pkcs1.encode("SHA-256", new byte[0], LENGTH));
    encoded.put(
        "digest-of-payload", Pkcs1.encode("SHA-256", Draft.ascii(draft.claimsPart()), LENGTH));
    encoded.put(
        "digest-twice",
        Pkcs1.padded(Pkcs1.digestInfo("SHA-256", Derived.digest("SHA-256", digest)), LENGTH));
    encoded.put("hash-named-sha-1", Pkcs1.padded(Pkcs1.digestInfo("SHA-1", digest), LENGTH));
    encoded.put("hash-named-sha-512", Pkcs1.padded(Pkcs1.digestInfo("SHA-512", digest), LENGTH));
    encoded.put(
        "hash-unknown",
        Pkcs1.padded(
            Der.sequence(Der.sequence(Der.hex("06032a0304"), Der.NULL), Der.octets(digest)),
            LENGTH));
    encoded.put(
        "hash-name-garbage",
        Pkcs1.padded(
            Der.sequence(
                Der.sequence(Der.hex("060960864801650304022a"), Der.NULL), Der.octets(digest)),
            LENGTH));
    for (String hash : List.of("MD5", "SHA-1", "SHA-384", "SHA-512")) {
      encoded.put(
          "really-" + hash.toLowerCase(java.util.Locale.ROOT), Pkcs1.encode(hash, message, LENGTH));
    }
    encoded.put("all-zeros", new byte[LENGTH]);
    encoded.put("message-itself", Pkcs1.padded(Arrays.copyOf(message, 200), LENGTH));
    encoded.forEach(
        (name, bytes) ->
            padding
                .origin(origin(name))
                .refuse(
                    BAD_SIGNATURE,
                    name,
                    "RS256, the encoded message: " + name.replace('-', ' '),
                    draft.with(CorpusKey.RSA_1.sign(bytes))));
  }

  private static String origin(String name) {
    if (name.startsWith("garbage-after") || name.startsWith("zeros-after")) {
      return "CVE-2006-4339; CVE-2022-24772";
    }
    if (name.startsWith("garbage-in") || name.startsWith("parameters")) {
      return "CVE-2022-24771";
    }
    if (name.startsWith("length")) {
      return "CVE-2014-1568";
    }
    if (name.startsWith("padding") || name.startsWith("block")) {
      return "CVE-2021-30246";
    }
    return "RFC 8017, 8.2.2";
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
    numbers
        .origin("CVE-2020-14968")
        .refuse(
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

  private static void pss(Cases.Family pss) {
    Map<String, Pss> wrong = new LinkedHashMap<>();
    Pss good = Pss.of("SHA-256");
    for (int salt : new int[] {0, 1, 20, 31, 33, 64, 222}) {
      wrong.put("salt-" + salt, Pss.of("SHA-256", "SHA-256", salt));
    }
    wrong.put("mask-sha-1", Pss.of("SHA-256", "SHA-1", 32));
    wrong.put("mask-sha-512", Pss.of("SHA-256", "SHA-512", 32));
    wrong.put("hash-sha-1", Pss.of("SHA-1", "SHA-1", 20));
    wrong.put("hash-sha-1-salt-32", Pss.of("SHA-1", "SHA-1", 32));
    wrong.put("hash-sha-384", Pss.of("SHA-384"));
    wrong.put("hash-sha-512", Pss.of("SHA-512"));
    wrong.put("trailer-cc", good.withTrailer(0xcc));
    wrong.put("trailer-bd", good.withTrailer(0xbd));
    wrong.put("trailer-00", good.withTrailer(0));
    wrong.put("separator-00", good.withSeparator(0));
    wrong.put("separator-02", good.withSeparator(2));
    wrong.put("separator-81", good.withSeparator(0x81));
    wrong.put("padding-01", good.withFirstPadding(1));
    wrong.put("padding-40", good.withFirstPadding(0x40));
    wrong.put("top-bit", good.withTopBit());
    Draft draft = Draft.good().of(CorpusKey.PS256);
    wrong.forEach(
        (name, each) ->
            pss.refuse(
                BAD_SIGNATURE,
                name,
                "PS256, PSS with " + name.replace('-', ' '),
                draft.sign(Signer.pss(CorpusKey.RSA_2, each))));
    byte[] message = draft.message();
    byte[] encoded = good.encode(message, LENGTH, 0);
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    bytes.put("hash-bit", set(encoded, LENGTH - 2, encoded[LENGTH - 2] ^ 1));
    bytes.put("salt-bit", set(encoded, LENGTH - 34, encoded[LENGTH - 34] ^ 1));
    bytes.put("all-zeros", new byte[LENGTH]);
    bytes.put("only-trailer", set(new byte[LENGTH], LENGTH - 1, 0xbc));
    bytes.forEach(
        (name, each) ->
            pss.refuse(
                BAD_SIGNATURE,
                name,
                "PS256, the encoded message: " + name.replace('-', ' '),
                draft.with(CorpusKey.RSA_2.sign(each))));
    byte[] plain = CorpusKey.PS256.signer().sign(message);
    pss.origin("CVE-2020-14968")
        .refuse(
            BAD_SIGNATURE,
            "zero-before",
            "PS256, a good signature after a zero byte",
            draft.with(Derived.concat(new byte[1], plain)));
    pss.refuse(
        BAD_SIGNATURE,
        "one-short",
        "PS256, a good signature without its last byte",
        draft.with(Arrays.copyOf(plain, LENGTH - 1)));
    pss.refuse(
        BAD_SIGNATURE,
        "of-another-token",
        "PS256, a good signature of another token",
        draft.with(CorpusKey.PS256.signer().sign(Draft.good().message())));
    pss.refuse(
        BAD_SIGNATURE,
        "number-1",
        "PS256, the number one",
        draft.with(Derived.fixed(BigInteger.ONE, LENGTH)));
    pss.refuse(
        BAD_SIGNATURE,
        "number-n-minus-1",
        "PS256, the modulus less one",
        draft.with(Derived.fixed(CorpusKey.RSA_2.n.subtract(BigInteger.ONE), LENGTH)));
    pss.refuse(
        BAD_SIGNATURE,
        "ps384-salt-32",
        "PS384 with a salt of 32 bytes",
        Draft.good()
            .of(CorpusKey.PS384)
            .sign(Signer.pss(CorpusKey.RSA_2, Pss.of("SHA-384", "SHA-384", 32))));
    pss.refuse(
        BAD_SIGNATURE,
        "ps384-mask-sha-256",
        "PS384 with a mask of SHA-256",
        Draft.good()
            .of(CorpusKey.PS384)
            .sign(Signer.pss(CorpusKey.RSA_2, Pss.of("SHA-384", "SHA-256", 48))));
    pss.refuse(
        BAD_SIGNATURE,
        "ps512-salt-0",
        "PS512 without a salt",
        Draft.good()
            .of(CorpusKey.PS512)
            .sign(Signer.pss(CorpusKey.RSA_2, Pss.of("SHA-512", "SHA-512", 0))));
  }

  private static byte[] set(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }
}
