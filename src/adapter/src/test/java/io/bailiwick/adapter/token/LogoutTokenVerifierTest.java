package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.keys.KeysUnavailable;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6. */
class LogoutTokenVerifierTest {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final TestClock CLOCK = TestClock.fixed();
  private static final TestIssuer ISSUER = TestIssuer.start(CLOCK);
  private static final JwksUrl KEYS =
      JwksUrl.at(ISSUER.jwksUri())
          .clock(CLOCK)
          .patience(Duration.ofSeconds(20))
          .timeout(Duration.ofSeconds(20))
          .build();
  private static final LogoutTokenVerifier VERIFIER =
      LogoutTokenVerifier.of(ISSUER.issuer(), KEYS, TestIssuer.AUDIENCE, CLOCK);

  @AfterAll
  static void stop() {
    KEYS.close();
    ISSUER.close();
  }

  /** As Keycloak makes them. */
  private static TestToken logout() {
    return ISSUER
        .token()
        .header("typ", "logout+jwt")
        .audience(TestIssuer.AUDIENCE)
        .subject("bert")
        .claim("sid", "s1")
        .claim("jti", "l1")
        .claim("typ", "Logout")
        .claim("events", Map.of(EVENT, Map.of()))
        .expiresIn(Duration.ofMinutes(2))
        .without("azp")
        .without("scope")
        .without("scopes");
  }

  private static TokenRejected.Reason rejected(String token) {
    TokenRejected rejected =
        catchThrowableOfType(TokenRejected.class, () -> VERIFIER.verify(token));
    assertThat(rejected).as("it was taken").isNotNull();
    return rejected.reason();
  }

  private static TokenRejected.Reason rejected(TestToken token) {
    return rejected(token.sign());
  }

  @Test
  void logoutToken_saysWhoseSessionHasEnded() {
    LogoutToken token = VERIFIER.verify(logout().sign());
    assertThat(token.issuer()).isEqualTo(ISSUER.issuer());
    assertThat(token.subject()).contains("bert");
    assertThat(token.session()).contains("s1");
    assertThat(token.id()).isEqualTo("l1");
    assertThat(token.issuedAt()).isEqualTo(CLOCK.instant());
    assertThat(token.toString()).doesNotContain("bert", "s1", "l1");
    assertThat(VERIFIER.verify(logout().without("sid").sign()).session()).isEmpty();
    assertThat(VERIFIER.verify(logout().without("sub").sign()).subject()).isEmpty();
  }

  @Test
  void type_mayBeJwtOrMissing_asProvidersDiffer() {
    VERIFIER.verify(logout().header("typ", "JWT").sign());
    VERIFIER.verify(logout().withoutHeader("typ").without("typ").sign());
    VERIFIER.verify(logout().header("typ", "application/logout+jwt").sign());
    VERIFIER.verify(logout().without("exp").sign());
  }

  @Test
  void otherTokens_areNoLogoutTokens() {
    assertThat(rejected(ISSUER.token())).isEqualTo(TokenRejected.Reason.WRONG_TYPE);
    assertThat(rejected(ISSUER.token().idToken())).isEqualTo(TokenRejected.Reason.WRONG_TYPE);
    assertThat(rejected(logout().header("typ", "at+jwt")))
        .isEqualTo(TokenRejected.Reason.WRONG_TYPE);
    assertThat(rejected(logout().claim("typ", "ID"))).isEqualTo(TokenRejected.Reason.WRONG_TYPE);
    assertThat(rejected(logout().claim("typ", "Bearer")))
        .isEqualTo(TokenRejected.Reason.WRONG_TYPE);
    assertThat(rejected(logout().claim("nonce", "n"))).isEqualTo(TokenRejected.Reason.WRONG_TYPE);
    assertThat(rejected(logout().without("events"))).isEqualTo(TokenRejected.Reason.WRONG_TYPE);
    assertThat(rejected(logout().claim("events", Map.of("other", Map.of()))))
        .isEqualTo(TokenRejected.Reason.WRONG_TYPE);
    assertThat(rejected(logout().claim("events", Map.of(EVENT, "yes"))))
        .isEqualTo(TokenRejected.Reason.WRONG_TYPE);
    assertThat(rejected(logout().claim("events", List.of(EVENT))))
        .isEqualTo(TokenRejected.Reason.WRONG_TYPE);
  }

  @Test
  void logoutToken_isNoAccessToken() {
    AgentTokenVerifier tokens =
        AgentTokenVerifier.builder()
            .issuer(ISSUER.issuer(), KEYS)
            .audience(TestIssuer.AUDIENCE)
            .clock(CLOCK)
            .acceptPlainJwtType()
            .build();
    for (String type : List.of("logout+jwt", "JWT")) {
      assertThatThrownBy(() -> tokens.verify(logout().header("typ", type).sign()))
          .isInstanceOf(TokenRejected.class);
    }
  }

