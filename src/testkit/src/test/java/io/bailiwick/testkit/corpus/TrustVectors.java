package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.TokenVector.caller;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who made the token, with which key, for whom, and when. */
final class TrustVectors {
  /** A second issuer, whose key has the same id as one of the first's, and is another. */
  static final String SECOND = "https://second.example/realms/corpus";

  static final CorpusKey SECOND_RS256 = CorpusKey.rsa("rs256", "RS256", CorpusKey.RSA_2);
  static final CorpusKey SECOND_ONLY =
      CorpusKey.ec("second", "ES256", EcPair.derive("bailiwick second issuer", EcPair.Curve.P_256));

  private final List<String> lines = new ArrayList<>();

  private TrustVectors() {}

  static Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    keys.put(Draft.ISSUER, CorpusKey.MAIN.stream().map(CorpusKey::jwk).toList());
    keys.put(SECOND, List.of(SECOND_RS256.jwk(), SECOND_ONLY.jwk()));
    return keys;
  }

  static List<String> lines() {
    TrustVectors vectors = new TrustVectors();
    vectors.algorithms();
    vectors.issuers();
    vectors.audiences();
    vectors.times();
    vectors.types();
    return vectors.lines;
  }

  private void algorithms() {
    for (CorpusKey key : CorpusKey.MAIN) {
      lines.add(
          TokenVector.of("algorithm/" + key.kid(), "signed with " + key.alg())
              .token(Draft.good().signedBy(key))
              .accepted(caller()));
    }
    lines.add(
        TokenVector.of("algorithm/none", "signed by nobody")
            .token(Draft.good().alg("none").with(new byte[0]))
            .refused("UNSUPPORTED_ALGORITHM"));
    lines.add(
        TokenVector.of("algorithm/of-another-key", "PS256 by a key that is for RS256")
            .token(Draft.good().alg("PS256").sign(Signer.rsa(CorpusKey.RSA_1, "PS256")))
            .refused("UNKNOWN_KEY"));
    lines.add(
        TokenVector.of("algorithm/unknown-key", "a key id that is not published")
            .token(Draft.good().kid("no-such-key").sign())
            .refused("UNKNOWN_KEY"));
    lines.add(
        TokenVector.of("algorithm/other-key", "another key under that id")
            .token(Draft.good().sign(CorpusKey.MALLORY.signer()))
            .refused("BAD_SIGNATURE"));
    lines.add(
        TokenVector.of("algorithm/own-key", "a key that the token brings along")
            .token(
                Draft.good()
                    .header("jwk", CorpusKey.MALLORY.jwk())
                    .sign(CorpusKey.MALLORY.signer()))
            .refused("FORBIDDEN_HEADER"));
  }

  private void issuers() {
    Draft second = Draft.good().claim("iss", Json.quote(SECOND));
    TokenVector both = TokenVector.of("issuer/first-of-two", "of the first of two issuers");
    lines.add(both.issuers(Draft.ISSUER, SECOND).token(Draft.good().sign()).accepted(caller()));
    lines.add(
        TokenVector.of("issuer/second-of-two", "of the second, by its key of the same id")
            .issuers(Draft.ISSUER, SECOND)
            .token(second.sign(SECOND_RS256.signer()))
            .accepted(caller("iss", Json.quote(SECOND))));
    lines.add(
        TokenVector.of("issuer/second-own-id", "of the second, by a key that only it has")
            .issuers(Draft.ISSUER, SECOND)
            .token(second.signedBy(SECOND_ONLY))
            .accepted(caller("iss", Json.quote(SECOND))));
    lines.add(
        TokenVector.of("issuer/other-key-same-id", "of the first, by the second's key of that id")
            .issuers(Draft.ISSUER, SECOND)
            .token(Draft.good().sign(SECOND_RS256.signer()))
            .refused("BAD_SIGNATURE"));
    lines.add(
        TokenVector.of("issuer/key-of-another", "of the first, by a key that only the second has")
            .issuers(Draft.ISSUER, SECOND)
            .token(Draft.good().signedBy(SECOND_ONLY))
            .refused("UNKNOWN_KEY"));
    lines.add(
        TokenVector.of("issuer/not-trusted", "well signed by an issuer that is not trusted here")
            .token(second.sign(SECOND_RS256.signer()))
            .refused("WRONG_ISSUER"));
    Map<String, String> near = new LinkedHashMap<>();
    near.put("slash", Draft.ISSUER + "/");
    near.put("capitals", Draft.ISSUER.toUpperCase(Locale.ROOT));
    near.put("shorter", "https://issuer.example");
    near.forEach(
        (name, iss) ->
            lines.add(
                TokenVector.of("issuer/" + name, "nearly the issuer's name: " + name)
                    .token(Draft.good().claim("iss", Json.quote(iss)).sign())
                    .refused("WRONG_ISSUER")));
  }

  private void audiences() {
    lines.add(
        TokenVector.of("audience/text", "one audience, as a string")
            .token(Draft.good().claim("aud", "\"research-os\"").sign())
            .accepted(caller("aud", "[\"research-os\"]")));
    lines.add(
        TokenVector.of("audience/array-of-one", "one audience, in an array")
            .token(Draft.good().claim("aud", "[\"research-os\"]").sign())
            .accepted(caller("aud", "[\"research-os\"]")));
    lines.add(
        TokenVector.of("audience/last-of-three", "one of three")
            .token(Draft.good().claim("aud", "[\"a\",\"b\",\"research-os\"]").sign())
            .accepted(caller("aud", "[\"a\",\"b\",\"research-os\"]")));
    lines.add(
        TokenVector.of("audience/other-service", "at another service, for that service")
            .audience("support-os")
            .token(Draft.good().claim("aud", "\"support-os\"").sign())
            .accepted(caller("aud", "[\"support-os\"]")));
    lines.add(
        TokenVector.of("audience/at-another-service", "a good token at another service")
            .audience("support-os")
            .token(Draft.good().sign())
            .refused("WRONG_AUDIENCE"));
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("resource-only", Json.quote(Draft.RESOURCE));
    wrong.put("capitals", "\"Research-OS\"");
    wrong.put("longer", "\"research-os-2\"");
    wrong.put("in-one-string", "\"a research-os\"");
    wrong.put("none", "[]");
    wrong.forEach(
        (name, aud) ->
            lines.add(
                TokenVector.of("audience/" + name, "aud is " + aud)
                    .token(Draft.good().claim("aud", aud).sign())
                    .refused("WRONG_AUDIENCE")));
    lines.add(
        TokenVector.of("audience/absent", "no aud")
            .token(Draft.good().without("aud").sign())
            .refused("WRONG_AUDIENCE"));
    lines.add(
        TokenVector.of("audience/nested", "an array in the array")
            .token(Draft.good().claim("aud", "[[\"research-os\"]]").sign())
            .refused("MALFORMED"));
  }

  /** One token with a time before which it is nothing, replayed at its edges. */
  private void times() {
    Draft draft = Draft.good().claim("nbf", Long.toString(Draft.NOW)); // iat -60, exp +240
    String good = draft.sign();
    Map<String, String> accepted = new LinkedHashMap<>();
    accepted.put("nbf", "2026-11-24T12:00:00Z");
    accepted.put("ten-seconds-before-nbf", "2026-11-24T11:59:50Z");
    accepted.put("last-second", "2026-11-24T12:03:59Z");
    accepted.put("last-millisecond", "2026-11-24T12:03:59.999Z");
    accepted.forEach(
        (name, now) ->
            lines.add(
                TokenVector.of("time/" + name, "at " + now)
                    .at(now)
                    .token(good)
                    .accepted(caller())));
    Map<String, String> early = new LinkedHashMap<>();
    early.put("ten-seconds-and-a-millisecond-before-nbf", "2026-11-24T11:59:49.999Z");
    early.put("a-minute-before-nbf", "2026-11-24T11:59:00Z");
    early.forEach(
        (name, now) ->
            lines.add(
                TokenVector.of("time/" + name, "at " + now)
                    .at(now)
                    .token(good)
                    .refused("NOT_YET_VALID")));
    Map<String, String> late = new LinkedHashMap<>();
    late.put("exp", "2026-11-24T12:04:00Z");
    late.put("a-second-after-exp", "2026-11-24T12:04:01Z");
    late.put("a-day-after-exp", "2026-11-25T12:04:00Z");
    late.forEach(
        (name, now) ->
            lines.add(
                TokenVector.of("time/" + name, "at " + now)
                    .at(now)
                    .token(good)
                    .refused("EXPIRED")));
    lines.add(
        TokenVector.of("time/iat-ten-seconds-ahead", "made by a clock ten seconds ahead")
            .token(Draft.good().claim("iat", Long.toString(Draft.NOW + 10)).sign())
            .accepted(caller("iat", Long.toString(Draft.NOW + 10))));
    lines.add(
        TokenVector.of("time/iat-eleven-seconds-ahead", "made by a clock eleven seconds ahead")
            .token(Draft.good().claim("iat", Long.toString(Draft.NOW + 11)).sign())
            .refused("NOT_YET_VALID"));
    for (String claim : List.of("exp", "iat")) {
      lines.add(
          TokenVector.of("time/no-" + claim, "no " + claim)
              .token(Draft.good().without(claim).sign())
              .refused("MISSING_CLAIM"));
    }
    Map<String, String> odd = new LinkedHashMap<>();
    odd.put("text", Json.quote(Long.toString(Draft.NOW + 240)));
    odd.put("fraction", (Draft.NOW + 240) + ".5");
    odd.put("exponent", "2e9");
    odd.put("past-the-calendar", "253402300800");
    odd.forEach(
        (name, raw) ->
            lines.add(
                TokenVector.of("time/exp-" + name, "exp is " + raw)
                    .token(Draft.good().claim("exp", raw).sign())
                    .refused("MALFORMED")));
  }

  private void types() {
    lines.add(
        TokenVector.of("type/with-prefix", "application/at+jwt, in any case of letters")
            .token(Draft.good().header("typ", "\"application/AT+jwt\"").sign())
            .accepted(caller()));
    Map<String, Draft> wrong = new LinkedHashMap<>();
    wrong.put("plain", Draft.good().header("typ", "\"JWT\""));
    wrong.put("absent", Draft.good().withoutHeader("typ"));
    wrong.put("id-token", Draft.good().header("typ", "\"JWT\"").claim("typ", "\"ID\""));
    wrong.put("refresh-token", Draft.good().claim("typ", "\"Refresh\""));
    wrong.forEach(
        (name, draft) ->
            lines.add(
                TokenVector.of("type/" + name, "no access token by its type: " + name)
                    .token(draft.sign())
                    .refused("WRONG_TYPE")));
  }
}
