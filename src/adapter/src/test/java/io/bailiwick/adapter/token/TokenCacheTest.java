package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.keys.KeysUnavailable;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestLog;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verifier that remembers tokens does otherwise than one that does not: nothing. */
class TokenCacheTest extends VerifierTestBase {
  private final AgentTokenVerifier cached = builder().build();

  private static TokenCacheHealth health(AgentTokenVerifier of) {
    return of.tokenCache().orElseThrow();
  }

  @Test
  void tokenPresentedAgain_isNotVerifiedAgain() {
    String token = token().subject("again").sign();
    long misses = health(cached).misses();
    Caller first = cached.verify(token);
    long hits = health(cached).hits();
    Caller second = cached.verify(Verifications.fresh(token));
    assertThat(second).isSameAs(first);
    assertThat(health(cached).hits()).isEqualTo(hits + 1);
    assertThat(health(cached).misses()).isEqualTo(misses + 1);
  }

  @Test
  void rememberedToken_isRejectedAsExpiredFromItsExpiryOn() {
    AgentTokenVerifier verifier = builder().build();
    String token = token().expiresIn(Duration.ofSeconds(30)).sign();
    Caller caller = verifier.verify(token);
    clock.advance(Duration.ofSeconds(30).minusMillis(1));
    assertThat(verifier.verify(Verifications.fresh(token))).isSameAs(caller);
    clock.advance(Duration.ofMillis(1));
    assertRejected(verifier, Verifications.fresh(token), Reason.EXPIRED);
    assertThat(health(verifier).tokens()).as("what is over is let go").isZero();
  }

  @Test
  void tokenThatLivesLong_isVerifiedAnewAfterFiveMinutes() {
    AgentTokenVerifier verifier = builder().build();
    String token = token().expiresIn(Duration.ofHours(1)).sign();
    Caller caller = verifier.verify(token);
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(verifier.verify(Verifications.fresh(token))).isSameAs(caller);
    clock.advance(Duration.ofMillis(1));
    assertThat(verifier.verify(Verifications.fresh(token))).isNotSameAs(caller);
    assertThat(health(verifier).misses()).isEqualTo(2);
    assertThat(health(verifier).tokens()).isEqualTo(1);
  }

  @Test
  void clockThatWasSetBack_lengthensNoLife() {
    AgentTokenVerifier verifier = builder().build();
    String token = token().expiresIn(Duration.ofHours(1)).sign();
    Caller caller = verifier.verify(token);
    clock.advance(Duration.ofSeconds(-5));
    assertThat(verifier.verify(Verifications.fresh(token))).isNotSameAs(caller);
    clock.advance(Duration.ofSeconds(5));
  }

  @Test
  void keyTakenOutOfTheJwks_endsRememberedTokens() {
    try (TestIssuer other = TestIssuer.start(clock, TestKey.generate("key-0", "ES256"));
        KeySource keys = keysOf(other).build()) {
      AgentTokenVerifier verifier = builder(other, keys).build();
      String token = other.token().expiresIn(Duration.ofHours(1)).sign();
      verifier.verify(token);
      String before = other.key().kid();
      other.rotate();
      other.retire(before);
      // a token of the new key makes the keys be read
      verifier.verify(other.token().sign());
      assertRejected(verifier, Verifications.fresh(token), Reason.UNKNOWN_KEY);
      assertThat(health(verifier).tokens()).isEqualTo(1);
    }
  }

  @Test
  void anotherKeyUnderTheSameId_endsRememberedTokens() {
    try (TestIssuer other = TestIssuer.start(clock, TestKey.generate("key-0", "ES256"));
        KeySource keys = keysOf(other).build()) {
      AgentTokenVerifier verifier = builder(other, keys).build();
      TestKey before = other.key();
      String token = other.token().expiresIn(Duration.ofHours(1)).sign();
      verifier.verify(token);
      other.retire(before.kid());
      other.rotate(TestKey.generate(before.kid(), before.algorithm()));
      other.rotate();
      verifier.verify(other.token().sign());
      assertRejected(verifier, Verifications.fresh(token), Reason.BAD_SIGNATURE);
    }
  }

  @Test
  void sameKeyReadAnew_keepsRememberedTokens() {
    try (TestIssuer other = TestIssuer.start(clock, TestKey.generate("key-0", "ES256"));
        KeySource keys = keysOf(other).build()) {
      AgentTokenVerifier verifier = builder(other, keys).build();
      String token = other.token().expiresIn(Duration.ofHours(1)).sign();
      Caller caller = verifier.verify(token);
      other.rotate();
      verifier.verify(other.token().sign());
      assertThat(verifier.verify(Verifications.fresh(token))).isSameAs(caller);
    }
  }

