package io.bailiwick.testkit.corpus;

import io.bailiwick.testkit.AttackCase.Level;

/** Tokens that are too much to look at. */
final class SizeAttacks {
  private SizeAttacks() {}

  static void add(Cases cases) {
    size(cases.family("size", Level.STRICT, "CWE-770"));
  }

  private static void size(Cases.Family size) {
    size.refuse(
        "TOO_LARGE",
        "claim",
        "a claim of 13,000 characters",
        Draft.good().claim("x", Json.quote("x".repeat(13_000))).sign());
    Cases.Family segment = size.origin("CVE-2025-61920");
    segment.refuse(
        "TOO_LARGE",
        "header",
        "a header parameter of 13,000 characters",
        Draft.good().header("x", Json.quote("x".repeat(13_000))).sign());
    segment.refuse(
        "TOO_LARGE",
        "signature",
        "a signature of 20,000 bytes",
        Draft.good().with(new byte[20_000]));
    size.origin("CVE-2025-30204; CVE-2025-27144")
        .refuse("TOO_LARGE", "dots", "nothing but 20,000 dots", ".".repeat(20_000));
    size.refuse("TOO_LARGE", "letters", "nothing but 20,000 letters", "A".repeat(20_000));
    size.refuse(
        "TOO_LARGE",
        "padding",
        "a good token and 16,000 signs after it",
        Draft.good().sign() + "=".repeat(16_000));
  }
}
