package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.TokenVector.caller;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tokens that only their owner can use: with their proof, with another's, and with none. */
final class ProofVectors {
  static final String PATH = "/agents/research-agent/runs";

  private static final byte[] CERTIFICATE = SelfSigned.of(CorpusKey.RSA_1, "client");
  private static final byte[] OTHER_CERTIFICATE = SelfSigned.of(CorpusKey.RSA_2, "other");

  private final List<String> lines = new ArrayList<>();

  private ProofVectors() {}

  static List<String> lines() {
    ProofVectors vectors = new ProofVectors();
    vectors.bearers();
    vectors.dpop();
    vectors.certificates();
    return vectors.lines;
  }

  private static String boundTo(ProofKey key) {
    return Draft.good()
        .claim("typ", "\"DPoP\"")
        .claim("cnf", "{\"jkt\":\"" + key.thumbprint() + "\"}")
        .sign();
  }

  private static String boundTo(byte[] certificate) {
    return Draft.good().claim("cnf", "{\"x5t#S256\":\"" + thumbprint(certificate) + "\"}").sign();
  }

  private static String thumbprint(byte[] certificate) {
    return Draft.url(Derived.digest("SHA-256", certificate));
  }

  private static Map<String, String> request(String scheme, String... proofs) {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("scheme", Json.quote(scheme));
    request.put("method", "\"POST\"");
    request.put("url", Json.quote(Draft.RESOURCE + PATH));
    request.put("dpop", Json.array(proofs));
    return request;
  }

  private static Map<String, String> request(String scheme, byte[] certificate, String... proofs) {
    Map<String, String> request = request(scheme, proofs);
    request.put("certificate", Json.quote(Base64.getEncoder().encodeToString(certificate)));
    return request;
  }

  private void bearers() {
    String bound = boundTo(ProofKey.ES256);
    lines.add(
        TokenVector.of("bound/no-support", "a bound token where no proofs are taken")
            .token(bound)
            .refused("PROOF_REQUIRED"));
    lines.add(
        TokenVector.of("bound/as-bearer", "a bound token under Bearer, its proof beside it")
            .proofs("dpop")
            .token(bound)
            .request(request("Bearer", ProofKey.ES256.proof(bound)))
            .refused("PROOF_REQUIRED"));
    lines.add(
        TokenVector.of("bound/bearer-beside", "a bearer token where bound ones are taken too")
            .proofs("dpop", "certificate")
            .token(Draft.good().sign())
            .accepted(caller()));
    lines.add(
        TokenVector.of("bound/bearer-not-taken", "a bearer token where each must be bound")
            .proofs("dpop")
            .onlyBound()
            .token(Draft.good().sign())
            .refused("NOT_BOUND"));
    String free = Draft.good().sign();
    lines.add(
        TokenVector.of("bound/bearer-under-dpop", "a token bound to nothing, under DPoP")
            .proofs("dpop")
            .token(free)
            .request(request("DPoP", ProofKey.ES256.proof(free)))
            .refused("NOT_BOUND"));
    lines.add(
        TokenVector.of("bound/unknown-way", "a cnf with nothing in it that is known")
            .proofs("dpop", "certificate")
            .token(Draft.good().claim("cnf", "{\"kid\":\"some-key\"}").sign())
            .refused("UNKNOWN_CONFIRMATION"));
    lines.add(
        TokenVector.of("bound/another-way-too", "a cnf with one member that is known, and one more")
            .proofs("dpop", "certificate")
            .token(
                Draft.good()
                    .claim("cnf", "{\"jkt\":\"" + ProofKey.ES256.thumbprint() + "\",\"kid\":\"k\"}")
                    .sign())
            .refused("UNKNOWN_CONFIRMATION"));
  }

