package io.bailiwick.adapter.life;

import static io.bailiwick.adapter.life.Connections.admitted;
import static io.bailiwick.adapter.life.Connections.refused;
import static io.bailiwick.adapter.life.Connections.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.life.Connections.Hearing;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.TokenRejected;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevocationsTest {
  private static final String ISSUER = Callers.ISSUER.issuer();
  private static final Instant NOW = Callers.CLOCK.instant();
  private static final TestToken TOKEN =
      Connections.token().subject("bert").claim("jti", "t1").claim("sid", "s1");
  private static final Caller CALLER = Callers.verified(TOKEN);

  private final TestClock clock = TestClock.at(NOW);
  private final Revocations revocations = Revocations.of(clock, Duration.ofMinutes(10));

  private static TokenRejected.@Nullable Reason reason(Revocations of, Caller caller) {
    TokenRejected rejected = catchThrowableOfType(TokenRejected.class, () -> of.check(caller));
    return rejected == null ? null : rejected.reason();
  }

  private TokenRejected.@Nullable Reason reason(Caller caller) {
    return reason(revocations, caller);
  }

  private static List<Revocation> ofCaller() {
    return List.of(
        Revocation.session(ISSUER, "s1"),
        Revocation.subject(ISSUER, "bert", NOW),
        Revocation.token(ISSUER, "t1"),
        Revocation.client(ISSUER, "demo-cli", NOW),
        Revocation.everything(ISSUER, NOW));
  }

  @Test
  void nothingRevoked_refusesNobody() {
    assertThat(reason(CALLER)).isNull();
    assertThat(revocations.size()).isZero();
  }

  @Test
  void eachKind_refusesWhatItCovers_andNothingElse() {
    List<Revocation> others =
        List.of(
            Revocation.session(ISSUER, "t1"),
            Revocation.subject(ISSUER, "demo-cli", NOW),
            Revocation.token(ISSUER, "s1"),
            Revocation.client(ISSUER, "bert", NOW),
            Revocation.session("https://other", "s1"),
            Revocation.subject("https://other", "bert", NOW),
            Revocation.everything("https://other", NOW),
            Revocation.subject(ISSUER, "bert", NOW.minusSeconds(1)),
            Revocation.client(ISSUER, "demo-cli", NOW.minusSeconds(1)),
            Revocation.everything(ISSUER, NOW.minusSeconds(1)));
    for (Revocation other : others) {
      assertThat(other.covers(CALLER)).as(other.toString()).isFalse();
      revocations.revoke(other);
    }
    assertThat(reason(CALLER)).isNull();
    for (Revocation one : ofCaller()) {
      assertThat(one.covers(CALLER)).as(one.toString()).isTrue();
      Revocations fresh = Revocations.of(clock, Duration.ofMinutes(10));
      fresh.revoke(one);
      assertThat(reason(fresh, CALLER)).as(one.toString()).isEqualTo(TokenRejected.Reason.REVOKED);
    }
  }

  @Test
  void issuedUpTo_isInWholeSeconds_asIatIs() {
    Revocation within = Revocation.subject(ISSUER, "bert", NOW.plusMillis(999));
    assertThat(within.covers(CALLER)).isTrue();
    assertThat(Revocation.subject(ISSUER, "bert", NOW.minusMillis(1)).covers(CALLER)).isFalse();
  }

  @Test
  void laterLogin_isNotRefused() {
    revocations.revoke(Revocation.subject(ISSUER, "bert", NOW.minusSeconds(1)));
    assertThat(reason(CALLER)).isNull();
    Caller earlier = Callers.verified(TOKEN.issuedAgo(Duration.ofSeconds(1)));
    assertThat(reason(earlier)).isEqualTo(TokenRejected.Reason.REVOKED);
  }

  @Test
  void timeOfTheFuture_meansWhatIsIssuedByNow() {
    clock.advance(Duration.ofMinutes(-5));
    revocations.revoke(Revocation.subject(ISSUER, "bert", NOW.plus(Duration.ofDays(365))));
    // that one was issued five minutes later
    assertThat(reason(CALLER)).isNull();
  }

  @Test
  void sameSubjectRevokedAgain_takesTheLaterTime() {
    revocations.revoke(Revocation.subject(ISSUER, "bert", NOW));
    revocations.revoke(Revocation.subject(ISSUER, "bert", NOW.minusSeconds(60)));
    assertThat(revocations.size()).isEqualTo(1);
    assertThat(reason(CALLER)).isEqualTo(TokenRejected.Reason.REVOKED);
  }

  @Test
  void revocation_isRememberedAsLongAsATokenMayLive_andThenForgotten() {
    revocations.revoke(Revocation.session(ISSUER, "s1"));
    clock.advance(Duration.ofMinutes(10));
    revocations.revoke(Revocation.session(ISSUER, "other"));
    assertThat(reason(CALLER)).isEqualTo(TokenRejected.Reason.REVOKED);
    assertThat(revocations.size()).isEqualTo(2);
    clock.advance(Duration.ofSeconds(10));
    revocations.revoke(Revocation.session(ISSUER, "third"));
    assertThat(revocations.size()).isEqualTo(2);
    // a token that lives longer than was said is not taken for one that was never revoked
    assertThat(reason(CALLER)).isEqualTo(TokenRejected.Reason.TOO_OLD);
  }

  @Test
  void whereThereIsNoRoom_olderTokensAreRefused_ratherThanTheRevokedLetIn() {
    Revocations two = Revocations.of(clock, Duration.ofMinutes(10), 2);
    clock.advance(Duration.ofMinutes(-1));
    two.revoke(Revocation.session(ISSUER, "s1"));
    Caller revoked = Callers.verified(TOKEN.issuedAgo(Duration.ofMinutes(1)));
    assertThat(reason(two, revoked)).isEqualTo(TokenRejected.Reason.REVOKED);
    clock.advance(Duration.ofMinutes(1));
    two.revoke(Revocation.session(ISSUER, "s2"));
    two.revoke(Revocation.session(ISSUER, "s3"));
    assertThat(two.size()).isEqualTo(2);
    assertThat(two.capacity()).isEqualTo(2);
    assertThat(reason(two, revoked)).isEqualTo(TokenRejected.Reason.TOO_OLD);
    assertThat(reason(two, Callers.verified(TOKEN.claim("sid", "s4")))).isNull();
  }

  @Test
  void tokenThatCameOfATicket_isRevokedWithTheOneThatItWasMintedWith() {
    TestToken presented = TOKEN.issuedAgo(Duration.ofSeconds(30));
    Caller ticket = Callers.verified(presented.redeemed().claim("jti", "own"));
    Instant then = NOW.minusSeconds(30);
    for (Revocation one :
        List.of(
            Revocation.token(ISSUER, "t1"),
            Revocation.token(ISSUER, "own"),
            Revocation.subject(ISSUER, "bert", then),
            Revocation.client(ISSUER, "demo-cli", then),
            Revocation.everything(ISSUER, then))) {
      Revocations fresh = Revocations.of(clock, Duration.ofMinutes(10));
      try (ConnectionRegistry registry =
          ConnectionRegistry.builder().clock(clock).revocations(fresh).build()) {
        Connection connection =
            registry.register(admitted(presented.redeemed().claim("jti", "own")));
        fresh.revoke(one);
        assertThat(one.covers(ticket)).as(one.toString()).isTrue();
        assertThat(reason(fresh, ticket)).isEqualTo(TokenRejected.Reason.REVOKED);
        assertThat(connection.isOpen()).as(one.toString()).isFalse();
      }
    }
    assertThat(Revocation.subject(ISSUER, "bert", then.minusSeconds(1)).covers(ticket)).isFalse();
    revocations.unknownUpTo(then);
    assertThat(reason(ticket)).isEqualTo(TokenRejected.Reason.TOO_OLD);
  }

  @Test
  void tokenThatLivesLongerThanIsRemembered_isRefused() {
    TestToken longest = TOKEN.issuedAgo(Duration.ofMinutes(4)).expiresIn(Duration.ofMinutes(6));
    assertThat(reason(Callers.verified(longest))).isNull();
    Caller longer = Callers.verified(longest.expiresIn(Duration.ofSeconds(361)));
    assertThat(reason(longer)).isEqualTo(TokenRejected.Reason.LIVES_TOO_LONG);
    try (ConnectionRegistry registry =
        ConnectionRegistry.builder().clock(clock).revocations(revocations).build()) {
      registry.register(admitted(longest));
      TestToken over = longest.expiresIn(Duration.ofSeconds(361));
      assertThat(refused(() -> registry.register(admitted(over))).code())
          .isEqualTo(Refusal.Code.INVALID_TOKEN);
    }
    // a ticket does not make it any younger
    assertThat(reason(Callers.verified(longest.expiresIn(Duration.ofSeconds(361)).redeemed())))
        .isEqualTo(TokenRejected.Reason.LIVES_TOO_LONG);
  }

  @Test
  void whatHadBeenIssuedWhenItWasRevoked_hasExpiredBeforeThatIsForgotten() {
    // the youngest, by an issuer whose clock is ahead, that lives for as long as any may
    Caller last =
        Callers.verified(
            TOKEN.issuedAgo(Duration.ofSeconds(-10)).expiresIn(Duration.ofSeconds(610)));
    for (Revocation one :
        List.of(
            Revocation.session(ISSUER, "s1"),
            Revocation.token(ISSUER, "t1"),
            Revocation.subject(ISSUER, "bert", NOW.plusSeconds(10)))) {
      TestClock time = TestClock.at(NOW);
      Revocations fresh = Revocations.of(time, Duration.ofMinutes(10));
      fresh.revoke(one);
      time.advance(Duration.between(NOW, last.expiresAt()).minusMillis(1));
      fresh.revoke(Revocation.session(ISSUER, "other"));
      assertThat(reason(fresh, last)).as(one.toString()).isEqualTo(TokenRejected.Reason.REVOKED);
    }
  }

  @Test
  void whatIsNotKnownOfOneIssuer_concernsNoOther() {
    try (ConnectionRegistry registry =
        ConnectionRegistry.builder().clock(clock).revocations(revocations).build()) {
      Connection connection = registry.register(admitted(TOKEN));
      connection.open(how -> {});
      revocations.unknownUpTo("https://other", NOW);
      assertThat(reason(CALLER)).isNull();
      assertThat(connection.can("run")).isTrue();
      revocations.unknownUpTo(ISSUER, NOW.minusSeconds(1));
      assertThat(reason(CALLER)).isNull();
      assertThat(connection.can("run")).isTrue();
      revocations.unknownUpTo(ISSUER, NOW);
      revocations.unknownUpTo(ISSUER, NOW.minusSeconds(60));
      assertThat(reason(CALLER)).isEqualTo(TokenRejected.Reason.TOO_OLD);
      assertThat(connection.can("run")).isFalse();
      assertThat(connection.isOpen()).isTrue();
    }
  }

  @Test
  void manyOfOneSubject_takeTheRoomOfOne() {
    Revocations two = Revocations.of(clock, Duration.ofMinutes(10), 2);
    two.revoke(Revocation.session(ISSUER, "s1"));
    for (int i = 0; i < 1000; i++) {
      two.revoke(Revocation.subject(ISSUER, "ada", NOW));
    }
    assertThat(reason(two, CALLER)).isEqualTo(TokenRejected.Reason.REVOKED);
  }

  @Test
  void verifier_refusesARememberedTokenAtOnce() {
    AgentTokenVerifier verifier =
        AgentTokenVerifier.builder()
            .issuer(
                ISSUER,
                JwksUrl.at(Callers.ISSUER.jwksUri())
                    .clock(clock)
                    .patience(Duration.ofSeconds(20))
                    .timeout(Duration.ofSeconds(20))
                    .build())
            .audience(TestIssuer.AUDIENCE)
            .clock(clock)
            .revocations(revocations)
            .build();
    String text = TOKEN.sign();
    verifier.verify(text);
    verifier.verify(text);
    assertThat(verifier.tokenCache().orElseThrow().hits()).isEqualTo(1);
    revocations.revoke(Revocation.token(ISSUER, "t1"));
    assertThatThrownBy(() -> verifier.verify(text))
        .isInstanceOfSatisfying(
            TokenRejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(TokenRejected.Reason.REVOKED));
    verifier.verify(TOKEN.claim("jti", "t2").sign());
  }

  @Test
  void live_isEndedByEachKind_beforeRevokeReturns_withTheTerminalCode() {
    for (Revocation one : ofCaller()) {
      Revocations fresh = Revocations.of(clock, Duration.ofMinutes(10));
      try (ConnectionRegistry registry =
          ConnectionRegistry.builder().clock(clock).revocations(fresh).build()) {
        Hearing peer = new Hearing();
        Connection bert = registry.register(admitted(TOKEN));
        bert.open(peer);
        Connection other =
            registry.register(
                admitted(
                    TOKEN
                        .subject("ada")
                        .claim("jti", "t2")
                        .claim("sid", "s2")
                        .claim("azp", "web")));
        fresh.revoke(one);
        assertThat(bert.isOpen()).as(one.toString()).isFalse();
        assertThat(other.isOpen()).isEqualTo(one.kind() != Revocation.Kind.EVERYTHING);
        until(() -> peer.closed().size() == 1);
        assertThat(peer.closed().get(0).closeCode()).isEqualTo(4403);
        assertThat(peer.closed().get(0).retryable()).isFalse();
        assertThat(registry.ends().with(Refusal.Code.REVOKED)).isPositive();
        // and it does not come back
        assertThat(refused(() -> registry.register(admitted(TOKEN))).code())
            .isEqualTo(Refusal.Code.REVOKED);
      }
    }
  }

  @Test
  void whatIsNotKnown_waitsForAFreshToken() {
    try (ConnectionRegistry registry =
        ConnectionRegistry.builder().clock(clock).revocations(revocations).build()) {
      Hearing peer = new Hearing();
      Connection old = registry.register(admitted(TOKEN.issuedAgo(Duration.ofSeconds(60))));
      old.open(peer);
      Connection young = registry.register(admitted(TOKEN.claim("jti", "t2")));
      Hearing other = new Hearing();
      young.open(other);
      revocations.unknownUpTo(NOW.minusSeconds(30));
      assertThat(old.can("run")).isFalse();
      assertThat(old.isOpen()).isTrue();
      assertThat(young.can("run")).isTrue();
      until(() -> peer.asked().size() == 1);
      assertThat(
              refused(() -> registry.register(admitted(TOKEN.issuedAgo(Duration.ofSeconds(30)))))
                  .code())
          .isEqualTo(Refusal.Code.EXPIRED_TOKEN);
      old.refresh(admitted(TOKEN.claim("jti", "t3")));
      assertThat(old.can("run")).isTrue();
      Connection late = registry.register(admitted(TOKEN.claim("jti", "t4")));
      late.open(peer);
      revocations.unknownUpTo(NOW);
      clock.advance(Duration.ofSeconds(25));
      until(() -> peer.closed().size() == 2);
      assertThat(peer.closed()).extracting(Refusal::code).containsOnly(Refusal.Code.EXPIRED_TOKEN);
      until(() -> registry.size() == 0);
    }
  }

  @Test
  void listenerThatThrows_keepsNoOtherFromHearing() {
    List<Revocation> heard = new ArrayList<>();
    revocations.listen(
        revocation -> {
          throw new IllegalStateException("made for the test");
        });
    revocations.listen(heard::add);
    revocations.revoke(Revocation.token(ISSUER, "t1"));
    assertThat(heard).containsExactly(Revocation.token(ISSUER, "t1"));
  }

  @Test
  void whatSaysNotWhose_isNoRevocation() {
    for (Runnable bad :
        List.<Runnable>of(
            () -> Revocation.session(" ", "s"),
            () -> Revocation.session(ISSUER, ""),
            () -> Revocation.token(ISSUER, ""),
            () -> new Revocation(ISSUER, Revocation.Kind.EVERYTHING, "", Optional.empty()),
            () -> Revocations.of(clock, Duration.ZERO),
            () -> Revocations.of(clock, Duration.ofMinutes(1), 0))) {
      assertThatThrownBy(bad::run).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Revocation.token(ISSUER, "secret").toString()).doesNotContain("secret");
  }
}
