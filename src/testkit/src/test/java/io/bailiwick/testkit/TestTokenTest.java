package io.bailiwick.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each token is as its name says, by the reading of another library. */
class TestTokenTest {
  private static final TestClock CLOCK = TestClock.fixed();
  private static final TestIssuer ISSUER = TestIssuer.start(CLOCK);
  private static final Instant NOW = TestClock.START;

  @AfterAll
  static void stop() {
    ISSUER.close();
  }

  private static boolean verifies(String token, TestKey key) throws Exception {
    SignedJWT jwt = SignedJWT.parse(token);
    return jwt.verify(
        new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), key.publicKey()));
  }

  private static JWTClaimsSet claims(TestToken token) throws Exception {
    return SignedJWT.parse(token.sign()).getJWTClaimsSet();
  }

  @Test
  void goodToken_isWhatTheIssuerMakes() throws Exception {
    String token = ISSUER.token().sign();
    assertThat(verifies(token, ISSUER.key())).isTrue();
    SignedJWT jwt = SignedJWT.parse(token);
    assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
    assertThat(jwt.getHeader().getKeyID()).isEqualTo(ISSUER.key().kid());
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(ISSUER.issuer());
    assertThat(claims.getAudience()).containsExactly(TestIssuer.AUDIENCE, TestIssuer.RESOURCE);
    assertThat(claims.getIssueTime()).isEqualTo(Date.from(NOW));
    assertThat(claims.getExpirationTime()).isEqualTo(Date.from(NOW.plus(Duration.ofMinutes(5))));
    assertThat(claims.getStringListClaim("scopes")).containsExactly("agents:read");
    assertThat(claims.getStringClaim("scope")).contains("agents:read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"
      })
  void key_signsAsItsAlgorithmSays(String algorithm) throws Exception {
    TestKey key = TestKey.generate("k", algorithm);
    String token = ISSUER.token().signedWith(key).sign();
    if (algorithm.equals("EdDSA")) {
      java.security.Signature check = java.security.Signature.getInstance("Ed25519");
      check.initVerify(key.publicKey());
      int dot = token.lastIndexOf('.');
      check.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
      assertThat(check.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)))).isTrue();
    } else {
      assertThat(verifies(token, key)).isTrue();
      TestKey other = TestKey.generate("k", algorithm);
      assertThat(verifies(token, other)).isFalse();
    }
  }

  @Test
  void algorithmOfNoTestKey_isRefused() {
    assertThatThrownBy(() -> TestKey.generate("k", "HS256"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void claimsThatAreBad_areBadInThatWayAndSignedWell() throws Exception {
    TestToken good = ISSUER.token();
    assertThat(claims(good.expired()).getExpirationTime()).isBefore(Date.from(NOW));
    assertThat(claims(good.wrongAudience()).getAudience())
        .isNotEmpty()
        .doesNotContain(TestIssuer.AUDIENCE, TestIssuer.RESOURCE);
    assertThat(claims(good.wrongIssuer()).getIssuer()).isNotEqualTo(ISSUER.issuer());
    assertThat(claims(good.notBefore(Duration.ofMinutes(1))).getNotBeforeTime())
        .isEqualTo(Date.from(NOW.plus(Duration.ofMinutes(1))));
    assertThat(claims(good.without("exp")).getExpirationTime()).isNull();
    assertThat(claims(good.refreshToken()).getStringClaim("typ")).isEqualTo("Refresh");
    assertThat(claims(good.idToken()).getStringClaim("typ")).isEqualTo("ID");
    assertThat(claims(good.agent("a1", "room", "42")).getJSONObjectClaim("agent"))
        .isEqualTo(Map.of("name", "a1", "key", List.of("room", "42")));
    for (TestToken bad :
        List.of(good.expired(), good.wrongAudience(), good.wrongIssuer(), good.refreshToken())) {
      assertThat(verifies(bad.sign(), ISSUER.key())).isTrue();
    }
  }

  @Test
  void signaturesThatAreBad_areBadInThatWay() throws Exception {
    TestToken good = ISSUER.token();
    assertThat(verifies(good.flippedByte(), ISSUER.key())).isFalse();
    assertThat(verifies(good.signedWith(TestKey.generate("k", "RS256")).sign(), ISSUER.key()))
        .isFalse();
    assertThat(PlainJWT.parse(good.unsigned()).getJWTClaimsSet().getSubject()).isNotEmpty();
    byte[] pem = ISSUER.key().pem().getBytes(StandardCharsets.US_ASCII);
    assertThat(SignedJWT.parse(good.hs256WithPublicKey()).verify(new MACVerifier(pem))).isTrue();
  }

  @Test
  void duplicateClaim_isThereTwice() {
    String payload = ISSUER.token().duplicateClaim("sub", "ada").split("\\.", -1)[1];
    String json = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
    assertThat(json.split("\"sub\":", -1)).hasSize(3);
  }

  @Test
  void token_isLeftAsItWasByWhatIsMadeOfIt() throws Exception {
    TestToken good = ISSUER.token();
    JWTClaimsSet before = claims(good);
    good.expired().wrongAudience().scopes("x:y").agent("a1").header("typ", "JWT").sign();
    assertThat(claims(good)).isEqualTo(before);
    assertThat(good.claimNames()).contains("exp", "iat", "iss", "aud", "sub", "scopes");
  }
}
