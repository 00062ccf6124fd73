package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.BAD_SIGNATURE;
import static io.bailiwick.testkit.corpus.Cases.FORBIDDEN_HEADER;
import static io.bailiwick.testkit.corpus.Cases.MALFORMED;

import io.bailiwick.testkit.AttackCase.Level;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Deflater;

/** What is no compact JWS, or only nearly one. */
final class ShapeAttacks {
  private ShapeAttacks() {}

  static void add(Cases cases) {
    parts(cases.family("parts", Level.JWT, "RFC 7515, 3.1 and 5.2"));
    other(cases.family("other-serialization", Level.JWT, "RFC 7515, 7.2; RFC 7516"));
    base64(cases.family("base64url", Level.JWT, "RFC 7515, 2 and 5.2"));
    extensions(cases.family("extension", Level.JWT, "RFC 7515, 4.1.11"));
    size(cases.family("size", Level.STRICT, "CVE-2025-30204"));
  }

  private static void parts(Cases.Family parts) {
    String good = Draft.good().sign();
    String[] part = good.split("\\.", -1);
    parts.refuse(MALFORMED, "nothing", "no text at all", "");
    parts.refuse(MALFORMED, "no-dot", "one part", part[0]);
    parts.refuse(MALFORMED, "dots-only", "two dots", "..");
    parts.refuse(MALFORMED, "dot-only", "one dot", ".");
    parts.refuse(MALFORMED, "no-header", "an empty header", "." + part[1] + "." + part[2]);
    parts.refuse(MALFORMED, "detached", "an empty payload", part[0] + ".." + part[2]);
    parts.refuse(
        MALFORMED,
        "detached-signed",
        "an empty payload, signed so",
        Draft.signParts(part[0], "", CorpusKey.RS256.signer()));
    parts.refuse(MALFORMED, "trailing-dot", "a dot after the end", good + ".");
    parts.refuse(MALFORMED, "leading-dot", "a dot before the start", "." + good);
    parts.refuse(MALFORMED, "four-parts", "a fourth part", good + ".e30");
    parts.refuse(MALFORMED, "five-parts", "five parts", good + ".e30.e30");
    parts.refuse(MALFORMED, "twice", "a token after the token", good + "." + good);
    parts.refuse(MALFORMED, "two-lines", "a token on the next line", good + "\n" + good);
    parts.refuse(MALFORMED, "two-by-comma", "two tokens and a comma", good + "," + good);
    parts.refuse(MALFORMED, "bearer", "the scheme before the token", "Bearer " + good);
    parts.refuse(MALFORMED, "quoted", "the token in quotes", "\"" + good + "\"");
    parts.refuse(MALFORMED, "no-text", "what is no token", "opaque-token");
    parts.refuse(
        MALFORMED,
        "json-parts",
        "header and payload as plain JSON",
        Draft.good().headerJson() + "." + Draft.good().claimsJson() + "." + part[2]);
    parts.refuse(MALFORMED, "dot-encoded", "its dots percent-encoded", good.replace(".", "%2E"));
    parts
        .origin("CVE-2025-30204; CVE-2025-27144")
        .refuse(MALFORMED, "many-dots", "nothing but dots", ".".repeat(4000));
    Draft nested = Draft.good().header("cty", "\"JWT\"");
    parts
        .level(Level.STRICT)
        .origin("RFC 7519, 5.2")
        .refuse(
            MALFORMED,
            "nested",
            "a token in the payload of a token",
            Draft.signParts(nested.headerPart(), Draft.url(good), CorpusKey.RS256.signer()));
    parts.refuse(
        MALFORMED,
        "claims-as-text",
        "the claims as a JSON string",
        Draft.signParts(
            part[0], Draft.url(Json.quote(Draft.good().claimsJson())), CorpusKey.RS256.signer()));
    parts
        .origin("RFC 7515, 5.2")
        .refuse(
            BAD_SIGNATURE,
            "header-of-another",
            "the header of another token",
            Draft.good().header("x", "1").headerPart() + "." + part[1] + "." + part[2]);
    parts.refuse(
        BAD_SIGNATURE,
        "payload-of-another",
        "the payload of another token",
        part[0] + "." + Draft.good().claim("sub", "\"admin\"").claimsPart() + "." + part[2]);
    parts.refuse(
        BAD_SIGNATURE,
        "more-scopes",
        "a scope put in after signing",
        part[0]
            + "."
            + Draft.good().claim("scopes", "[\"agent_os:admin\"]").without("scope").claimsPart()
            + "."
            + part[2]);
    parts.refuse(
        BAD_SIGNATURE,
        "longer-life",
        "a later expiry put in after signing",
        part[0] + "." + Draft.good().claim("exp", "4102444800").claimsPart() + "." + part[2]);
  }

