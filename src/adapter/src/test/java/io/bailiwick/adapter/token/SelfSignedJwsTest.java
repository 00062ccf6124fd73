package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.JwsAlgorithm;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestProof;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What brings its own key is read where that key has signed it, and not otherwise. */
class SelfSignedJwsTest {
  private static final TestKey KEY = TestKey.generate("proof", "ES256");
  private static final TestKey OTHER = TestKey.generate("proof", "ES256");

  private static TestProof proof() {
    return TestProof.by(KEY, TestClock.fixed()).request("GET", "https://os.example.com/agents");
  }

  private static SelfSignedJws verify(String text, int most, String thumbprint) {
    return SelfSignedJws.verify(
        text, most, "dpop+jwt", Set.of(JwsAlgorithm.ES256), thumbprint, CryptoChoice.ofProcess());
  }

  private static void assertInvalid(String text) {
    assertThatThrownBy(() -> verify(text, 8192, KEY.thumbprint()))
        .as(text)
        .isInstanceOfSatisfying(
            TokenRejected.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_PROOF));
  }

  @Test
  void claims_areWhatWasSigned() {
    SelfSignedJws jws = verify(proof().claim("list", Map.of()).sign(), 8192, KEY.thumbprint());
    assertThat(jws.text("htm")).contains("GET");
    assertThat(jws.text("iat")).isEmpty();
    assertThat(jws.text("none")).isEmpty();
    assertThat(jws.number("iat")).contains(TestClock.fixed().instant().getEpochSecond());
    assertThat(jws.number("htm")).isEmpty();
    assertThat(jws.has("list")).isTrue();
    assertThat(jws.has("none")).isFalse();
    assertThat(jws).hasToString("SelfSignedJws");
  }

  @Test
  void length_isBounded() {
    String good = proof().sign();
    assertThat(verify(good, good.length(), KEY.thumbprint())).isNotNull();
    assertThatThrownBy(() -> verify(good, good.length() - 1, KEY.thumbprint()))
        .isInstanceOf(TokenRejected.class);
  }

  @Test
  void anotherKeyThanTheOneDemanded_isToldApart() {
    assertThatThrownBy(() -> verify(proof().sign(), 8192, OTHER.thumbprint()))
        .isInstanceOfSatisfying(
            TokenRejected.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_PROOF_KEY));
  }

  @Test
  void signatureOfAnotherKey_isInvalid() {
    assertInvalid(proof().signedWith(OTHER).sign());
    String[] parts = proof().sign().split("\\.");
    String[] others = proof().claim("htm", "PUT").sign().split("\\.");
    assertInvalid(parts[0] + "." + others[1] + "." + parts[2]);
    assertInvalid(parts[0] + "." + parts[1] + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"crit", "b64", "zip", "enc", "jku", "x5u", "x5c"})
  void headerThatAsksForMore_isInvalid(String name) {
    assertInvalid(proof().header(name, "x").sign());
  }

  @Test
  void headerThatIsOtherwise_isInvalid() {
    assertInvalid(proof().header("typ", "DPoP+jwt").sign());
    assertInvalid(proof().withoutHeader("typ").sign());
    assertInvalid(proof().header("alg", "ES384").sign());
    assertInvalid(proof().header("alg", "none").sign());
    assertInvalid(proof().header("alg", 1).sign());
    assertInvalid(proof().withoutHeader("alg").sign());
    assertInvalid(proof().withoutHeader("jwk").sign());
    assertInvalid(proof().header("jwk", "text").sign());
    assertInvalid(proof().header("jwk", Map.of("kty", "EC")).sign());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "a",
        "a.b",
        ".a.b",
        "a..b",
        "a.b.c.d",
        "e30.e30.AA",
        "=.=.="
      })
  void textThatIsNoJws_isInvalid(String text) {
    assertInvalid(text);
  }

  @Test
  void partTooMany_isInvalid() {
    String good = proof().sign();
    assertInvalid(good + ".");
    assertInvalid("." + good);
    assertInvalid(good.replaceFirst("\\.", ".."));
    assertInvalid(good + "=");
  }
}
