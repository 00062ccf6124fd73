package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.BAD_SIGNATURE;
import static io.bailiwick.testkit.corpus.Cases.MALFORMED;
import static io.bailiwick.testkit.corpus.Cases.UNKNOWN_KEY;
import static io.bailiwick.testkit.corpus.Cases.UNSUPPORTED_ALGORITHM;

import io.bailiwick.testkit.AttackCase.Level;
import java.util.List;

/** Nothing is signed, and the token says so or leaves it out. */
final class UnsignedAttacks {
  private UnsignedAttacks() {}

  static void add(Cases cases) {
    none(cases.family("alg-none", Level.JWT, "RFC 8725, 2.1 and 3.2"));
    unsigned(cases.family("no-signature", Level.JWT, "CVE-2020-28042"));
  }

  private static void none(Cases.Family none) {
    byte[] good = CorpusKey.RS256.signer().sign(Draft.good().message());
    int number = 0;
    for (String alg :
        List.of(
            "none",
            "None",
            "NONE",
            "nOnE",
            "none ",
            " none",
            "none\0",
            "n\u043ene",
            "",
            "null",
            "non",
            "unsecured",
            "plain")) {
      Draft draft = Draft.good().alg(alg);
      String id = String.format("%02d", number++);
      String about = "alg " + Json.quote(alg);
      none.refuse(
          UNSUPPORTED_ALGORITHM,
          id + "-empty",
          about + ", nothing signed",
          draft.with(new byte[0]));
      none.refuse(
          UNSUPPORTED_ALGORITHM,
          id + "-signed",
          about + ", a signature beside it",
          draft.with(good));
    }
    Draft draft = Draft.good().alg("none");
    none.refuse(
        MALFORMED,
        "two-parts",
        "alg none, and no second dot",
        draft.headerPart() + "." + draft.claimsPart());
    none.refuse(
        UNSUPPORTED_ALGORITHM,
        "no-kid",
        "alg none, no key named",
        draft.withoutHeader("kid").with(new byte[0]));
    none.refuse(
        UNSUPPORTED_ALGORITHM,
        "one-byte",
        "alg none, a signature of one byte",
        draft.with(new byte[1]));
    none.refuse(
        UNSUPPORTED_ALGORITHM,
        "same-kid-real-signature",
        "alg none, really signed by rs256",
        draft.sign());
    none.refuse(
        MALFORMED, "absent", "no alg at all", Draft.good().withoutHeader("alg").with(new byte[0]));
    none.refuse(
        MALFORMED,
        "absent-signed",
        "no alg, really signed",
        Draft.good().withoutHeader("alg").sign());
    none.refuse(
        MALFORMED,
        "json-null",
        "alg is JSON's null",
        Draft.good().header("alg", "null").with(new byte[0]));
    none.refuse(
        MALFORMED,
        "array",
        "alg is an array",
        Draft.good().header("alg", "[\"none\"]").with(new byte[0]));
    none.refuse(
        MALFORMED,
        "array-signed",
        "alg is an array with the true one in it",
        Draft.good().header("alg", "[\"RS256\",\"none\"]").sign());
    none.refuse(
        MALFORMED, "number", "alg is a number", Draft.good().header("alg", "0").with(new byte[0]));
    none.refuse(
        MALFORMED, "false", "alg is false", Draft.good().header("alg", "false").with(new byte[0]));
    none.refuse(
        MALFORMED,
        "object",
        "alg is an object",
        Draft.good().header("alg", "{}").with(new byte[0]));
    none.origin("CVE-2021-22160")
        .refuse(
            UNSUPPORTED_ALGORITHM,
            "forged-subject",
            "alg none for another subject",
            draft.claim("sub", "\"admin\"").with(new byte[0]));
    none.origin("CVE-2018-1000531")
        .refuse(
            UNSUPPORTED_ALGORITHM,
            "dot-only",
            "alg none, header and payload, an empty third part",
            draft.claim("scopes", "[\"agent_os:admin\"]").without("scope").with(new byte[0]));
  }

  private static void unsigned(Cases.Family unsigned) {
    for (CorpusKey key : CorpusKey.MAIN) {
      Draft draft = Draft.good().of(key);
      unsigned.refuse(
          BAD_SIGNATURE,
          key.kid() + "-empty",
          key.alg() + " with an empty signature",
          draft.with(new byte[0]));
      unsigned.refuse(
          MALFORMED,
          key.kid() + "-cut",
          key.alg() + " without the third part",
          draft.headerPart() + "." + draft.claimsPart());
    }
    unsigned.refuse(
        UNKNOWN_KEY,
        "hs256-empty",
        "HS256 with an empty signature",
        Draft.good().alg("HS256").with(new byte[0]));
  }
}
