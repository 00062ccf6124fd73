package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.BAD_SIGNATURE;

import io.bailiwick.testkit.AttackCase.Level;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** RSASSA-PSS signatures whose encoded message is not what it must be. */
final class PssAttacks {
  private static final int LENGTH = 256;

  private PssAttacks() {}

  static void add(Cases cases) {
    pss(cases.family("rsa-pss", Level.JWT, "RFC 8017, 9.1.2; RFC 7518, 3.5"));
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
    bytes.put("hash-bit", Derived.set(encoded, LENGTH - 2, encoded[LENGTH - 2] ^ 1));
    bytes.put("salt-bit", Derived.set(encoded, LENGTH - 34, encoded[LENGTH - 34] ^ 1));
    bytes.put("all-zeros", new byte[LENGTH]);
    bytes.put("only-trailer", Derived.set(new byte[LENGTH], LENGTH - 1, 0xbc));
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
}