  @Test
  void tokenOfAnotherIssuer_key_orAudience_isRefused() {
    assertThat(rejected(logout().wrongIssuer())).isEqualTo(TokenRejected.Reason.WRONG_ISSUER);
    assertThat(rejected(logout().without("iss"))).isEqualTo(TokenRejected.Reason.WRONG_ISSUER);
    assertThat(rejected(logout().wrongAudience())).isEqualTo(TokenRejected.Reason.WRONG_AUDIENCE);
    assertThat(rejected(logout().without("aud"))).isEqualTo(TokenRejected.Reason.WRONG_AUDIENCE);
    assertThat(rejected(logout().flippedByte())).isEqualTo(TokenRejected.Reason.BAD_SIGNATURE);
    assertThat(rejected(logout().unsigned())).isEqualTo(TokenRejected.Reason.UNSUPPORTED_ALGORITHM);
    TestKey forged = TestKey.generate(ISSUER.key().kid(), "RS256");
    assertThat(rejected(logout().signedWith(forged))).isEqualTo(TokenRejected.Reason.BAD_SIGNATURE);
    VERIFIER.verify(logout().claim("aud", TestIssuer.AUDIENCE).sign());
  }

  @Test
  void tokenForAClientThatItWasToldOf_isTaken() {
    LogoutTokenVerifier both = VERIFIER.andForClient("demo-cli");
    both.verify(logout().claim("aud", "demo-cli").sign());
    both.verify(logout().sign());
    assertThat(rejected(logout().claim("aud", "demo-cli")))
        .isEqualTo(TokenRejected.Reason.WRONG_AUDIENCE);
    assertThatThrownBy(() -> both.verify(logout().claim("aud", "other").sign()))
        .isInstanceOf(TokenRejected.class);
    assertThatThrownBy(() -> both.verify(logout().claim("aud", List.of(1)).sign()))
        .isInstanceOf(TokenRejected.class);
    assertThatThrownBy(() -> VERIFIER.andForClient(" "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oldOrFutureToken_isRefused() {
    assertThat(rejected(logout().without("exp").issuedAgo(Duration.ofSeconds(181))))
        .isEqualTo(TokenRejected.Reason.EXPIRED);
    VERIFIER.verify(logout().without("exp").issuedAgo(Duration.ofMinutes(3)).sign());
    assertThat(rejected(logout().expiresIn(Duration.ZERO))).isEqualTo(TokenRejected.Reason.EXPIRED);
    assertThat(rejected(logout().claim("exp", "soon"))).isEqualTo(TokenRejected.Reason.EXPIRED);
    assertThat(rejected(logout().issuedAgo(Duration.ofSeconds(-11))))
        .isEqualTo(TokenRejected.Reason.NOT_YET_VALID);
    VERIFIER.verify(logout().issuedAgo(Duration.ofSeconds(-10)).sign());
    assertThat(rejected(logout().without("iat"))).isEqualTo(TokenRejected.Reason.MISSING_CLAIM);
  }

  @Test
  void tokenThatSaysNotWhose_isRefused() {
    assertThat(rejected(logout().without("sub").without("sid")))
        .isEqualTo(TokenRejected.Reason.MISSING_CLAIM);
    assertThat(rejected(logout().without("jti"))).isEqualTo(TokenRejected.Reason.MISSING_CLAIM);
    assertThat(rejected(logout().claim("sid", 1))).isEqualTo(TokenRejected.Reason.MALFORMED);
    assertThat(rejected(logout().claim("sub", ""))).isEqualTo(TokenRejected.Reason.MALFORMED);
    assertThat(rejected(logout().claim("sid", "s".repeat(1025))))
        .isEqualTo(TokenRejected.Reason.MALFORMED);
  }

  @Test
  void whatIsNoToken_isRefused() {
    for (String text : List.of("", "a", "a.b", "a.b.c", "....", "x".repeat(20_000))) {
      assertThat(rejected(text))
          .isIn(TokenRejected.Reason.MALFORMED, TokenRejected.Reason.TOO_LARGE);
    }
  }

  @Test
  void keysThatCanNotBeHad_areNoBadToken() {
    try (TestIssuer down = TestIssuer.start(CLOCK);
        JwksUrl keys =
            JwksUrl.at(down.jwksUri())
                .clock(CLOCK)
                .patience(Duration.ofSeconds(20))
                .timeout(Duration.ofSeconds(20))
                .build()) {
      down.fail(TestIssuer.Fault.ERROR);
      LogoutTokenVerifier verifier =
          LogoutTokenVerifier.of(down.issuer(), keys, TestIssuer.AUDIENCE, CLOCK);
      String token = logout().claim("iss", down.issuer()).sign();
      assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(KeysUnavailable.class);
    }
  }

  @Test
  void nobodysIssuerOrAudience_isNone() {
    assertThatThrownBy(() -> LogoutTokenVerifier.of(" ", KEYS, "a", CLOCK))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LogoutTokenVerifier.of("i", KEYS, "", CLOCK))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
