package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.UNKNOWN_KEY;
import static io.bailiwick.testkit.corpus.Cases.UNSUPPORTED_ALGORITHM;

import io.bailiwick.testkit.AttackCase.Level;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A public key, or what everybody knows, as the secret of an HMAC. */
final class HmacConfusionAttacks {
  private HmacConfusionAttacks() {}

  static void add(Cases cases) {
    confusion(cases.family("hmac-confusion", Level.JWT, "RFC 8725, 2.1; CVE-2015-9235"));
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

  private static String pem(String label, byte[] der, String end) {
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
