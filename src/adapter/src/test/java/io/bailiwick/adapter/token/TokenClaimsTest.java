package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.keys.PemKeys;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.scope.AgentBinding;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose token, for whom, from when to when, bound to what. */
class TokenClaimsTest extends VerifierTestBase {
  @Test
  void otherIssuer_isWrongIssuer() {
    assertRejected(token().wrongIssuer().sign(), Reason.WRONG_ISSUER);
  }

  @Test
  void issuerIsComparedExactly() {
    assertRejected(token().claim("iss", issuer.issuer() + "/").sign(), Reason.WRONG_ISSUER);
    assertRejected(
        token().claim("iss", issuer.issuer().replace("localhost", "LOCALHOST")).sign(),
        Reason.WRONG_ISSUER);
  }

  @Test
  void absentIssuer_isWrongIssuer() {
    assertRejected(token().without("iss").sign(), Reason.WRONG_ISSUER);
  }

  @Test
  void issuerThatIsNoText_isMalformed() {
    assertRejected(token().claim("iss", List.of(issuer.issuer())).sign(), Reason.MALFORMED);
  }

  @Test
  void keyOfOneIssuer_doesNotVerifyForAnother() {
    TestKey otherKey = TestKey.generate("other", "RS256");
    AgentTokenVerifier two =
        builder().issuer("https://other.example/realms/o", PemKeys.parse(otherKey.pem())).build();

    assertThat(two.verify(token().sign())).isNotNull();
    TestToken foreign = token().claim("iss", "https://other.example/realms/o");
    assertThat(two.verify(foreign.signedWith(otherKey).sign()).issuer())
        .isEqualTo("https://other.example/realms/o");
    assertRejected(two, foreign.sign(), Reason.BAD_SIGNATURE);
    assertRejected(
        two, token().signedWith(otherKey.withKid(issuer.key().kid())).sign(), Reason.BAD_SIGNATURE);
  }

  @Test
  void otherAudience_isWrongAudience() {
    assertRejected(token().wrongAudience().sign(), Reason.WRONG_AUDIENCE);
    assertRejected(token().claim("aud", "account").sign(), Reason.WRONG_AUDIENCE);
    assertRejected(token().claim("aud", "RESEARCH-OS").sign(), Reason.WRONG_AUDIENCE);
  }

  @Test
  void resourceUriAlone_isWrongAudience() {
    assertRejected(token().audience(TestIssuer.RESOURCE).sign(), Reason.WRONG_AUDIENCE);
  }

  @Test
  void absentOrEmptyAudience_isWrongAudience() {
    assertRejected(token().without("aud").sign(), Reason.WRONG_AUDIENCE);
    assertRejected(token().audience().sign(), Reason.WRONG_AUDIENCE);
  }

  @Test
  void audienceThatIsNeitherTextNorTexts_isMalformed() {
    assertRejected(token().claim("aud", Map.of("a", 1)).sign(), Reason.MALFORMED);
    assertRejected(token().claim("aud", List.of(TestIssuer.AUDIENCE, 7)).sign(), Reason.MALFORMED);
    assertRejected(sign(payload(Map.of("aud", "null"))), Reason.MALFORMED);
  }

  @Test
  void absentOrEmptySubject_isBadSubject() {
    assertRejected(token().without("sub").sign(), Reason.BAD_SUBJECT);
    assertRejected(token().subject("").sign(), Reason.BAD_SUBJECT);
    assertRejected(token().subject(" ").sign(), Reason.BAD_SUBJECT);
    assertRejected(token().subject("a\nb").sign(), Reason.BAD_SUBJECT);
    assertRejected(token().subject("s".repeat(1025)).sign(), Reason.BAD_SUBJECT);
  }

  @Test
  void expiredToken_isRejectedAsExpired() {
    assertRejected(token().expired().sign(), Reason.EXPIRED);
  }

  @Test
  void expiry_hasNoLeeway() {
    assertRejected(token().expiresIn(Duration.ZERO).sign(), Reason.EXPIRED);
    assertThat(verifier.verify(token().expiresIn(Duration.ofSeconds(1)).sign())).isNotNull();
  }

  @Test
  void absentExpiry_isMissingClaim() {
    assertRejected(token().without("exp").sign(), Reason.MISSING_CLAIM);
  }

  @Test
  void absentIssueTime_isMissingClaim() {
    assertRejected(token().without("iat").sign(), Reason.MISSING_CLAIM);
  }

