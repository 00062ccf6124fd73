package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.keys.PemKeys;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Algorithm, key and type: by the key and by name, never by the token alone. */
class TokenHeaderTest extends VerifierTestBase {
  @ParameterizedTest
  @ValueSource(strings = {"crit", "b64", "zip", "enc", "jwk", "jku", "x5u", "x5c"})
  void headerThatAsksOrBringsOrPoints_isForbidden(String name) {
    assertRejected(
        token().header(name, "https://attacker.example/keys").sign(), Reason.FORBIDDEN_HEADER);
  }

  @Test
  void algNone_isUnsupported() {
    assertRejected(token().unsigned(), Reason.UNSUPPORTED_ALGORITHM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none", "NONE", "rs256", "RS256 ", "HS384", "ES256K", "RS1", "RSA-OAEP", ""})
  void otherAlgorithm_isUnsupported(String alg) {
    assertRejected(token().header("alg", alg).sign(), Reason.UNSUPPORTED_ALGORITHM);
  }

  @Test
  void headerWithoutAlg_isMalformed() {
    assertRejected(token().withoutHeader("alg").sign(), Reason.MALFORMED);
  }

  @Test
  void hs256WithThePublicKey_findsNoKey() {
    assertRejected(token().hs256WithPublicKey(), Reason.UNKNOWN_KEY);
  }

  @Test
  void hs256WithThePublicKey_findsNoKeyInPemEither() {
    AgentTokenVerifier pem =
        AgentTokenVerifier.builder()
            .issuer(issuer.issuer(), PemKeys.parse(issuer.key().pem()))
            .audience(TestIssuer.AUDIENCE)
            .clock(clock)
            .build();
    assertRejected(pem, token().hs256WithPublicKey(), Reason.UNKNOWN_KEY);
  }

  @Test
  void algorithmOtherThanTheKeysOwn_findsNoKey() {
    TestKey ps = issuer.key().withAlgorithm("PS256");
    assertRejected(token().signedWith(ps).sign(), Reason.UNKNOWN_KEY);
  }

  @Test
  void kidOfAnotherRealm_isUnknownKey() {
    TestKey other = TestKey.generate("key-of-another-realm", "RS256");
    assertRejected(token().signedWith(other).sign(), Reason.UNKNOWN_KEY);
  }

  @Test
  void knownKidWithAnotherKeysSignature_isBadSignature() {
    TestKey other = TestKey.generate(issuer.key().kid(), "RS256");
    assertRejected(token().signedWith(other).sign(), Reason.BAD_SIGNATURE);
  }

  @Test
  void absentKid_isAcceptedWhereOneKeyFits() {
    assertThat(verifier.verify(token().withoutHeader("kid").sign())).isNotNull();
  }

  @Test
  void kidThatIsNoText_isMalformed() {
    assertRejected(token().header("kid", 7).sign(), Reason.MALFORMED);
    assertRejected(token().header("kid", "").sign(), Reason.MALFORMED);
    assertRejected(token().header("kid", "k".repeat(257)).sign(), Reason.MALFORMED);
  }

  @Test
  void plainJwtType_isWrongType() {
    assertRejected(token().header("typ", "JWT").sign(), Reason.WRONG_TYPE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "jwt", "dpop+jwt", "logout+jwt", "at+jwt ", "application/application/at+jwt"})
  void otherType_isWrongType(String type) {
    assertRejected(token().header("typ", type).sign(), Reason.WRONG_TYPE);
  }

  @Test
  void absentType_isWrongType() {
    assertRejected(token().withoutHeader("typ").sign(), Reason.WRONG_TYPE);
  }

  @Test
  void refreshToken_isWrongType() {
    assertRejected(token().refreshToken().sign(), Reason.WRONG_TYPE);
  }

  @Test
  void idToken_isWrongType() {
    assertRejected(token().idToken().sign(), Reason.WRONG_TYPE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Refresh", "Offline", "ID", "Logout", "bearer", ""})
  void otherPayloadType_isWrongTypeWhateverTheHeaderSays(String type) {
    assertRejected(token().claim("typ", type).sign(), Reason.WRONG_TYPE);
  }

  @Test
  void plainJwtTypeByTheSwitch_isAcceptedOnlyAsBearer() {
    AgentTokenVerifier loose = builder().acceptPlainJwtType().build();

    assertThat(loose.verify(token().header("typ", "JWT").sign())).isNotNull();
    assertThat(loose.verify(token().sign())).isNotNull();
    assertRejected(loose, token().header("typ", "JWT").without("typ").sign(), Reason.WRONG_TYPE);
    assertRejected(loose, token().refreshToken().sign(), Reason.WRONG_TYPE);
    assertRejected(loose, token().idToken().sign(), Reason.WRONG_TYPE);
    assertRejected(loose, token().withoutHeader("typ").sign(), Reason.WRONG_TYPE);
    assertThat(loose.loosened()).singleElement().asString().contains("plain JWT type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cty", "x5t", "x5t#S256"})
  void headerParameterThatIsReadPastAndNoText_isMalformed(String name) {
    assertRejected(token().header(name, 1).sign(), Reason.MALFORMED);
    assertThat(verifier.verify(token().header(name, "text").sign())).isNotNull();
  }

  @Test
  void tokenThatSaysItHoldsAToken_isMalformed() {
    assertRejected(token().header("cty", "JWT").sign(), Reason.MALFORMED);
  }

  @Test
  void tokenThatIsOverBeforeItBegins_isMalformed() {
    long now = clock.instant().getEpochSecond();
    assertRejected(token().claim("exp", now + 2).claim("nbf", now + 3).sign(), Reason.MALFORMED);
    assertRejected(token().claim("exp", now + 2).claim("iat", now + 3).sign(), Reason.MALFORMED);
  }
}