  private static void other(Cases.Family other) {
    String[] part = Draft.good().sign().split("\\.", -1);
    String forged = Draft.good().claim("sub", "\"admin\"").claimsPart();
    String flattened =
        "{\"protected\":\""
            + part[0]
            + "\",\"payload\":\""
            + part[1]
            + "\",\"signature\":\""
            + part[2]
            + "\"}";
    other.refuse(MALFORMED, "flattened", "the flattened JSON form", flattened);
    other.refuse(
        MALFORMED,
        "general",
        "the general JSON form",
        "{\"payload\":\""
            + part[1]
            + "\",\"signatures\":[{\"protected\":\""
            + part[0]
            + "\",\"signature\":\""
            + part[2]
            + "\"}]}");
    other.refuse(
        MALFORMED,
        "general-empty",
        "the general JSON form without signatures",
        "{\"payload\":\"" + forged + "\",\"signatures\":[]}");
    other
        .origin("CVE-2022-39227")
        .refuse(
            MALFORMED,
            "json-and-compact",
            "JSON and compact at once, of two readings",
            "{\"  "
                + part[0]
                + "."
                + forged
                + ".\":\"\",\"protected\":\""
                + part[0]
                + "\",\"payload\":\""
                + part[1]
                + "\",\"signature\":\""
                + part[2]
                + "\"}");
    String jwe = Draft.url("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}");
    other.refuse(
        MALFORMED,
        "jwe",
        "an encrypted token",
        jwe + ".." + Draft.url(new byte[12]) + "." + forged + "." + Draft.url(new byte[16]));
    other
        .origin("CVE-2026-29000; CVE-2023-51774")
        .refuse(
            MALFORMED,
            "jwe-of-plain",
            "what would be encrypted and not signed",
            Draft.url("{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A128GCM\",\"cty\":\"JWT\"}")
                + "."
                + Draft.url(new byte[256])
                + "."
                + Draft.url(new byte[12])
                + "."
                + Draft.url(Draft.good().alg("none").with(new byte[0]))
                + "."
                + Draft.url(new byte[16]));
    other
        .level(Level.STRICT)
        .refuse(
            FORBIDDEN_HEADER,
            "jws-with-enc",
            "a JWS whose header says enc",
            Draft.good().header("enc", "\"A128GCM\"").sign());
    other.refuse(MALFORMED, "sd-jwt", "an SD-JWT's tildes", Draft.good().sign() + "~WyJhIl0~");
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

  private static void extensions(Cases.Family extension) {
    Cases.Family crit = extension.origin("RFC 7515, 4.1.11; CVE-2025-59420");
    crit.refuse(
        FORBIDDEN_HEADER,
        "crit-unknown",
        "a critical extension that nobody knows",
        Draft.good().header("crit", "[\"x-policy\"]").header("x-policy", "true").sign());
    crit.refuse(
        FORBIDDEN_HEADER,
        "crit-absent-name",
        "a critical extension that is not there",
        Draft.good().header("crit", "[\"x-policy\"]").sign());
    crit.refuse(
        FORBIDDEN_HEADER,
        "crit-empty",
        "an empty list of critical extensions",
        Draft.good().header("crit", "[]").sign());
    crit.refuse(
        FORBIDDEN_HEADER,
        "crit-text",
        "crit as a string",
        Draft.good().header("crit", "\"exp\"").sign());
    crit.refuse(
        FORBIDDEN_HEADER,
        "crit-null",
        "crit as JSON's null",
        Draft.good().header("crit", "null").sign());
    crit.refuse(
        FORBIDDEN_HEADER,
        "crit-registered",
        "crit with a name of the RFC's own",
        Draft.good().header("crit", "[\"alg\"]").sign());
    crit.refuse(
        FORBIDDEN_HEADER,
        "crit-exp",
        "crit with the name of a claim",
        Draft.good().header("crit", "[\"exp\"]").header("exp", "1").sign());
    crit.refuse(
        FORBIDDEN_HEADER,
        "crit-twice",
        "crit with a name twice",
        Draft.good().header("crit", "[\"x\",\"x\"]").header("x", "1").sign());
    extension
        .origin("RFC 7797, 6")
        .refuse(
            FORBIDDEN_HEADER,
            "b64-false",
            "an unencoded payload, called critical",
            Draft.signParts(
                Draft.good().header("b64", "false").header("crit", "[\"b64\"]").headerPart(),
                "e30",
                CorpusKey.RS256.signer()));
    extension
        .level(Level.STRICT)
        .origin("RFC 7797, 6")
        .refuse(
            FORBIDDEN_HEADER,
            "b64-false-alone",
            "b64 false and not critical",
            Draft.good().header("b64", "false").sign());
    extension
        .level(Level.STRICT)
        .origin("RFC 7797, 6")
        .refuse(
            FORBIDDEN_HEADER, "b64-true", "b64 true", Draft.good().header("b64", "true").sign());
    Cases.Family zip = extension.level(Level.STRICT).origin("RFC 7516, 4.1.3; CVE-2024-28176");
    zip.refuse(
        FORBIDDEN_HEADER,
        "zip",
        "a header that says compressed",
        Draft.good().header("zip", "\"DEF\"").sign());
    zip.refuse(
        FORBIDDEN_HEADER,
        "zip-bomb",
        "a compressed payload of four megabytes",
        Draft.signParts(
            Draft.good().header("zip", "\"DEF\"").headerPart(),
            Draft.url(deflated(4 << 20)),
            CorpusKey.RS256.signer()));
    zip.refuse(
        MALFORMED,
        "zip-bomb-unsaid",
        "a compressed payload without a word",
        Draft.signParts(
            Draft.good().headerPart(), Draft.url(deflated(1 << 20)), CorpusKey.RS256.signer()));
  }

  private static byte[] deflated(int zeros) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(new byte[zeros]);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] some = new byte[8192];
    while (!deflater.finished()) {
      out.write(some, 0, deflater.deflate(some));
    }
    deflater.end();
    return out.toByteArray();
  }

  private static void size(Cases.Family size) {
    size.refuse(
        "TOO_LARGE",
        "claim",
        "a claim of 13,000 characters",
        Draft.good().claim("x", Json.quote("x".repeat(13_000))).sign());
    size.refuse(
        "TOO_LARGE",
        "header",
        "a header parameter of 13,000 characters",
        Draft.good().header("x", Json.quote("x".repeat(13_000))).sign());
    size.refuse(
        "TOO_LARGE",
        "signature",
        "a signature of 20,000 bytes",
        Draft.good().with(new byte[20_000]));
    size.refuse("TOO_LARGE", "dots", "nothing but 20,000 dots", ".".repeat(20_000));
    size.refuse("TOO_LARGE", "letters", "nothing but 20,000 letters", "A".repeat(20_000));
    size.refuse(
        "TOO_LARGE",
        "padding",
        "a good token and 16,000 signs after it",
        Draft.good().sign() + "=".repeat(16_000));
  }
}
