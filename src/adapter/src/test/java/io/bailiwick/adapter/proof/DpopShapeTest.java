package io.bailiwick.adapter.proof;

import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestTokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9449, 4.3, points 1 to 4: one proof, well-formed, with all that it must have. */
class DpopShapeTest extends DpopTestBase {
  @Test
  void noDpopHeader_isRefused() {
    refuse(bound, presented(), Reason.INVALID_PROOF);
  }

  @Test
  void twoDpopHeaders_areRefused_thoughBothAreGood() {
    refuse(bound, presented(proof().sign(), proof().sign()), Reason.INVALID_PROOF);
    refuse(bound, presented(proof().sign() + ", " + proof().sign()), Reason.INVALID_PROOF);
    refuse(bound, presented(proof().sign() + "," + proof().sign()), Reason.INVALID_PROOF);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "x", "a.b.c", "..", ".a.b", "a..b", "a.b", "a.b.c.d", "\u00e9.a.b"})
  void whatIsNoJws_isRefused(String text) {
    refuse(bound, presented(text), Reason.INVALID_PROOF);
  }

  @Test
  void surrogatesInAnyPart_areRefused() {
    String[] parts = proof().sign().split("\\.", -1);
    for (int pairs : List.of(1, 2, 3, 6, 40)) {
      String stray = "\ud83d\ude00".repeat(pairs);
      for (String bad :
          List.of(
              stray + ".a.a",
              parts[0] + stray + "." + parts[1] + "." + parts[2],
              parts[0] + "." + stray + "." + parts[2],
              parts[0] + "." + parts[1] + stray + "." + parts[2],
              parts[0] + "." + parts[1] + "." + stray,
              parts[0] + "." + parts[1] + "." + parts[2] + stray)) {
        refuse(bound, presented(bad), Reason.INVALID_PROOF);
      }
    }
  }

  @Test
  void proofThatIsNotCanonical_isRefused() {
    String good = proof().sign();
    int dot = good.indexOf('.');
    for (String bad :
        List.of(
            good + "=",
            good + "\n",
            " " + good,
            good + ".",
            good.substring(0, dot) + "=" + good.substring(dot),
            good.substring(0, dot) + "\n" + good.substring(dot))) {
      refuse(bound, presented(bad), Reason.INVALID_PROOF);
    }
    accept(bound, presented(good));
  }

  @Test
  void duplicateMember_isRefused() {
    String jwk = json(KEY.publicJwk());
    String payload =
        "{\"jti\":\"a\",\"jti\":\"b\",\"htm\":\"POST\",\"htu\":\""
            + SERVICE
            + PATH
            + "\",\"iat\":"
            + clock.instant().getEpochSecond()
            + ",\"ath\":\"fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo\"}";
    String header = "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":" + jwk + "}";
    refuse(bound, presented(TestTokens.sign(KEY, header, payload)), Reason.INVALID_PROOF);
    accept(bound, presented(TestTokens.sign(KEY, header, payload.replace("\"jti\":\"b\",", ""))));
    String twice = "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"alg\":\"ES256\",\"jwk\":" + jwk + "}";
    refuse(
        bound,
        presented(TestTokens.sign(KEY, twice, payload.replace("\"jti\":\"b\",", ""))),
        Reason.INVALID_PROOF);
  }

  @Test
  void proofThatIsTooLong_isRefused() {
    int room = DpopProofs.MAX_LENGTH - proof().claim("x", "").sign().length();
    refuse(proof().claim("x", "a".repeat(room)), Reason.INVALID_PROOF);
    accept(proof().claim("x", "a".repeat(room / 2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "at+jwt", "DPOP+JWT", "application/dpop+jwt", "dpop", ""})
  void otherType_isRefused(String type) {
    refuse(proof().header("typ", type), Reason.INVALID_PROOF);
  }

  @Test
  void missingType_isRefused() {
    refuse(proof().withoutHeader("typ"), Reason.INVALID_PROOF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jku", "x5u", "x5c", "crit", "b64", "zip", "enc"})
  void headerThatPointsElsewhereOrAsksForMore_isRefused(String name) {
    refuse(proof().header(name, "https://attacker.example/jwks"), Reason.INVALID_PROOF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"htm", "htu", "iat", "jti", "ath"})
  void missingClaim_isRefused(String claim) {
    refuse(proof().without(claim), Reason.INVALID_PROOF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"htm", "htu", "jti", "ath"})
  void claimThatIsNoText_isRefused(String claim) {
    refuse(proof().claim(claim, List.of("POST")), Reason.INVALID_PROOF);
    refuse(proof().claim(claim, 1), Reason.INVALID_PROOF);
  }

  @Test
  void idThatIsEmptyOrTooLong_isRefused() {
    refuse(proof().claim("jti", ""), Reason.INVALID_PROOF);
    refuse(proof().claim("jti", "j".repeat(257)), Reason.INVALID_PROOF);
    accept(proof().claim("jti", "j".repeat(256)));
  }

  private static String json(Map<String, Object> members) {
    StringBuilder json = new StringBuilder("{");
    members.forEach(
        (name, value) -> json.append('"').append(name).append("\":\"").append(value).append("\","));
    return json.replace(json.length() - 1, json.length(), "}").toString();
  }
}
