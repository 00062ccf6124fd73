package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.BAD_SIGNATURE;

import io.bailiwick.testkit.AttackCase.Level;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** RSASSA-PKCS1-v1_5 signatures whose padding is not what it must be, to the bit. */
final class Pkcs1Attacks {
  private static final int LENGTH = 256;

  private Pkcs1Attacks() {}

  static void add(Cases cases) {
    Cases.Family family = cases.family("rsa-pkcs1-padding", Level.JWT, "RFC 8017, 8.2.2");
    padding(family);
    withoutNull(family.level(Level.OPEN).origin("RFC 8017, 9.2"));
  }

  private static void padding(Cases.Family padding) {
    Draft draft = Draft.good();
    byte[] message = draft.message();
    byte[] digest = Derived.digest("SHA-256", message);
    byte[] info = Pkcs1.digestInfo("SHA-256", digest);
    byte[] oid = Der.hash("SHA-256");
    Map<String, byte[]> encoded = new LinkedHashMap<>();
    encoded.put("block-type-0", Derived.set(Pkcs1.padded(info, LENGTH), 1, 0));
    encoded.put("block-type-2", Derived.set(Pkcs1.padded(info, LENGTH), 1, 2));
    encoded.put("first-byte-1", Derived.set(Pkcs1.padded(info, LENGTH), 0, 1));
    encoded.put("padding-first-fe", Derived.set(Pkcs1.padded(info, LENGTH), 2, 0xfe));
    encoded.put("padding-middle-00", Derived.set(Pkcs1.padded(info, LENGTH), 100, 0));
    encoded.put(
        "padding-last-7f", Derived.set(Pkcs1.padded(info, LENGTH), LENGTH - info.length - 2, 0x7f));
    encoded.put(
        "separator-ff", Derived.set(Pkcs1.padded(info, LENGTH), LENGTH - info.length - 1, 0xff));
    byte[] zeros = new byte[LENGTH];
    System.arraycopy(info, 0, zeros, LENGTH - info.length, info.length);
    encoded.put("padding-zeros", Derived.set(zeros, 1, 1));
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
    encoded.put("length-one-more", Pkcs1.padded(Derived.set(info, 1, info[1] + 1), LENGTH));
    encoded.put("length-one-less", Pkcs1.padded(Derived.set(info, 1, info[1] - 1), LENGTH));
    encoded.put(
        "length-overflow",
        Pkcs1.padded(
            Derived.concat(
                Der.hex("3089010000000000000031"), Arrays.copyOfRange(info, 2, info.length)),
            LENGTH));
    encoded.put("tag-set", Pkcs1.padded(Derived.set(info, 0, 0x31), LENGTH));
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

  /** The RFC has a NULL there, and lets a verifier pass over its absence (9.2, note 1). */
  private static void withoutNull(Cases.Family family) {
    for (CorpusKey key : List.of(CorpusKey.RS256, CorpusKey.RS384, CorpusKey.RS512)) {
      String hash = "SHA-" + key.alg().substring(2);
      Draft draft = Draft.good().of(key);
      byte[] info =
          Der.sequence(
              Der.sequence(Der.hash(hash)), Der.octets(Derived.digest(hash, draft.message())));
      family.refuse(
          BAD_SIGNATURE,
          key.kid() + "-parameters-left-out",
          key.alg() + ", the hash named without its NULL: a second signature of the same token",
          draft.with(CorpusKey.RSA_1.sign(Pkcs1.padded(info, LENGTH))));
    }
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
}
