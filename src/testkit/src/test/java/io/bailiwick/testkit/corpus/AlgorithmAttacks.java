package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.BAD_SIGNATURE;
import static io.bailiwick.testkit.corpus.Cases.UNKNOWN_KEY;
import static io.bailiwick.testkit.corpus.Cases.UNSUPPORTED_ALGORITHM;

import io.bailiwick.testkit.AttackCase.Level;
import java.util.List;

/** The header says how to verify, and the verifier believes it. */
final class AlgorithmAttacks {
  private AlgorithmAttacks() {}

  static void add(Cases cases) {
    mismatch(cases.family("algorithm-of-another-key", Level.JWT, "RFC 8725, 3.1"));
    others(cases.family("unknown-algorithm", Level.JWT, "RFC 8725, 3.2"));
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
}
