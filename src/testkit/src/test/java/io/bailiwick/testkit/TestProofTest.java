package io.bailiwick.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each proof is as its name says, by the reading of another library. */
class TestProofTest {
  private static final TestClock CLOCK = TestClock.fixed();

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256", "ES256", "ES384", "ES512", "EdDSA"})
  void thumbprint_isAsAnotherLibraryHasIt(String algorithm) throws Exception {
    TestKey key = TestKey.generate("k", algorithm);
    assertThat(key.thumbprint())
        .isEqualTo(JWK.parse(key.publicJwk()).computeThumbprint().toString())
        .isEqualTo(JWK.parse(key.jwk()).computeThumbprint().toString());
  }

  @Test
  void proof_showsItsKey_andIsSignedByIt() throws Exception {
    TestKey key = TestKey.generate("k", "ES256");
    TestProof proof = TestProof.by(key, CLOCK).request("GET", "https://x/y").token("token");
    SignedJWT jwt = SignedJWT.parse(proof.nonce("n").sign());
    assertThat(jwt.getHeader().getType().getType()).isEqualTo("dpop+jwt");
    assertThat(jwt.getHeader().getJWK().isPrivate()).isFalse();
    assertThat(jwt.getHeader().getJWK().computeThumbprint().toString()).isEqualTo(key.thumbprint());
    assertThat(verifies(jwt, key)).isTrue();
    assertThat(jwt.getJWTClaimsSet().getClaims())
        .containsEntry("htm", "GET")
        .containsEntry("htu", "https://x/y")
        .containsEntry("ath", "PEaenWxYddN6Q_NT1PiOYfz4EsZu7jRXRlpAsNpBU-A")
        .containsEntry("nonce", "n");
    assertThat(jwt.getJWTClaimsSet().getIssueTime()).isEqualTo(CLOCK.instant());
    assertThat(jwt.getJWTClaimsSet().getJWTID()).isNotEmpty();
    SignedJWT forged = SignedJWT.parse(proof.signedWith(TestKey.generate("o", "ES256")).sign());
    assertThat(verifies(forged, key)).isFalse();
  }

  @Test
  void boundToken_namesTheKey() throws Exception {
    TestKey key = TestKey.generate("k", "ES256");
    try (TestIssuer issuer = TestIssuer.start(CLOCK)) {
      Map<String, Object> claims =
          SignedJWT.parse(issuer.token().boundTo(key).sign()).getJWTClaimsSet().getClaims();
      assertThat(claims)
          .containsEntry("cnf", Map.of("jkt", key.thumbprint(), "kc-jkt-type", "DPoP"))
          .containsEntry("typ", "DPoP");
    }
  }

  private static boolean verifies(SignedJWT jwt, TestKey key) throws Exception {
    return jwt.verify(
        new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), key.publicKey()));
  }
}
