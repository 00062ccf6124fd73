package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.FORBIDDEN_HEADER;
import static io.bailiwick.testkit.corpus.Cases.MALFORMED;

import io.bailiwick.testkit.AttackCase.Level;
import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/** Headers that ask for what the verifier may not do: extensions, compression. */
final class ExtensionAttacks {
  private ExtensionAttacks() {}

  static void add(Cases cases) {
    extensions(cases.family("extension", Level.JWT, "RFC 7515, 4.1.11"));
  }

  private static void extensions(Cases.Family extension) {
    Cases.Family crit = extension.origin("RFC 7515, 4.1.11; CVE-2025-59420; CVE-2026-32597");
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
}
