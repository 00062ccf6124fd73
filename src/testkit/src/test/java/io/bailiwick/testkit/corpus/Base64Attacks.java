package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.MALFORMED;

import io.bailiwick.testkit.AttackCase.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Other texts for the same bytes, and characters that are in no base64url. */
final class Base64Attacks {
  private Base64Attacks() {}

  static void add(Cases cases) {
    base64(cases.family("base64url", Level.JWT, "RFC 7515, 2 and 5.2"));
  }

  private static void base64(Cases.Family base64) {
    String good = Draft.good().sign();
    int first = good.indexOf('.');
    int second = good.lastIndexOf('.');
    String header = good.substring(0, first);
    String payload = good.substring(first + 1, second);
    String signature = good.substring(second + 1);
    for (String odd :
        List.of(
            "=", "==", " ", "\n", "\r\n", "\t", "\0", "%3D", "-_", "+", "/", "*", "~", "\u00e9",
            "\ufeff", "\u200b")) {
      String name = java.util.HexFormat.of().formatHex(odd.getBytes(StandardCharsets.UTF_8));
      if (!odd.equals("-_")) {
        base64.refuse(
            MALFORMED,
            "after-signature-" + name,
            "after the signature: " + Json.quote(odd),
            good + odd);
        base64.refuse(
            MALFORMED, "before-" + name, "before the header: " + Json.quote(odd), odd + good);
        base64.refuse(
            MALFORMED,
            "in-signature-" + name,
            "within the signature: " + Json.quote(odd),
            header
                + "."
                + payload
                + "."
                + signature.substring(0, 80)
                + odd
                + signature.substring(80));
        if (odd.length() == 1 && odd.charAt(0) < 128) {
          base64.refuse(
              MALFORMED,
              "after-header-" + name,
              "after the header, signed so: " + Json.quote(odd),
              Draft.signParts(header + odd, payload, CorpusKey.RS256.signer()));
          base64.refuse(
              MALFORMED,
              "after-payload-" + name,
              "after the payload, signed so: " + Json.quote(odd),
              Draft.signParts(header, payload + odd, CorpusKey.RS256.signer()));
        }
      }
    }
    int at = signature.indexOf('-') >= 0 ? signature.indexOf('-') : signature.indexOf('_');
    char other = signature.charAt(at) == '-' ? '+' : '/';
    base64
        .origin("CVE-2022-25898")
        .refuse(
            MALFORMED,
            "signature-other-alphabet",
            "a character of the other alphabet in the signature",
            header
                + "."
                + payload
                + "."
                + signature.substring(0, at)
                + other
                + signature.substring(at + 1));
    base64
        .origin("CVE-2022-25898")
        .refuse(MALFORMED, "signature-backslash", "a backslash in the signature", good + "\\");
    base64.refuse(
        MALFORMED,
        "signature-wide",
        "a letter of the signature in full width",
        header
            + "."
            + payload
            + "."
            + (char) (signature.charAt(0) + 0xfee0)
            + signature.substring(1));
    base64.refuse(
        MALFORMED,
        "signature-high-byte",
        "a character whose low byte is the right one",
        header
            + "."
            + payload
            + "."
            + (char) (signature.charAt(0) | 0x100)
            + signature.substring(1));
    base64.refuse(
        MALFORMED,
        "payload-high-byte",
        "the same in the payload",
        header + "." + (char) (payload.charAt(0) | 0x100) + payload.substring(1) + "." + signature);
    base64.refuse(
        MALFORMED,
        "header-high-byte",
        "the same in the header",
        (char) (header.charAt(0) | 0x100) + header.substring(1) + "." + payload + "." + signature);
    base64.refuse(MALFORMED, "signature-one-over", "a length that no bytes have", good + "AAA");
    Cases.Family strict = base64.level(Level.STRICT).origin("RFC 4648, 3.5");
    strict.refuse(
        MALFORMED,
        "signature-stray-bits",
        "stray bits at the end of the signature",
        good.substring(0, good.length() - 1) + next(good));
    for (int number = 0; number < 3; number++) {
      Draft draft = Draft.good().number(number).header("n", Json.quote("1".repeat(number)));
      String h = draft.headerPart();
      if (h.length() % 4 != 0) {
        strict.refuse(
            MALFORMED,
            "header-stray-bits-" + number,
            "stray bits at the end of the header, signed so",
            Draft.signParts(
                h.substring(0, h.length() - 1) + next(h),
                draft.claimsPart(),
                CorpusKey.RS256.signer()));
      }
      Draft wider = Draft.good().claim("n", Json.quote("1".repeat(number)));
      String p = wider.claimsPart();
      if (p.length() % 4 != 0) {
        strict.refuse(
            MALFORMED,
            "payload-stray-bits-" + number,
            "stray bits at the end of the payload, signed so",
            Draft.signParts(
                header, p.substring(0, p.length() - 1) + next(p), CorpusKey.RS256.signer()));
      }
    }
    Draft ed = Draft.good().of(CorpusKey.EDDSA);
    String short1 = ed.sign(CorpusKey.EDDSA.signer());
    strict.refuse(
        MALFORMED,
        "eddsa-stray-bits",
        "stray bits at the end of an Ed25519 signature",
        short1.substring(0, short1.length() - 1) + next(short1));
    strict.refuse(
        MALFORMED, "eddsa-padding", "an Ed25519 signature with its padding", short1 + "==");
  }

  /** The next character of the alphabet: another text for the same bytes. */
  private static char next(String text) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return alphabet.charAt(alphabet.indexOf(text.charAt(text.length() - 1)) + 1);
  }
}