  @Test
  void keysBeyondTheStaleLimit_refuseRememberedTokensAsUnavailable() {
    try (TestLog log = TestLog.everything();
        TestIssuer other = TestIssuer.start(clock, TestKey.generate("key-0", "ES256"));
        KeySource keys =
            keysOf(other)
                .maxAge(Duration.ofSeconds(10))
                .staleLimit(Duration.ofSeconds(20))
                .build()) {
      AgentTokenVerifier verifier = builder(other, keys).build();
      String token = other.token().expiresIn(Duration.ofHours(1)).sign();
      Caller caller = verifier.verify(token);
      other.fail(TestIssuer.Fault.DOWN);
      clock.advance(Duration.ofSeconds(15));
      assertThat(verifier.verify(Verifications.fresh(token)))
          .as("stale, not over")
          .isSameAs(caller);
      clock.advance(Duration.ofSeconds(5));
      assertThatThrownBy(() -> verifier.verify(Verifications.fresh(token)))
          .isInstanceOf(KeysUnavailable.class);
      String signature = token.substring(token.lastIndexOf('.') + 1);
      assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(signature));
    }
  }

  /** What is shorter has no tag, and no real token is as short as either. */
  @Test
  void textOfSixtyFourCharacters_isRememberedAndAShorterOneIsNot() {
    AtomicInteger verifications = new AtomicInteger();
    TokenCache cache =
        new TokenCache(
            token -> {
              verifications.incrementAndGet();
              return Verifications.of(token, Instant.ofEpochSecond(1L << 33));
            },
            clock,
            10,
            100_000);
    for (int length : new int[] {63, 64}) {
      String token = Verifications.text(1, length);
      verifications.set(0);
      assertThat(cache.verify(token).caller().subject()).isEqualTo(token);
      assertThat(cache.verify(token).caller().subject()).isEqualTo(token);
      assertThat(verifications).hasValue(length == 63 ? 2 : 1);
    }
  }

  @Test
  void tokenInUse_isNotTheFirstThatIsEvicted() {
    AgentTokenVerifier verifier = builder().tokenCacheSize(3).build();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tokens.add(token().subject("user-" + i).sign());
    }
    Caller inUse = verifier.verify(tokens.get(0));
    verifier.verify(tokens.get(1));
    verifier.verify(tokens.get(2));
    verifier.verify(Verifications.fresh(tokens.get(0)));
    verifier.verify(tokens.get(3));
    assertThat(health(verifier).evictions()).isEqualTo(1);
    assertThat(verifier.verify(Verifications.fresh(tokens.get(0)))).isSameAs(inUse);
  }

  @Test
  void floodOfBadTokens_pushesNoGoodOneOut() {
    AgentTokenVerifier verifier = builder().tokenCacheSize(20).build();
    List<String> good = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String token = token().subject("good-" + i).sign();
      verifier.verify(token);
      good.add(token);
    }
    String expired = token().expired().sign();
    String[] parts = good.get(0).split("\\.", -1);
    for (int i = 0; i < 500; i++) {
      // forged, with the signature of a token that is remembered
      String other = token().subject("bad-" + i).unsigned().split("\\.", -1)[1];
      assertRejected(verifier, parts[0] + "." + other + "." + parts[2], Reason.BAD_SIGNATURE);
      assertRejected(verifier, expired, Reason.EXPIRED);
      assertRejected(verifier, "x".repeat(100 + i), Reason.MALFORMED);
    }
    long misses = health(verifier).misses();
    good.forEach(token -> assertThat(verifier.verify(Verifications.fresh(token))).isNotNull());
    assertThat(health(verifier).misses()).as("all were remembered").isEqualTo(misses);
    assertThat(health(verifier).tokens()).isEqualTo(20);
    assertThat(health(verifier).evictions()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 40, 200})
  void textThatDiffersFromARememberedOneInOneCharacter_isRejected(int at) {
    String token = token().subject("one character").sign();
    cached.verify(token);
    for (char other : new char[] {'~', 'A', (char) (token.charAt(at) + 0x100), '\u0000'}) {
      if (other != token.charAt(at)) {
        String changed = token.substring(0, at) + other + token.substring(at + 1);
        assertThatThrownBy(() -> cached.verify(changed)).isInstanceOf(TokenRejected.class);
      }
    }
  }

  @Test
  void forgottenCallers_areVerifiedAnewAndNobodyElseIs() {
    AgentTokenVerifier verifier = builder().build();
    String bert = token().subject("bert").sign();
    String ada = token().subject("ada").sign();
    Caller first = verifier.verify(bert);
    Caller other = verifier.verify(ada);
    verifier.forget(caller -> caller.subject().equals("bert"));
    assertThat(health(verifier).tokens()).isEqualTo(1);
    assertThat(verifier.verify(Verifications.fresh(bert))).isNotSameAs(first);
    assertThat(verifier.verify(Verifications.fresh(ada))).isSameAs(other);
  }

  @Test
  void forgettingThatThrows_forgetsWhatItThrewOnAndSaysSo() {
    AgentTokenVerifier verifier = builder().build();
    verifier.verify(token().subject("bert").sign());
    verifier.verify(token().subject("ada").sign());
    assertThatThrownBy(
            () ->
                verifier.forget(
                    caller -> {
                      if (caller.subject().equals("bert")) {
                        throw new IllegalStateException("no answer");
                      }
                      return false;
                    }))
        .hasMessage("no answer");
    assertThat(health(verifier).tokens()).isEqualTo(1);
  }

  @Test
  void errorWhileForgetting_leavesNoLaterTokenRemembered() {
    AgentTokenVerifier verifier = builder().build();
    for (String subject : List.of("ada", "bert", "cleo")) {
      verifier.verify(token().subject(subject).sign());
    }
    AtomicInteger asked = new AtomicInteger();
    assertThatThrownBy(
            () ->
                verifier.forget(
                    caller -> {
                      if (asked.getAndIncrement() == 0) {
                        throw new AssertionError("no answer");
                      }
                      return true;
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessage("no answer");
    assertThat(asked).hasValue(3);
    assertThat(health(verifier).tokens()).isZero();
  }

  /** It may have found what was still to be removed, and is not to hand it on afterwards. */
  @Test
  void verificationThatBeganWhileForgetting_isOfAnEpochThatIsOver() {
    SeenTokens table = new SeenTokens(10, 100_000, new TokenText());
    Verified verified = Verifications.of("bert", Instant.MAX);
    table.put(new SeenTokens.Seen(1, "token", verified, 0, Long.MAX_VALUE), table.epoch());
    List<Long> meanwhile = new ArrayList<>();
    table.forget(caller -> meanwhile.add(table.epoch()));
    assertThat(meanwhile).hasSize(1).doesNotContain(table.epoch());
  }

  @Test
  void boundToken_needsItsProofEachTimeThoughItIsRemembered() {
    AgentTokenVerifier verifier = builder().build();
    String token = token().boundTo(TestKey.generate("proof", "ES256")).sign();
    for (int i = 0; i < 3; i++) {
      assertRejected(verifier, Verifications.fresh(token), Reason.PROOF_REQUIRED);
    }
    assertThat(health(verifier).hits()).isEqualTo(2);
  }

  @Test
  void bounds_areOptionsAndHold() {
    AgentTokenVerifier few = builder().tokenCacheSize(3).build();
    AgentTokenVerifier small = builder().tokenCacheBytes(20_000).build();
    AgentTokenVerifier tiny = builder().tokenCacheBytes(100).build();
    for (int i = 0; i < 10; i++) {
      String token = token().subject("user-" + i).sign();
      few.verify(token);
      small.verify(token);
      tiny.verify(token);
    }
    assertThat(health(few).tokens()).isEqualTo(3);
    assertThat(health(few).evictions()).isEqualTo(7);
    assertThat(health(small).bytes()).isPositive().isLessThanOrEqualTo(20_000);
    assertThat(health(tiny).tokens()).isZero();
  }

  @Test
  void verifierWithoutCache_remembersNothing() {
    AgentTokenVerifier verifier = builder().withoutTokenCache().build();
    TestToken good = token();
    String token = good.sign();
    assertThat(verifier.verify(token)).isNotSameAs(verifier.verify(token));
    assertThat(verifier.tokenCache()).isEmpty();
    verifier.forget(caller -> true);
  }

  @Test
  void sizesThatSayNothingOrContradict_areRefused() {
    assertThatThrownBy(() -> builder().tokenCacheSize(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().tokenCacheBytes(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().tokenCacheSize(1).tokenCacheSize(1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> builder().tokenCacheBytes(1).withoutTokenCache().build())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void cache_isNotWrittenOut() {
    String token = token().subject("secret-subject").sign();
    cached.verify(token);
    TokenText text = new TokenText();
    SeenTokens.Seen seen =
        new SeenTokens.Seen(
            text.tag(token), token, Verifications.of(token, clock.instant().plusSeconds(60)), 0, 1);
    for (Object object : List.of(cached, health(cached), text, seen)) {
      assertThat(object.toString())
          .doesNotContain(token.substring(token.length() - 20))
          .doesNotContain("secret-subject");
    }
  }
}
