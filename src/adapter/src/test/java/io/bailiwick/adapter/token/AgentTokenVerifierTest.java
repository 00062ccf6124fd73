package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.PemKeys;
import io.bailiwick.adapter.keys.SharedSecret;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.scope.Scope;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestToken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted, what can be configured, and that nothing leaks. */
class AgentTokenVerifierTest extends VerifierTestBase {
  private static final byte[] SECRET =
      "a shared secret of the development, long enough".getBytes(StandardCharsets.UTF_8);

  @Test
  void goodToken_givesCallerWithEveryClaim() {
    Caller caller =
        verifier.verify(
            token()
                .subject("bert")
                .scopes("agents:read", "agents:research-agent:run")
                .claim("jti", "id-1")
                .claim("name", "Bert B.")
                .claim("email", "bert@example.com")
                .sign());

    assertThat(caller.issuer()).isEqualTo(issuer.issuer());
    assertThat(caller.subject()).isEqualTo("bert");
    assertThat(caller.identity())
        .isEqualTo(new Caller.Identity(issuer.issuer(), "bert", Optional.of("demo-cli")));
    assertThat(caller.sessionId()).contains("session-1");
    assertThat(caller.tokenId()).contains("id-1");
    assertThat(caller.name()).contains("Bert B.");
    assertThat(caller.email()).contains("bert@example.com");
    assertThat(caller.agent()).isEmpty();
    assertThat(caller.actors()).isEmpty();
    assertThat(caller.authMethod()).isEqualTo(AuthMethod.BEARER);
    assertThat(caller.issuedAt()).isEqualTo(clock.instant());
    assertThat(caller.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(5)));
    assertThat(caller.claims()).isEmpty();
    assertThat(caller.can(Scope.of("agents", "any", "read"))).isTrue();
    assertThat(caller.can(Scope.of("agents", "research-agent", "run"))).isTrue();
    assertThat(caller.can(Scope.of("agents", "support-agent", "run"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt"})
  void accessTokenType_isAcceptedInAnyCaseAndWithItsPrefix(String type) {
    assertThat(verifier.verify(token().header("typ", type).sign())).isNotNull();
  }

  @Test
  void singleAudienceAsText_isAccepted() {
    assertThat(verifier.verify(token().claim("aud", TestIssuer.AUDIENCE).sign())).isNotNull();
  }

  @Test
  void tokenWithoutPayloadType_isAcceptedAsRfc9068HasNone() {
    assertThat(verifier.verify(token().without("typ").sign())).isNotNull();
  }

  @Test
  void unknownHeaderParameterAndClaim_areReadPast() {
    assertThat(verifier.verify(token().header("x5t", "abc").claim("acr", "1").sign())).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"
      })
  void everyAlgorithm_isAcceptedWithItsKeyAndNoFlippedByte(String algorithm) {
    TestKey key = TestKey.generate("of-its-own", algorithm);
    AgentTokenVerifier pem =
        AgentTokenVerifier.builder()
            .issuer(issuer.issuer(), PemKeys.parse(key.pem()))
            .audience(TestIssuer.AUDIENCE)
            .clock(clock)
            .build();

    assertThat(pem.verify(token().signedWith(key).sign())).isNotNull();
    assertRejected(pem, token().signedWith(key).flippedByte(), Reason.BAD_SIGNATURE);
  }

  @Test
  void claimNames_canBeConfigured() {
    AgentTokenVerifier other =
        builder()
            .scopesClaim("permissions")
            .userClaim("preferred_username")
            .audienceClaim("client")
            .build();
    Caller caller =
        other.verify(
            token()
                .without("scopes")
                .without("scope")
                .without("aud")
                .claim("permissions", "agents:a:run agents:b:run")
                .claim("preferred_username", "bert")
                .claim("client", TestIssuer.AUDIENCE)
                .sign());

    assertThat(caller.subject()).isEqualTo("bert");
    assertThat(caller.scopes().texts()).containsExactly("agents:a:run", "agents:b:run");
    assertRejected(other, token().claim("client", TestIssuer.AUDIENCE).sign(), Reason.BAD_SUBJECT);
    assertRejected(other, token().sign(), Reason.WRONG_AUDIENCE);
  }

  @Test
  void scopesUnderAnotherName_areATextOrAnArrayOfOneScopeEach() {
    AgentTokenVerifier other = builder().scopesClaim("permissions").build();
    TestToken token = token().without("scopes").without("scope");
    assertThat(scopes(other, token.claim("permissions", "agents:a:run")))
        .containsExactly("agents:a:run");
    assertThat(scopes(other, token.claim("permissions", List.of("agents:a:run", "config:read"))))
        .containsExactly("agents:a:run", "config:read");
    assertThat(scopes(other, token.claim("permissions", List.of("agents:a:run config:read"))))
        .isEmpty();
    assertThat(scopes(other, token.claim("permissions", ""))).isEmpty();
    assertRejected(other, token.claim("permissions", 7).sign(), Reason.MALFORMED);
  }

  private static List<String> scopes(AgentTokenVerifier verifier, TestToken token) {
    return verifier.verify(token.sign()).scopes().texts();
  }

  @Test
  void claimsHandedOn_areTheNamedOnesAndImmutable() {
    Caller caller =
        builder()
            .handOnClaims("tenant", "tree", "sub", "missing", "nothing")
            .build()
            .verify(
                sign(
                    payload(
                        Map.of(
                            "tenant", "\"t-1\"",
                            "tree", "{\"a\":[1,null,{\"b\":null,\"c\":2.5}],\"n\":null}",
                            "nothing", "null",
                            "secret", "\"kept\""))));

    assertThat(caller.claims()).containsOnlyKeys("tenant", "tree", "sub");
    assertThat(caller.claims().get("tree"))
        .isEqualTo(Map.of("a", List.of(1L, Map.of("c", new java.math.BigDecimal("2.5")))));
    assertThatThrownBy(() -> caller.claims().put("x", 1))
        .isInstanceOf(UnsupportedOperationException.class);
    Map<?, ?> tree = (Map<?, ?>) java.util.Objects.requireNonNull(caller.claims().get("tree"));
    assertThatThrownBy(() -> tree.remove("a")).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void sharedSecret_isAcceptedAndNamedAsLoosened() {
    AgentTokenVerifier shared =
        AgentTokenVerifier.builder()
            .issuer(issuer.issuer(), SharedSecret.forDevelopment(SECRET))
            .audience(TestIssuer.AUDIENCE)
            .clock(clock)
            .build();

    assertThat(shared.verify(token().hs256(SECRET))).isNotNull();
    assertRejected(shared, token().hs256(new byte[32]), Reason.BAD_SIGNATURE);
    assertRejected(shared, token().sign(), Reason.UNKNOWN_KEY);
    assertThat(shared.loosened()).singleElement().asString().contains("shared secret");
  }

  @Test
  void verifierAsItComes_loosensNothing() {
    assertThat(verifier.loosened()).isEmpty();
  }

  @Test
  void audienceAndUserOfOtherClaims_areListedAsLoosened() {
    assertThat(builder().audienceClaim("client").build().loosened())
        .singleElement()
        .asString()
        .contains("audienceClaim", "client", "aud is not looked at");
    assertThat(builder().userClaim("preferred_username").build().loosened())
        .singleElement()
        .asString()
        .contains("userClaim", "preferred_username");
    assertThat(builder().userClaim("sub").audienceClaim("aud").build().loosened()).isEmpty();
  }

  @Test
  void dialectWithOptIns_isListedAsLoosened() {
    ScopeRules rules = ScopeRules.builder().prefixIds().actionImplies("run", "read").build();

    assertThat(builder().rules(rules).build().loosened())
        .containsExactly(
            "prefixIds: a scope may cover every id that begins with a prefix",
            "actionImplies: who may run may read too");
    assertThat(builder().build().loosened()).isEmpty();
  }

  @Test
  void verifierWithoutIssuerOrAudience_isNotBuilt() {
    assertThatThrownBy(() -> AgentTokenVerifier.builder().audience("a").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("issuer(");
    assertThatThrownBy(() -> AgentTokenVerifier.builder().issuer("i", keys).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("audience(");
  }

  @Test
  void settingAThingTwice_isAnError() {
    assertThatThrownBy(() -> builder().audience("again")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> builder().clock(clock)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> builder().issuer(issuer.issuer(), keys))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> builder().handOnClaims("a").handOnClaims("b"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> builder().acceptPlainJwtType().acceptPlainJwtType())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> builder().audience(" ")).isInstanceOf(RuntimeException.class);
  }

  static Map<String, UnaryOperator<AgentTokenVerifier.Builder>> settings() {
    // in one order, so that one name stands for one setting in every run
    return new TreeMap<>(
        Map.ofEntries(
            Map.entry("rules", of -> of.rules(ScopeRules.standard())),
            Map.entry("maxTokenLength", of -> of.maxTokenLength(1)),
            Map.entry("acceptPlainJwtType", AgentTokenVerifier.Builder::acceptPlainJwtType),
            Map.entry("scopesClaim", of -> of.scopesClaim("rights")),
            Map.entry("userClaim", of -> of.userClaim("user")),
            Map.entry("audienceClaim", of -> of.audienceClaim("for")),
            Map.entry("crypto", of -> of.crypto(CryptoChoice.ofProcess())),
            Map.entry("proofs", of -> of.proofs(ProofOfPossession.NONE)),
            Map.entry("tokenCacheSize", of -> of.tokenCacheSize(1)),
            Map.entry("tokenCacheBytes", of -> of.tokenCacheBytes(1)),
            Map.entry("withoutTokenCache", AgentTokenVerifier.Builder::withoutTokenCache),
            Map.entry("handOnClaims", of -> of.handOnClaims("department"))));
  }

  static Set<String> namesOfSettings() {
    return settings().keySet();
  }

  @ParameterizedTest
  @MethodSource("namesOfSettings")
  void setting_isTakenOnceAndThenRefusedByName(String name) {
    UnaryOperator<AgentTokenVerifier.Builder> set = Objects.requireNonNull(settings().get(name));
    AgentTokenVerifier.Builder builder = builder();
    assertThat(set.apply(builder)).isSameAs(builder);
    assertThat(builder.build()).isNotNull();
    assertThatThrownBy(() -> set.apply(builder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(name);
  }

  @Test
  void whatItVerifiesWith_canBeAskedFor() {
    CryptoChoice choice = CryptoChoice.ofProcess();
    AgentTokenVerifier built = builder().crypto(choice).proofs(ProofOfPossession.NONE).build();
    assertThat(built.crypto()).isSameAs(choice);
    assertThat(built.proofs()).isSameAs(ProofOfPossession.NONE);
  }

  @Test
  void boundOfNothing_isRefused() {
    for (int nothing : new int[] {0, -1}) {
      assertThatThrownBy(() -> builder().maxTokenLength(nothing))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> builder().tokenCacheSize(nothing))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> builder().tokenCacheBytes(nothing))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void cacheThatIsThereAndIsNot_isRefused() {
    assertThatThrownBy(() -> builder().withoutTokenCache().tokenCacheSize(1).build())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> builder().withoutTokenCache().tokenCacheBytes(1).build())
        .isInstanceOf(IllegalStateException.class);
    assertThat(builder().withoutTokenCache().build().tokenCache()).isEmpty();
  }

  @Test
  void builderChangedAfterwards_doesNotChangeTheVerifier() {
    AgentTokenVerifier.Builder builder = builder();
    AgentTokenVerifier built = builder.build();
    builder.issuer("https://late.example", keys);
    assertRejected(built, token().claim("iss", "https://late.example").sign(), Reason.WRONG_ISSUER);
  }

  @Test
  void noRejection_saysAnythingOfTheToken() {
    for (String bad :
        List.of(
            token().subject("very-private-subject").expired().sign(),
            token().flippedByte(),
            token().hs256WithPublicKey(),
            token().claim("agent", "very-private-agent").sign(),
            token().duplicateClaim("sub", "very-private"),
            sign("{\"very-private-claim\": very-private-value}"),
            "very-private.token.text")) {
      assertThatThrownBy(() -> verifier.verify(bad))
          .isInstanceOfSatisfying(
              TokenRejected.class,
              rejected -> {
                assertThat(rejected).hasMessage(rejected.reason().name()).hasNoCause();
                assertThat(rejected.toString()).doesNotContain("very-private");
              });
    }
  }

  @Test
  void callersText_saysNothingOfWhoItIs() {
    Caller caller = verifier.verify(token().subject("very-private").sign());
    assertThat(caller.toString()).contains("BEARER").doesNotContain("very-private");
  }
}
