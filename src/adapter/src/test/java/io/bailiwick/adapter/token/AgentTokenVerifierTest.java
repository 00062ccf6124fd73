package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.keys.PemKeys;
import io.bailiwick.adapter.keys.SharedSecret;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.scope.AgentBinding;
import io.bailiwick.scope.Scope;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestToken;
import io.bailiwick.testkit.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentTokenVerifierTest {
  private static final byte[] SECRET =
      "a shared secret of the development, long enough".getBytes(StandardCharsets.UTF_8);

  private final TestClock clock = TestClock.fixed();
  private final TestIssuer issuer = TestIssuer.start(clock);
  private final KeySource keys = JwksUrl.ofIssuer(issuer.issuer()).clock(clock).build();
  private final AgentTokenVerifier verifier = builder().build();

  @BeforeAll
  void readsKeys() {
    assertThat(verifier.verify(issuer.token().sign())).isNotNull();
  }

  @AfterAll
  void stop() {
    keys.close();
    issuer.close();
  }

  private AgentTokenVerifier.Builder builder() {
    return AgentTokenVerifier.builder()
        .issuer(issuer.issuer(), keys)
        .audience(TestIssuer.AUDIENCE)
        .clock(clock);
  }

  private TestToken token() {
    return issuer.token();
  }

  private void assertRejected(String token, Reason reason) {
    assertRejected(verifier, token, reason);
  }

  private static void assertRejected(AgentTokenVerifier by, String token, Reason reason) {
    assertThatThrownBy(() -> by.verify(token))
        .isInstanceOfSatisfying(
            TokenRejected.class, rejected -> assertThat(rejected.reason()).isEqualTo(reason));
  }

  // what is accepted

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

  // shape

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "a",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        "a.b.c.d.e",
        "e30.e30.",
        "e30.e30.AA",
        " ",
        "\u0000",
        "bearer",
        "e30..AA",
        ".e30.AA"
      })
  void anythingThatIsNoCompactJws_isMalformed(String text) {
    assertRejected(text, Reason.MALFORMED);
  }

  @Test
  void tokenOverTheLimit_isTooLarge() {
    assertRejected(token().claim("filler", "x".repeat(16 * 1024)).sign(), Reason.TOO_LARGE);
  }

  @Test
  void limitOnLength_isAnOption() {
    String good = token().sign();
    assertThat(builder().maxTokenLength(good.length()).build().verify(good)).isNotNull();
    assertRejected(builder().maxTokenLength(good.length() - 1).build(), good, Reason.TOO_LARGE);
  }

  @Test
  void fiveParts_areMalformed() {
    assertRejected(token().sign() + ".AA.AA", Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "==", " ", "\n", "\t", "+", "/", "\u00e9", "\uff21"})
  void partWithAnythingBeyondBase64url_isMalformed(String stray) {
    String[] parts = token().sign().split("\\.", -1);
    assertRejected(parts[0] + stray + "." + parts[1] + "." + parts[2], Reason.MALFORMED);
    assertRejected(parts[0] + "." + parts[1] + stray + "." + parts[2], Reason.MALFORMED);
    assertRejected(parts[0] + "." + parts[1] + "." + parts[2] + stray, Reason.MALFORMED);
    assertRejected(stray + parts[0] + "." + parts[1] + "." + parts[2], Reason.MALFORMED);
  }

  @Test
  void signatureWithStrayBits_isMalformed() {
    String good = token().sign();
    // 256 bytes leave four bits over in the last character; a good one has them zero
    char last = good.charAt(good.length() - 1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char stray = alphabet.charAt(alphabet.indexOf(last) | 1);
    assertRejected(good.substring(0, good.length() - 1) + stray, Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "1", "\"x\"", "", "{", "{}{}", "{} x", "{'alg':'RS256'}"})
  void headerThatIsNoJsonObject_isMalformed(String json) {
    assertRejected(
        TestTokens.sign(issuer.key(), json.isEmpty() ? " " : json, "{}"), Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "null", "1", "{", "{}{}", "{} x", "{\"a\":1,}", "{\"a\":NaN}", "/**/{}"})
  void payloadThatIsNoJsonObject_isMalformed(String json) {
    assertRejected(sign(json), Reason.MALFORMED);
  }

  @Test
  void payloadInUtf16_isMalformed() {
    byte[] payload = payload(Map.of()).getBytes(StandardCharsets.UTF_16LE);
    assertRejected(
        TestTokens.sign(issuer.key(), header().getBytes(StandardCharsets.UTF_8), payload),
        Reason.MALFORMED);
  }

  @Test
  void payloadWithByteOrderMark_isMalformed() {
    assertRejected(sign("\ufeff" + payload(Map.of())), Reason.MALFORMED);
  }

  @Test
  void payloadWithOverlongUtf8_isMalformed() {
    byte[] good = payload(Map.of("name", "\"~\"")).getBytes(StandardCharsets.ISO_8859_1);
    byte[] bad = new byte[good.length + 1];
    int at = new String(good, StandardCharsets.ISO_8859_1).indexOf('~');
    System.arraycopy(good, 0, bad, 0, at);
    bad[at] = (byte) 0xC0;
    bad[at + 1] = (byte) 0xAF;
    System.arraycopy(good, at + 1, bad, at + 2, good.length - at - 1);
    assertRejected(
        TestTokens.sign(issuer.key(), header().getBytes(StandardCharsets.UTF_8), bad),
        Reason.MALFORMED);
  }

  @Test
  void claimWithLoneSurrogate_isMalformed() {
    assertRejected(sign(payload(Map.of("name", "\"\\ud800\""))), Reason.MALFORMED);
  }

  @Test
  void duplicateClaim_isMalformed() {
    assertRejected(token().duplicateClaim("sub", "ada"), Reason.MALFORMED);
  }

  @Test
  void duplicateNameWithinAnUnreadClaim_isMalformed() {
    assertRejected(sign(payload(Map.of("other", "{\"a\":1,\"a\":2}"))), Reason.MALFORMED);
  }

  @Test
  void duplicateNameByEscape_isMalformed() {
    assertRejected(sign(payload(Map.of("\\u0073ub", "\"ada\""))), Reason.MALFORMED);
  }

  @Test
  void duplicateHeaderParameter_isMalformed() {
    String header =
        "{\"alg\":\"RS256\",\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\""
            + issuer.key().kid()
            + "\"}";
    assertRejected(TestTokens.sign(issuer.key(), header, payload(Map.of())), Reason.MALFORMED);
  }

  @Test
  void deepNesting_isMalformed() {
    assertRejected(
        sign(payload(Map.of("deep", "[".repeat(200) + "]".repeat(200)))), Reason.MALFORMED);
  }

  @Test
  void manyClaims_areMalformed() {
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < 300; i++) {
      many.put("c" + i, "1");
    }
    assertRejected(sign(payload(many)), Reason.MALFORMED);
  }

  @Test
  void numberThatWouldFillMemory_isMalformed() {
    assertRejected(sign(payload(Map.of("big", "1.5e999999999"))), Reason.MALFORMED);
  }

  // header

  @ParameterizedTest
  @ValueSource(strings = {"crit", "b64", "zip", "enc", "jwk", "jku", "x5u", "x5c"})
  void headerThatAsksOrBringsOrPoints_isMalformed(String name) {
    assertRejected(token().header(name, "https://attacker.example/keys").sign(), Reason.MALFORMED);
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

  // type

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

  @Test
  void dialectWithOptIns_isListedAsLoosened() {
    ScopeRules rules = ScopeRules.builder().prefixIds().actionImplies("run", "read").build();

    assertThat(builder().rules(rules).build().loosened())
        .containsExactly(
            "prefixIds: a scope may cover every id that begins with a prefix",
            "actionImplies: who may run may read too");
    assertThat(builder().build().loosened()).isEmpty();
  }

  // issuer, audience, subject

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

  // time

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

  // proof, binding, actors, method

  @Test
  void tokenBoundToAKey_isNeverTakenAsBearer() {
    assertRejected(token().claim("cnf", Map.of("jkt", "abc")).sign(), Reason.PROOF_REQUIRED);
    assertRejected(sign(payload(Map.of("cnf", "null"))), Reason.PROOF_REQUIRED);
    assertRejected(token().claim("typ", "DPoP").sign(), Reason.PROOF_REQUIRED);
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

  // scopes

  @Test
  void scopesArray_governsAndPlainNamesInScopeDontMatter() {
    Caller caller =
        verifier.verify(
            token().scopes("agents:a:run").claim("scope", "openid email agents:a:run").sign());
    assertThat(caller.scopes().texts()).containsExactly("agents:a:run");
  }

  @Test
  void agentScopesInScopeThatDiffer_areMalformed() {
    assertRejected(
        token().scopes("agents:a:run").claim("scope", "agents:run").sign(), Reason.MALFORMED);
    assertRejected(token().scopes().claim("scope", "agents:run").sign(), Reason.MALFORMED);
    assertRejected(
        token().scopes("agents:a:run").claim("scope", "agents:a:run agent_os:admin").sign(),
        Reason.MALFORMED);
  }

  @Test
  void sameScopesInAnotherOrder_areTheSame() {
    Caller caller =
        verifier.verify(token().scopes("b:read", "a:read").claim("scope", "a:read b:read").sign());
    assertThat(caller.scopes().texts()).containsExactlyInAnyOrder("a:read", "b:read");
  }

  @Test
  void scopeAlone_givesItsAgentScopes() {
    Caller caller =
        verifier.verify(token().without("scopes").claim("scope", "openid agents:a:run").sign());
    assertThat(caller.scopes().texts()).containsExactly("agents:a:run");
  }

  @Test
  void neitherScopeNorScopes_isNoScopes() {
    assertThat(
            verifier.verify(token().without("scopes").without("scope").sign()).scopes().isEmpty())
        .isTrue();
  }

  @Test
  void scopesElsewhere_areNoScopes() {
    Caller caller =
        verifier.verify(
            token().scopes("agent_os:admin").claim("scopes_ref", "https://kc/scopes/1").sign());
    assertThat(caller.scopes().isEmpty()).isTrue();
    assertThat(caller.can(Scope.global("agents", "read"))).isFalse();
  }

  @Test
  void malformedScope_grantsNothingAndIsCounted() {
    Caller caller = verifier.verify(token().scopes("agents::read", "agents:a:run").sign());
    assertThat(caller.scopes().texts()).containsExactly("agents:a:run");
    assertThat(caller.scopes().malformed()).isEqualTo(1);
  }

  @Test
  void scopesThatAreNoArrayOfTexts_areMalformed() {
    assertRejected(token().claim("scopes", "agents:read").sign(), Reason.MALFORMED);
    assertRejected(token().claim("scopes", Map.of()).sign(), Reason.MALFORMED);
    assertRejected(token().claim("scopes", List.of(1)).sign(), Reason.MALFORMED);
    assertRejected(token().claim("scope", List.of("agents:read")).sign(), Reason.MALFORMED);
    assertRejected(sign(payload(Map.of("scopes", "null"))), Reason.MALFORMED);
    assertRejected(sign(payload(Map.of("scopes", "[null]"))), Reason.MALFORMED);
  }

  // what can be configured

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
                            "tree", "{\"a\":[1,{\"b\":null,\"c\":2.5}],\"n\":null}",
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

  @Test
  void builderChangedAfterwards_doesNotChangeTheVerifier() {
    AgentTokenVerifier.Builder builder = builder();
    AgentTokenVerifier built = builder.build();
    builder.issuer("https://late.example", keys);
    assertRejected(built, token().claim("iss", "https://late.example").sign(), Reason.WRONG_ISSUER);
  }

  // nothing leaks

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

  /** The members of a good payload, with others put in as raw JSON. */
  private String payload(Map<String, String> raw) {
    long now = clock.instant().getEpochSecond();
    Map<String, String> members = new LinkedHashMap<>();
    members.put("iss", "\"" + issuer.issuer() + "\"");
    members.put("aud", "\"" + TestIssuer.AUDIENCE + "\"");
    members.put("sub", "\"bert\"");
    members.put("exp", Long.toString(now + 60));
    members.put("iat", Long.toString(now));
    members.putAll(raw);
    StringBuilder json = new StringBuilder("{");
    members.forEach(
        (name, value) -> json.append('"').append(name).append("\":").append(value).append(','));
    return json.replace(json.length() - 1, json.length(), "}").toString();
  }

  private String header() {
    return "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"" + issuer.key().kid() + "\"}";
  }

  private String sign(String payload) {
    return TestTokens.sign(issuer.key(), header(), payload);
  }
}
