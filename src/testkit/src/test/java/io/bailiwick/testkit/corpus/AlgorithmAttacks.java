package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.BAD_SIGNATURE;
import static io.bailiwick.testkit.corpus.Cases.MALFORMED;
import static io.bailiwick.testkit.corpus.Cases.UNKNOWN_KEY;
import static io.bailiwick.testkit.corpus.Cases.UNSUPPORTED_ALGORITHM;

import io.bailiwick.testkit.AttackCase.Level;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The header says how to verify, and the verifier believes it. */
final class AlgorithmAttacks {
  private AlgorithmAttacks() {}

  static void add(Cases cases) {
    none(cases.family("alg-none", Level.JWT, "RFC 8725, 2.1 and 3.2"));
    unsigned(cases.family("no-signature", Level.JWT, "CVE-2020-28042"));
    confusion(cases.family("hmac-confusion", Level.JWT, "RFC 8725, 2.1; CVE-2015-9235"));
    mismatch(cases.family("algorithm-of-another-key", Level.JWT, "RFC 8725, 3.1"));
    others(cases.family("unknown-algorithm", Level.JWT, "RFC 8725, 3.2"));
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

  private static void confusion(Cases.Family confusion) {
    Map<String, byte[]> secrets = new LinkedHashMap<>();
    byte[] rsa = Der.publicKeyInfo(CorpusKey.RSA_1);
    String pem = pem("PUBLIC KEY", rsa, "\n");
    secrets.put("pem", text(pem));
    secrets.put("pem-no-last-line-end", text(pem.stripTrailing()));
    secrets.put("pem-crlf", text(pem("PUBLIC KEY", rsa, "\r\n")));
    secrets.put("pem-one-line", text(pem.replace("\n", "")));
    secrets.put("pem-body", text(Base64.getEncoder().encodeToString(rsa)));
    secrets.put(
        "pem-rsa-public-key", text(pem("RSA PUBLIC KEY", Der.rsaPublicKey(CorpusKey.RSA_1), "\n")));
    secrets.put("pem-certificate-label", text(pem("CERTIFICATE", rsa, "\n")));
    secrets.put("der", rsa);
    secrets.put("der-rsa-public-key", Der.rsaPublicKey(CorpusKey.RSA_1));
    secrets.put("modulus", Derived.fixed(CorpusKey.RSA_1.n, 256));
    secrets.put("modulus-text", text(CorpusKey.number(CorpusKey.RSA_1.n)));
    secrets.put("jwk", text(CorpusKey.RS256.jwk()));
    secrets.put("jwks", text("{\"keys\":[" + CorpusKey.RS256.jwk() + "]}"));
    secrets.put("kid", text("rs256"));
    secrets.put("issuer", text(Draft.ISSUER));
    secrets.put("audience", text(Draft.AUDIENCE));
    secrets.put("empty", new byte[0]);
    secrets.put("zeros", new byte[65]);
    secrets.put("secret", text("secret"));
    secrets.put("null", text("null"));
    secrets.forEach(
        (name, secret) ->
            confusion
                .origin(origin(name))
                .refuse(
                    UNKNOWN_KEY,
                    "hs256-" + name,
                    "HS256, the RSA key as its secret: " + name,
                    Draft.good().alg("HS256").sign(Signer.hmac("HmacSHA256", secret))));
    for (String bits : List.of("384", "512")) {
      for (String name : List.of("pem", "der", "empty")) {
        confusion.refuse(
            UNSUPPORTED_ALGORITHM,
            "hs" + bits + "-" + name,
            "HS" + bits + ", the RSA key as its secret: " + name,
            Draft.good()
                .alg("HS" + bits)
                .sign(Signer.hmac("HmacSHA" + bits, bytes(secrets, name))));
      }
    }
    Map<String, byte[]> others = new LinkedHashMap<>();
    others.put("es256-pem", text(pem("PUBLIC KEY", Der.publicKeyInfo(CorpusKey.EC_256), "\n")));
    others.put("es256-der", Der.publicKeyInfo(CorpusKey.EC_256));
    others.put("es256-point", CorpusKey.EC_256.uncompressed());
    others.put("es256-jwk", text(CorpusKey.ES256.jwk()));
    others.put("es384-pem", text(pem("PUBLIC KEY", Der.publicKeyInfo(CorpusKey.EC_384), "\n")));
    others.put("eddsa-raw", CorpusKey.ED.publicKey());
    others.put("eddsa-pem", text(pem("PUBLIC KEY", Der.publicKeyInfo(CorpusKey.ED), "\n")));
    others.put(
        "eddsa-ssh",
        text(
            "ssh-ed25519 "
                + Base64.getEncoder()
                    .encodeToString(
                        Derived.concat(
                            Der.hex("0000000b7373682d6564323535313900000020"),
                            CorpusKey.ED.publicKey()))));
    others.forEach(
        (name, secret) ->
            confusion
                .origin(name.contains("ssh") ? "CVE-2022-29217" : "CVE-2022-23541")
                .refuse(
                    UNKNOWN_KEY,
                    "hs256-" + name,
                    "HS256, another public key as its secret: " + name,
                    Draft.good()
                        .alg("HS256")
                        .kid(name.substring(0, 5))
                        .sign(Signer.hmac("HmacSHA256", secret))));
    confusion
        .keys("symmetric")
        .origin("RFC 8725, 3.5")
        .level(Level.STRICT)
        .refuse(
            UNKNOWN_KEY,
            "published-secret",
            "HS256 by a symmetric key that stands in the public JWKS",
            Draft.good()
                .alg("HS256")
                .kid("secret")
                .sign(Signer.hmac("HmacSHA256", KeySets.SECRET)));
    confusion.refuse(
        UNKNOWN_KEY,
        "hs256-no-kid",
        "HS256 with the PEM, no key named",
        Draft.good()
            .alg("HS256")
            .withoutHeader("kid")
            .sign(Signer.hmac("HmacSHA256", bytes(secrets, "pem"))));
  }

  private static String origin(String secret) {
    return switch (secret) {
      case "pem-rsa-public-key" -> "CVE-2017-11424; CVE-2023-48223";
      case "empty" -> "CVE-2019-20933";
      case "pem" -> "CVE-2015-9235; CVE-2016-5431; CVE-2016-10555";
      case "zeros", "secret", "null", "kid", "issuer", "audience" -> "RFC 8725, 2.2";
      default -> "RFC 8725, 2.1";
    };
  }

  /** Signed as the header says wherever the key can, by the key that it names. */
  private static void mismatch(Cases.Family mismatch) {
    List<CorpusKey> keys =
        List.of(
            CorpusKey.RS256,
            CorpusKey.PS256,
            CorpusKey.ES256,
            CorpusKey.ES384,
            CorpusKey.ES512,
            CorpusKey.EDDSA);
    List<String> algorithms = CorpusKey.MAIN.stream().map(CorpusKey::alg).toList();
    for (CorpusKey key : keys) {
      for (String alg : algorithms) {
        if (!alg.equals(key.alg())) {
          mismatch.refuse(
              UNKNOWN_KEY,
              key.kid() + "-as-" + alg.toLowerCase(java.util.Locale.ROOT),
              "alg " + alg + " with a key that is for " + key.alg() + " only",
              Draft.good().alg(alg).kid(key.kid()).sign(signer(key, alg)));
        }
      }
    }
    mismatch
        .origin("RFC 8725, 3.1")
        .refuse(
            BAD_SIGNATURE,
            "rs256-signed-as-ps256",
            "RS256 in the header, PSS in the signature",
            Draft.good().sign(Signer.rsa(CorpusKey.RSA_1, "PS256")));
    mismatch.refuse(
        BAD_SIGNATURE,
        "ps256-signed-as-rs256",
        "PS256 in the header, PKCS1 in the signature",
        Draft.good().of(CorpusKey.PS256).sign(Signer.rsa(CorpusKey.RSA_2, "RS256")));
    mismatch.refuse(
        BAD_SIGNATURE,
        "es256-signed-by-es384",
        "ES256, and a signature on P-384",
        Draft.good().of(CorpusKey.ES256).sign(CorpusKey.ES384.signer()));
    mismatch.refuse(
        BAD_SIGNATURE,
        "eddsa-signed-by-es256",
        "EdDSA, and an ECDSA signature of the same length",
        Draft.good().of(CorpusKey.EDDSA).sign(CorpusKey.ES256.signer()));
    mismatch.refuse(
        BAD_SIGNATURE,
        "es256-signed-by-eddsa",
        "ES256, and an Ed25519 signature of the same length",
        Draft.good().of(CorpusKey.ES256).sign(CorpusKey.EDDSA.signer()));
  }

  private static Signer signer(CorpusKey key, String alg) {
    String hash = "SHA-" + alg.substring(2);
    return switch (key.kid().substring(0, 2) + " " + alg.substring(0, 2)) {
      case "rs RS", "rs PS" -> Signer.rsa(CorpusKey.RSA_1, alg);
      case "ps RS", "ps PS" -> Signer.rsa(CorpusKey.RSA_2, alg);
      case "es ES" ->
          Signer.ecdsa(
              key.equals(CorpusKey.ES256)
                  ? CorpusKey.EC_256
                  : key.equals(CorpusKey.ES384) ? CorpusKey.EC_384 : CorpusKey.EC_521,
              hash);
      default -> key.signer();
    };
  }

  private static void others(Cases.Family others) {
    for (String alg :
        List.of(
            "rs256",
            "Rs256",
            "RS256 ",
            " RS256",
            "RS-256",
            "RSA256",
            "RS1",
            "RS224",
            "MD5withRSA",
            "SHA256withRSA",
            "ES256K",
            "ES128",
            "HS1",
            "HS224",
            "A128KW",
            "RSA-OAEP",
            "RSA1_5",
            "dir",
            "ECDH-ES",
            "PBES2-HS256+A128KW",
            "RS256\0",
            "RS256,none",
            "\uff32S256",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")) {
      others.refuse(
          UNSUPPORTED_ALGORITHM,
          Integer.toHexString(alg.hashCode()),
          "alg " + Json.quote(alg) + ", really signed with RS256",
          Draft.good().alg(alg).sign());
    }
    others.refuse(
        UNSUPPORTED_ALGORITHM,
        "rs1-sha1",
        "RS1: SHA-1 and PKCS1, well signed",
        Draft.good().alg("RS1").sign(Signer.pkcs1(CorpusKey.RSA_1, "SHA-1")));
  }

  static String pem(String label, byte[] der, String end) {
    return "-----BEGIN "
        + label
        + "-----"
        + end
        + Base64.getMimeEncoder(64, end.getBytes(StandardCharsets.US_ASCII)).encodeToString(der)
        + end
        + "-----END "
        + label
        + "-----"
        + end;
  }

  private static byte[] bytes(Map<String, byte[]> from, String name) {
    return java.util.Objects.requireNonNull(from.get(name));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
