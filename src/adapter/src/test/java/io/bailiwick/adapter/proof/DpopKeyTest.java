package io.bailiwick.adapter.proof;

import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestProof;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9449, 4.3, points 5 to 7 and 12b: algorithm, key and signature. */
class DpopKeyTest extends DpopTestBase {
  @ParameterizedTest
  @ValueSource(strings = {"none", "HS256", "ES384", "RS256", "ES256K", "es256", ""})
  void otherAlgorithmThanTheKeys_isRefused(String algorithm) {
    refuse(proof().header("alg", algorithm), Reason.INVALID_PROOF);
  }

  @Test
  void missingAlgorithm_isRefused() {
    refuse(proof().withoutHeader("alg"), Reason.INVALID_PROOF);
  }

  @Test
  void unsignedProof_isRefused() {
    String good = proof().header("alg", "none").sign();
    refuse(bound, presented(good.substring(0, good.lastIndexOf('.') + 1)), Reason.INVALID_PROOF);
  }

  @Test
  void missingKey_isRefused() {
    refuse(proof().withoutHeader("jwk"), Reason.INVALID_PROOF);
    refuse(proof().header("jwk", "x"), Reason.INVALID_PROOF);
    refuse(proof().header("jwk", Map.of()), Reason.INVALID_PROOF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
  void privateMemberInTheKey_isRefused(String member) {
    Map<String, Object> jwk = new HashMap<>(KEY.publicJwk());
    jwk.put(member, "AQAB");
    refuse(proof().header("jwk", jwk), Reason.INVALID_PROOF);
  }

  @Test
  void symmetricKey_isRefused() {
    refuse(
        proof().header("jwk", Map.of("kty", "oct", "k", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
        Reason.INVALID_PROOF);
  }

  @Test
  void pointOffTheCurve_isRefused() {
    Map<String, Object> jwk = new HashMap<>(KEY.publicJwk());
    jwk.put("y", jwk.get("x"));
    refuse(proof().header("jwk", jwk), Reason.INVALID_PROOF);
  }

  @Test
  void signatureOfAnotherKey_isRefused() {
    refuse(proof().signedWith(OTHER), Reason.INVALID_PROOF);
  }

  @Test
  void signatureOverSomethingElse_isRefused() {
    String one = proof().sign();
    String other = proof().sign();
    String mixed = one.substring(0, one.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
    refuse(bound, presented(mixed), Reason.INVALID_PROOF);
  }

  @Test
  void proofOfAnotherKeyThanTheTokens_isRefused() {
    TestProof stolen = TestProof.by(OTHER, clock).request("POST", SERVICE + PATH).token(TOKEN);
    refuse(stolen, Reason.WRONG_PROOF_KEY);
    bound.check(HOLDER, toKey(OTHER), presented(stolen.sign()));
  }
}