  private void dpop() {
    for (ProofKey key : List.of(ProofKey.ES256, ProofKey.EDDSA, ProofKey.RS256, ProofKey.PS256)) {
      String token = boundTo(key);
      lines.add(
          vector("proof-" + key.alg().toLowerCase(java.util.Locale.ROOT), "its proof, " + key.alg())
              .token(token)
              .request(request("DPoP", key.proof(token)))
              .acceptedOnce(caller(), "REPLAYED_PROOF"));
    }
    String token = boundTo(ProofKey.ES256);
    lines.add(dpop("sixty-seconds", "a proof of sixty seconds ago", "iat", ago(60)));
    lines.add(refused("sixty-one-seconds", "a proof of 61 seconds ago", "STALE", "iat", ago(61)));
    lines.add(dpop("ten-seconds-ahead", "a proof ten seconds ahead", "iat", ago(-10)));
    lines.add(refused("eleven-ahead", "a proof eleven seconds ahead", "STALE", "iat", ago(-11)));
    for (String claim : List.of("jti", "htm", "htu", "iat", "ath")) {
      lines.add(refused("no-" + claim, "no " + claim + " in it", "INVALID", claim, "null"));
    }
    lines.add(refused("other-method", "for another method", "OTHER", "htm", "\"GET\""));
    lines.add(refused("small-method", "the method in small letters", "OTHER", "htm", "\"post\""));
    Map<String, String> others = new LinkedHashMap<>();
    others.put("other-path", Draft.RESOURCE + "/agents/research-agent");
    others.put("other-host", "https://other.example.com" + PATH);
    others.put("other-scheme", "http://os.example.com" + PATH);
    others.put("other-port", "https://os.example.com:8443" + PATH);
    others.forEach(
        (name, url) -> lines.add(refused(name, "for " + url, "OTHER", "htu", Json.quote(url))));
    lines.add(
        dpop("usual-port", "the usual port written out", "htu", at("https://os.example.com:443")));
    lines.add(
        dpop("host-in-capitals", "the host in capitals", "htu", at("https://OS.example.com")));
    String other = Draft.good().number(2).sign();
    lines.add(
        vector("other-token", "for another token")
            .token(token)
            .request(request("DPoP", ProofKey.ES256.proof(other)))
            .refused("PROOF_FOR_OTHER_TOKEN"));
    lines.add(
        vector("other-key", "of another key than the token is bound to")
            .token(token)
            .request(request("DPoP", ProofKey.OTHER.proof(token)))
            .refused("WRONG_PROOF_KEY"));
    lines.add(
        vector("none", "no proof").token(token).request(request("DPoP")).refused("INVALID_PROOF"));
    lines.add(
        vector("two", "two proofs")
            .token(token)
            .request(
                request(
                    "DPoP",
                    ProofKey.ES256.proof(token),
                    ProofKey.ES256.proof(token, "jti", "\"proof-2\"")))
            .refused("INVALID_PROOF"));
    lines.add(
        vector("token-as-proof", "the token itself for a proof")
            .token(token)
            .request(request("DPoP", token))
            .refused("INVALID_PROOF"));
  }

  private void certificates() {
    String bound = boundTo(CERTIFICATE);
    TokenVector service =
        TokenVector.of("certificate/right", "the certificate that it is bound to")
            .proofs("certificate");
    lines.add(service.token(bound).request(request("Bearer", CERTIFICATE)).accepted(caller()));
    lines.add(
        TokenVector.of("certificate/other", "another certificate")
            .proofs("certificate")
            .token(bound)
            .request(request("Bearer", OTHER_CERTIFICATE))
            .refused("WRONG_PROOF_KEY"));
    lines.add(
        TokenVector.of("certificate/none", "no certificate")
            .proofs("certificate")
            .token(bound)
            .refused("PROOF_REQUIRED"));
    lines.add(
        TokenVector.of("certificate/not-taken", "where only DPoP is taken")
            .proofs("dpop")
            .token(bound)
            .request(request("Bearer", CERTIFICATE))
            .refused("PROOF_REQUIRED"));
    lines.add(
        TokenVector.of("certificate/unasked", "a certificate beside a token bound to nothing")
            .proofs("certificate")
            .token(Draft.good().sign())
            .request(request("Bearer", CERTIFICATE))
            .accepted(caller()));
    String both =
        Draft.good()
            .claim(
                "cnf",
                "{\"jkt\":\""
                    + ProofKey.ES256.thumbprint()
                    + "\",\"x5t#S256\":\""
                    + thumbprint(CERTIFICATE)
                    + "\"}")
            .sign();
    lines.add(
        TokenVector.of("certificate/and-key", "bound to both, and both proved")
            .proofs("dpop", "certificate")
            .token(both)
            .request(request("DPoP", CERTIFICATE, ProofKey.ES256.proof(both)))
            .acceptedOnce(caller(), "REPLAYED_PROOF"));
    lines.add(
        TokenVector.of("certificate/and-key-one-of-them", "bound to both, the key proved only")
            .proofs("dpop", "certificate")
            .token(both)
            .request(request("DPoP", ProofKey.ES256.proof(both)))
            .refused("PROOF_REQUIRED"));
  }

  private static TokenVector vector(String id, String about) {
    return TokenVector.of("dpop/" + id, about).proofs("dpop");
  }

  private static String dpop(String id, String about, String claim, String raw) {
    String token = boundTo(ProofKey.ES256);
    return vector(id, about)
        .token(token)
        .request(request("DPoP", ProofKey.ES256.proof(token, claim, raw)))
        .acceptedOnce(caller(), "REPLAYED_PROOF");
  }

  private static String refused(String id, String about, String reason, String claim, String raw) {
    String token = boundTo(ProofKey.ES256);
    return vector(id, about)
        .token(token)
        .request(request("DPoP", ProofKey.ES256.proof(token, claim, raw)))
        .refused(
            switch (reason) {
              case "STALE" -> "STALE_PROOF";
              case "OTHER" -> "PROOF_FOR_OTHER_REQUEST";
              default -> "INVALID_PROOF";
            });
  }

  private static String ago(int seconds) {
    return Long.toString(Draft.NOW - seconds);
  }

  private static String at(String service) {
    return Json.quote(service + PATH);
  }
}
