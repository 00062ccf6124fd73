package io.bailiwick.testkit.corpus;

import io.bailiwick.testkit.AttackCase.Level;
import java.math.BigInteger;

/** Good tokens: a verifier that refuses these too has shown nothing. */
final class Controls {
  private Controls() {}

  static void add(Cases cases) {
    Cases.Family control = cases.family("control", Level.JWT, "RFC 7515; RFC 7519");
    for (CorpusKey key : CorpusKey.MAIN) {
      control.accept(key.kid(), "a good token of " + key.alg(), Draft.good().signedBy(key));
    }
    control.accept(
        "audience-text",
        "one audience, as a string",
        Draft.good().claim("aud", "\"research-os\"").sign());
    control.accept(
        "unknown-members",
        "members that nobody knows",
        Draft.good().header("x", "[1]").claim("y", "{\"z\":null}").sign());
    control.accept(
        "spaces",
        "spaces in its JSON",
        Draft.signParts(
            Draft.url("{ \"alg\" : \"RS256\",\n\"typ\":\"at+jwt\", \"kid\":\"rs256\" }"),
            Draft.url(Draft.good().claimsJson().replace(",", " ,\t")),
            CorpusKey.RS256.signer()));
    control.accept(
        "nbf-past",
        "an nbf that is over",
        Draft.good().claim("nbf", Long.toString(Draft.NOW - 60)).sign());
    control.accept(
        "escaped-names",
        "names written with escapes, once each",
        Draft.signParts(
            Draft.good().headerPart(),
            Draft.url(Draft.good().claimsJson().replace("\"sub\"", "\"s\\u0075b\"")),
            CorpusKey.RS256.signer()));
    control.accept(
        "other-script",
        "a subject outside of ASCII",
        Draft.good().claim("sub", "\"\u0431\u0435\u0440\u0442-\ud83d\ude80\"").sign());
    Draft es = Draft.good().of(CorpusKey.ES256).number(9);
    EcPair.Signature good = CorpusKey.EC_256.sign("SHA-256", es.message());
    BigInteger other = EcPair.Curve.P_256.n().subtract(good.s());
    control
        .origin("FIPS 186-5, 6.4")
        .accept("es256-s", "ECDSA, s as it comes", es.with(CorpusKey.EC_256.written(good)));
    control
        .origin("FIPS 186-5, 6.4")
        .accept(
            "es256-n-minus-s",
            "ECDSA, the other s: good by the standard, so a token's text is no identity",
            es.with(CorpusKey.EC_256.written(new EcPair.Signature(good.r(), other))));
    Cases.Family agent = control.level(Level.AGENT);
    agent.accept(
        "exp-in-a-second",
        "a second to live",
        Draft.good().claim("exp", Long.toString(Draft.NOW + 1)).sign());
    agent.accept(
        "iat-in-ten-seconds",
        "a clock that is ten seconds ahead",
        Draft.good().claim("iat", Long.toString(Draft.NOW + 10)).sign());
    agent.accept(
        "type-with-prefix",
        "the type with its prefix, in capitals",
        Draft.good().header("typ", "\"application/AT+JWT\"").sign());
    agent.accept(
        "bound-to-instance",
        "bound to an instance",
        Draft.good().claim("agent", "{\"name\":\"chat-room\",\"key\":[\"room\",\"42\"]}").sign());
    agent.accept(
        "eight-actors",
        "eight actors",
        Draft.good()
            .claim("act", "{\"sub\":\"a\",\"act\":".repeat(7) + "{\"sub\":\"z\"}" + "}".repeat(7))
            .sign());
    agent.accept(
        "no-scopes", "nothing granted", Draft.good().without("scope").without("scopes").sign());
    agent
        .keys("one")
        .accept("no-kid", "no key named where one fits", Draft.good().withoutHeader("kid").sign());
    agent.accept(
        "id-of-256",
        "an x of 256 characters",
        Draft.good().header("x", Json.quote("k".repeat(256))).sign());
  }
}