  @Test
  void notBeforeAndIssueTime_haveTenSecondsOfLeeway() {
    assertThat(verifier.verify(token().notBefore(Duration.ofSeconds(10)).sign())).isNotNull();
    assertThat(verifier.verify(token().issuedAgo(Duration.ofSeconds(-10)).sign())).isNotNull();
    assertRejected(token().notBefore(Duration.ofSeconds(11)).sign(), Reason.NOT_YET_VALID);
    assertRejected(token().issuedAgo(Duration.ofSeconds(-11)).sign(), Reason.NOT_YET_VALID);
  }

  @ParameterizedTest
  @CsvSource({"exp", "iat", "nbf"})
  void dateThatIsNoIntegerInRange_isMalformed(String name) {
    for (String value :
        List.of(
            "\"4102444800\"",
            "4102444800.0",
            "4.1e9",
            "null",
            "true",
            "-1",
            "253402300800",
            "9223372036854775808",
            "[4102444800]")) {
      assertRejected(sign(payload(Map.of(name, value))), Reason.MALFORMED);
    }
  }

  @Test
  void presentedToken_isToldApartFromTheOneItIsCarriedBy() {
    TestToken token = token().claim("jti", "first").issuedAgo(Duration.ofSeconds(40));
    assertThat(verifier.verify(token.sign()).presented()).isEmpty();
    assertThat(verifier.verify(token.sign()).originalTokenId()).contains("first");
    Caller caller = verifier.verify(token.redeemed().claim("jti", "second").sign());
    assertThat(caller.tokenId()).contains("second");
    assertThat(caller.issuedAt()).isEqualTo(clock.instant());
    assertThat(caller.originalTokenId()).contains("first");
    assertThat(caller.originallyIssuedAt()).isEqualTo(clock.instant().minusSeconds(40));
    assertThat(caller.hasTokenId("first")).isTrue();
    assertThat(caller.hasTokenId("second")).isTrue();
    assertThat(caller.hasTokenId("third")).isFalse();
    long issued = clock.instant().getEpochSecond();
    assertThat(caller.isIssuedBy(issued - 40)).isTrue();
    assertThat(caller.isIssuedBy(issued - 41)).isFalse();
    assertThat(caller.presented().orElseThrow().toString()).doesNotContain("first");
  }

  @Test
  void ticketOfATicketsToken_saysWhatThatOneSays() {
    TestToken token = token().claim("jti", "first").issuedAgo(Duration.ofSeconds(40)).redeemed();
    Caller again = verifier.verify(token.claim("jti", "second").redeemed().sign());
    assertThat(again.originalTokenId()).contains("first");
    assertThat(again.originallyIssuedAt()).isEqualTo(clock.instant().minusSeconds(40));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[]",
        "\"first\"",
        "{\"iat\":1700000000}",
        "{\"jti\":\"first\"}",
        "{\"iat\":1700000000,\"jti\":\"\"}",
        "{\"iat\":1700000000,\"jti\":null}",
        "{\"iat\":1700000000,\"jti\":7}",
        "{\"iat\":null,\"jti\":\"first\"}",
        "{\"iat\":-1,\"jti\":\"first\"}",
        "{\"iat\":\"1700000000\",\"jti\":\"first\"}",
        "{\"iat\":1700000000.5,\"jti\":\"first\"}",
        "{\"iat\":1700000000,\"iat\":1700000000,\"jti\":\"first\"}"
      })
  void presentedTokenThatIsNotWhole_makesTheTokenMalformed(String value) {
    assertRejected(sign(payload(Map.of("presented", value))), Reason.MALFORMED);
  }

  @Test
  void presentedTokenOfTheFuture_isNotYetValid() {
    long soon = clock.instant().getEpochSecond() + 10;
    Map<String, Object> presented = Map.of("iat", soon, "jti", "first");
    assertThat(verifier.verify(token().claim("presented", presented).sign())).isNotNull();
    assertRejected(
        token().claim("presented", Map.of("iat", soon + 1, "jti", "first")).sign(),
        Reason.NOT_YET_VALID);
  }

  @Test
  void tokenBoundToAKey_isNeverTakenAsBearer() {
    TestToken bound = token().claim("cnf", Map.of("jkt", "a".repeat(43)));
    assertRejected(bound.sign(), Reason.PROOF_REQUIRED);
    assertRejected(bound.claim("typ", "DPoP").sign(), Reason.PROOF_REQUIRED);
    Map<String, String> ofKeycloak = Map.of("jkt", "a".repeat(43), "kc-jkt-type", "DPoP");
    assertRejected(token().claim("cnf", ofKeycloak).sign(), Reason.PROOF_REQUIRED);
    assertRejected(
        token().claim("cnf", Map.of("x5t#S256", "a".repeat(43))).sign(), Reason.PROOF_REQUIRED);
  }

  @Test
  void tokenBoundInAWayThatIsNotUnderstood_isRefusedAsSuch() {
    for (Object cnf :
        List.of(
            Map.of("jkt", "abc"),
            Map.of("jkt", 7),
            Map.of("kid", "a"),
            Map.of("jkt", "a".repeat(43), "jwk", Map.of()),
            Map.of("jkt", "a".repeat(43), "kc-jkt-type", "other"),
            Map.of("jkt", "a".repeat(43), "kc-jkt-type", 1),
            Map.of("x5t#S256", "a".repeat(43), "kc-jkt-type", "DPoP"),
            Map.of("kc-jkt-type", "DPoP"),
            Map.of(),
            List.of(),
            "a")) {
      assertRejected(token().claim("cnf", cnf).sign(), Reason.UNKNOWN_CONFIRMATION);
    }
    assertRejected(sign(payload(Map.of("cnf", "null"))), Reason.UNKNOWN_CONFIRMATION);
    assertRejected(token().claim("typ", "DPoP").sign(), Reason.UNKNOWN_CONFIRMATION);
    Map<String, String> certificate = Map.of("x5t#S256", "a".repeat(43));
    assertRejected(
        token().claim("typ", "DPoP").claim("cnf", certificate).sign(), Reason.UNKNOWN_CONFIRMATION);
  }

  @Test
  void agentClaim_bindsByNameOrByKey() {
    assertThat(verifier.verify(token().agent("research-agent").sign()).agent())
        .contains(AgentBinding.named("research-agent"));
    assertThat(verifier.verify(token().agent("chat-room", "room", "42").sign()).agent())
        .contains(AgentBinding.keyed("chat-room", List.of("room", "42")));
  }

  @Test
  void agentClaimOfAnyOtherShape_isMalformed() {
    for (Object agent :
        List.of(
            "research-agent",
            List.of("research-agent"),
            Map.of(),
            Map.of("name", ""),
            Map.of("name", 7),
            Map.of("key", List.of("a")),
            Map.of("name", "a", "key", List.of()),
            Map.of("name", "a", "key", "b"),
            Map.of("name", "a", "key", List.of("")),
            Map.of("name", "a", "key", List.of(1)),
            Map.of("name", "a", "also", "b"))) {
      assertRejected(token().claim("agent", agent).sign(), Reason.MALFORMED);
    }
    assertRejected(sign(payload(Map.of("agent", "null"))), Reason.MALFORMED);
    assertRejected(
        sign(payload(Map.of("agent", "{\"name\":\"a\",\"key\":null}"))), Reason.MALFORMED);
  }

  @Test
  void actorChain_isReadOutermostFirst() {
    assertThat(verifier.verify(token().actors("now", "before").sign()).actors())
        .extracting(Caller.Actor::subject)
        .containsExactly("now", "before");
    assertThat(
            verifier
                .verify(token().claim("act", Map.of("sub", "a", "iss", "https://i")).sign())
                .actors())
        .containsExactly(new Caller.Actor("a", Optional.of("https://i")));
  }

  @Test
  void actorChainThatIsBrokenOrEndless_isMalformed() {
    assertRejected(token().claim("act", "a").sign(), Reason.MALFORMED);
    assertRejected(token().claim("act", Map.of()).sign(), Reason.MALFORMED);
    assertRejected(token().claim("act", Map.of("sub", "")).sign(), Reason.MALFORMED);
    assertRejected(token().claim("act", Map.of("sub", "a", "act", "b")).sign(), Reason.MALFORMED);
    assertRejected(
        token().actors("1", "2", "3", "4", "5", "6", "7", "8", "9").sign(), Reason.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({"api-key,API_KEY", "ticket,TICKET", "session,SESSION"})
  void authMethod_isMapped(String claim, AuthMethod method) {
    assertThat(verifier.verify(token().claim("auth_method", claim).sign()).authMethod())
        .isEqualTo(method);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bearer", "API-KEY", "security-key", "magic"})
  void unknownAuthMethod_isMalformed(String method) {
    assertRejected(token().claim("auth_method", method).sign(), Reason.MALFORMED);
  }

  @Test
  void datesAtTheEndsOfTheirRange_areDates() {
    assertThat(verifier.verify(sign(payload(Map.of("iat", "0")))).issuedAt())
        .isEqualTo(Instant.EPOCH);
    assertThat(verifier.verify(sign(payload(Map.of("exp", "253402300799")))).expiresAt())
        .isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
    assertRejected(sign(payload(Map.of("exp", "253402300800"))), Reason.MALFORMED);
  }
}
