package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestIssuer.Fault;
import io.bailiwick.testkit.TestKey;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JwksUrlTest {
  private static final TestKey FIRST = TestKey.generate("key-0", "RS256");
  private static final TestKey SECOND = TestKey.generate("key-1", "RS256");

  private final TestClock clock = TestClock.fixed();
  private final TestIssuer issuer = TestIssuer.start(clock, FIRST);
  private final JwksUrl keys = builder().build();
  private final JwksUrl patient =
      builder().patience(Duration.ofSeconds(30)).timeout(Duration.ofSeconds(30)).build();

  private JwksUrl.Builder builder() {
    return JwksUrl.ofIssuer(issuer.issuer()).clock(clock);
  }

  @AfterEach
  void stop() {
    keys.close();
    patient.close();
    issuer.close();
  }

  private Optional<VerificationKey> find(String kid) {
    return keys.find(Optional.of(kid), JwsAlgorithm.RS256);
  }

  private void assertUnavailable(String kid) {
    assertThatThrownBy(() -> find(kid))
        .isInstanceOfSatisfying(
            KeysUnavailable.class,
            unavailable ->
                assertThat(unavailable.retryAfter())
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5)));
  }

  /** Asks in a thread of its own, with more patience than the test has. */
  private final class Asker {
    private final FutureTask<Optional<VerificationKey>> task;
    private final Thread thread;

    Asker(String kid) {
      task = new FutureTask<>(() -> patient.find(Optional.of(kid), JwsAlgorithm.RS256));
      thread = new Thread(task, "asker");
      thread.setDaemon(true);
      thread.start();
    }

    void awaitWaiting() {
      eventually(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    Optional<VerificationKey> answer() throws Exception {
      return task.get(30, TimeUnit.SECONDS);
    }
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private void failsAs(KeyFailure failure) {
    eventually(() -> keys.health().lastFailure().equals(Optional.of(failure)));
  }

  // reading

  @Test
  void nothingIsRead_beforeTheFirstToken() {
    assertThat(issuer.discoveries()).isZero();
    assertThat(keys.health()).isEqualTo(new KeyHealth(0, Optional.empty(), Optional.empty()));
  }

  @Test
  void keysAreFound_throughTheIssuersDiscovery() {
    assertThat(find("key-0")).isPresent();
    assertThat(find("key-0")).isPresent();
    assertThat(issuer.discoveries()).isEqualTo(1);
    assertThat(issuer.jwksReads()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(7));
    assertThat(keys.health())
        .isEqualTo(new KeyHealth(1, Optional.of(Duration.ofSeconds(7)), Optional.empty()));
  }

  @Test
  void keysAreFound_atAnAddressGivenOutright() {
    try (JwksUrl direct = JwksUrl.at(issuer.jwksUri()).clock(clock).build()) {
      assertThat(direct.find(Optional.of("key-0"), JwsAlgorithm.RS256)).isPresent();
      assertThat(issuer.discoveries()).isZero();
    }
  }

  @Test
  void knownKeyForAnotherAlgorithm_isNoKeyAndNotReadAgain() {
    assertThat(find("key-0")).isPresent();
    assertThat(keys.find(Optional.of("key-0"), JwsAlgorithm.HS256)).isEmpty();
    assertThat(keys.find(Optional.of("key-0"), JwsAlgorithm.PS256)).isEmpty();
    assertThat(issuer.jwksReads()).isEqualTo(1);
  }

  @Test
  void manyCallersAtOnce_shareOneRead() throws Exception {
    issuer.fail(Fault.HANGING);
    List<Asker> askers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      askers.add(new Asker("key-0"));
    }
    for (Asker asker : askers) {
      asker.awaitWaiting();
    }
    issuer.fail(Fault.NONE);
    for (Asker asker : askers) {
      assertThat(asker.answer()).isPresent();
    }
    assertThat(issuer.discoveries()).isEqualTo(1);
    assertThat(issuer.jwksReads()).isEqualTo(1);
  }

  // rotation

  @Test
  void newKey_isTakenAtOnceAndTheOldOneStays() {
    assertThat(find("key-0")).isPresent();
    issuer.rotate(SECOND);
    assertThat(find("key-1")).isPresent();
    assertThat(find("key-0")).isPresent();
    assertThat(issuer.jwksReads()).isEqualTo(2);
  }

  @Test
  void keyTakenOut_endsWithinTheMaximumAge() {
    assertThat(find("key-0")).isPresent();
    issuer.rotate(SECOND);
    issuer.retire("key-0");
    clock.advance(Duration.ofMinutes(5));
    assertThat(find("key-0")).isEmpty();
    assertThat(find("key-1")).isPresent();
  }

  @Test
  void keys_areReadAheadInTheBackground() {
    assertThat(find("key-0")).isPresent();
    clock.advance(Duration.ofMinutes(4));
    assertThat(find("key-0")).isPresent();
    eventually(() -> issuer.jwksReads() == 2);
    eventually(() -> keys.health().age().equals(Optional.of(Duration.ZERO)));
  }

  @Test
  void clockSetBack_doesNotMakeKeysYoungForEver() {
    assertThat(find("key-0")).isPresent();
    issuer.rotate(SECOND);
    issuer.retire("key-0");
    clock.advance(Duration.ofDays(-1));
    assertThat(find("key-0")).isEmpty();
  }

  // unknown key ids

  @Test
  void madeUpKid_isCertainlyUnknownAfterAFreshRead() {
    assertThat(find("key-0")).isPresent();
    assertThat(find("made-up")).isEmpty();
    assertThat(issuer.jwksReads()).isEqualTo(2);
  }

  @Test
  void coolDown_doesNotStartAtBoot() {
    issuer.rotate(SECOND);
    assertThat(find("made-up")).isEmpty();
    issuer.rotate(TestKey.generate("key-2", "RS256"));
    assertThat(find("key-2")).isPresent();
  }

  @Test
  void madeUpKids_useUpTheTriesThenAreUnavailableAndKnownKeysVerifyOn() {
    assertThat(find("key-0")).isPresent();
    for (int i = 0; i < 4; i++) {
      assertThat(find("made-up-" + i)).isEmpty();
    }
    int reads = issuer.jwksReads();
    for (int i = 0; i < 100; i++) {
      assertUnavailable("made-up-again-" + i);
    }
    assertThat(issuer.jwksReads()).isEqualTo(reads);
    assertThat(find("key-0")).isPresent();
  }

  @Test
  void madeUpKids_keepTheRealOneWaitingFiveSecondsAtMost() {
    assertThat(find("key-0")).isPresent();
    for (int i = 0; i < 4; i++) {
      assertThat(find("made-up-" + i)).isEmpty();
    }
    issuer.rotate(SECOND);
    assertUnavailable("key-1");
    clock.advance(Duration.ofSeconds(5));
    // the try that came back goes to a made-up one, and brings the real one all the same
    assertThat(find("made-up")).isEmpty();
    assertThat(find("key-1")).isPresent();
  }

  // outage

  @Test
  void issuerDown_knownKeysVerifyOnAndUnknownOnesAreUnavailable() {
    assertThat(find("key-0")).isPresent();
    issuer.fail(Fault.DOWN);
    assertUnavailable("key-1");
    clock.advance(Duration.ofHours(23));
    assertThat(find("key-0")).isPresent();
    failsAs(KeyFailure.UNREACHABLE);
    assertThat(find("key-0")).isPresent();
    assertUnavailable("key-1");
  }

  @Test
  void issuerDownPastTheStaleLimit_endsKnownKeysToo() {
    assertThat(find("key-0")).isPresent();
    issuer.fail(Fault.DOWN);
    clock.advance(Duration.ofHours(24));
    assertUnavailable("key-0");
  }

  @Test
  void issuerDownFromTheStart_isUnavailableAndThenHeals() {
    issuer.fail(Fault.DOWN);
    for (int i = 0; i < 20; i++) {
      assertUnavailable("key-0");
    }
    assertThat(issuer.discoveries()).isLessThanOrEqualTo(10);
    issuer.fail(Fault.NONE);
    clock.advance(Duration.ofSeconds(5));
    assertThat(find("key-0")).isPresent();
    assertThat(keys.health().lastFailure()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DOWN,UNREACHABLE",
    "ERROR,BAD_STATUS",
    "GARBAGE,MALFORMED",
    "HUGE,TOO_LARGE",
    "REDIRECT,REDIRECTED",
    "WRONG_ISSUER,WRONG_ISSUER",
    "EMPTY,NO_USABLE_KEY"
  })
  void everyFault_isUnavailableAndNamed(Fault fault, KeyFailure failure) {
    issuer.fail(fault);
    assertUnavailable("key-0");
    failsAs(failure);
    issuer.fail(Fault.NONE);
    assertThat(find("key-0")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DOWN", "ERROR", "GARBAGE", "HUGE", "REDIRECT"})
  void everyFault_leavesKnownKeysVerifying(Fault fault) {
    assertThat(find("key-0")).isPresent();
    issuer.fail(fault);
    clock.advance(Duration.ofMinutes(6));
    assertThat(find("key-0")).isPresent();
    assertUnavailable("key-1");
  }

  @Test
  void issuerThatAnswersWithoutAnyKey_endsKnownKeys() {
    assertThat(find("key-0")).isPresent();
    issuer.fail(Fault.EMPTY);
    clock.advance(Duration.ofMinutes(5));
    assertUnavailable("key-0");
  }

  @Test
  void issuerThatAnswersWithoutAnyKey_isNoProofAgainstATokenWithoutAKeyId() {
    issuer.fail(Fault.EMPTY);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> keys.find(Optional.empty(), JwsAlgorithm.RS256))
          .isInstanceOf(KeysUnavailable.class);
    }
    issuer.fail(Fault.NONE);
    assertThat(keys.find(Optional.empty(), JwsAlgorithm.RS256)).isPresent();
  }

  @Test
  void threadThatCanNotBeHad_keepsNobodyFromTryingAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    ThreadFactory scarce =
        task -> {
          if (asked.getAndIncrement() == 0) {
            throw new OutOfMemoryError("no thread");
          }
          Thread thread = new Thread(task);
          thread.setDaemon(true);
          return thread;
        };
    JwksFetch fetch =
        JwksFetch.at(issuer.jwksUri(), false, Duration.ofSeconds(9), 512 * 1024, Optional.empty());
    TryBucket tries = new TryBucket(clock, 5, Duration.ofSeconds(5));
    try (JwksFlights flights = new JwksFlights(fetch, "issuer", clock, tries, scarce)) {
      assertThatThrownBy(flights::board).isInstanceOf(OutOfMemoryError.class);
      JwksFlights.Boarding next = flights.board().orElseThrow();
      assertThat(next.begunNow()).isTrue();
      assertThat(next.flight().await(Duration.ofSeconds(20))).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HANGING", "STALLED"})
  void slowIssuer_isGivenUpInTime(Fault fault) {
    try (JwksUrl impatient =
        builder().timeout(Duration.ofMillis(300)).patience(Duration.ofSeconds(20)).build()) {
      issuer.fail(fault);
      assertThatThrownBy(() -> impatient.find(Optional.of("key-0"), JwsAlgorithm.RS256))
          .isInstanceOf(KeysUnavailable.class);
      assertThat(impatient.health().lastFailure()).contains(KeyFailure.TIMED_OUT);
    }
  }

  @Test
  void callerOfAHangingIssuer_waitsNoLongerThanItsPatience() {
    try (JwksUrl impatient =
        builder().timeout(Duration.ofSeconds(50)).patience(Duration.ofMillis(200)).build()) {
      issuer.fail(Fault.HANGING);
      long before = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> impatient.find(Optional.of("key-0"), JwsAlgorithm.RS256))
            .isInstanceOf(KeysUnavailable.class);
      }
      // twenty callers wait as long as one, since the read that they wait for is the same
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void readThatWasUnderWay_isNotTakenAsProofThatAKeyIsUnknown() throws Exception {
    assertThat(new Asker("key-0").answer()).isPresent();
    issuer.fail(Fault.HANGING);
    Asker early = new Asker("made-up");
    eventually(() -> issuer.jwksReads() == 2);
    issuer.rotate(SECOND);
    Asker late = new Asker("key-1");
    late.awaitWaiting();
    issuer.fail(Fault.NONE);

    assertThat(early.answer()).isEmpty();
    assertThat(late.answer()).isPresent();
    assertThat(issuer.jwksReads()).isEqualTo(3);
  }

  @Test
  void closed_knownKeysVerifyOnAndNothingIsRead() {
    assertThat(find("key-0")).isPresent();
    keys.close();
    assertThat(find("key-0")).isPresent();
    assertUnavailable("key-1");
    assertThat(issuer.jwksReads()).isEqualTo(1);
  }

  // addresses

  @Test
  void plainHttpAbroad_isRefusedUnlessSaidByName() {
    assertThatThrownBy(() -> JwksUrl.ofIssuer("http://kc.example/realms/a").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("allowPlainHttp");
    try (JwksUrl loose = JwksUrl.ofIssuer("http://kc.example/realms/a").allowPlainHttp().build()) {
      assertThat(loose.loosened()).singleElement().asString().contains("plain http", "kc.example");
    }
    assertThat(keys.loosened()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1.example/a",
        "http://localhost.example/a",
        "http://127.0.0.1@kc.example/a",
        "http://128.0.0.1/a",
        "ftp://localhost/a",
        "file:///etc/passwd",
        "https:relative",
        "https://kc.example/a#f",
        "https://user:pass@kc.example/a",
        "https://kc.example/a?q=1"
      })
  void addressThatIsNotPlainlyTheIssuers_isRefused(String issuer) {
    assertThatThrownBy(() -> JwksUrl.ofIssuer(issuer).build())
        .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8080/a", "http://127.0.0.1/a", "http://[::1]:80/a"})
  void loopback_mayBePlain(String issuer) {
    JwksUrl.ofIssuer(issuer).build().close();
    JwksUrl.at(URI.create(issuer)).build().close();
  }

  @Test
  void settingsThatMakeNoSense_areRefused() {
    assertThatThrownBy(() -> builder().coolDown(Duration.ofSeconds(6)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().maxAge(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().staleLimit(Duration.ofMinutes(1)).build())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void settingAThingTwice_isAnError() throws Exception {
    SSLContext tls = SSLContext.getDefault();
    List<UnaryOperator<JwksUrl.Builder>> settings =
        List.of(
            JwksUrl.Builder::allowPlainHttp,
            builder -> builder.maxAge(Duration.ofMinutes(1)),
            builder -> builder.staleLimit(Duration.ofHours(1)),
            builder -> builder.patience(Duration.ofSeconds(1)),
            builder -> builder.timeout(Duration.ofSeconds(1)),
            builder -> builder.coolDown(Duration.ofSeconds(1)),
            builder -> builder.maxBytes(1024),
            builder -> builder.tls(tls),
            builder -> builder.clock(clock));
    for (UnaryOperator<JwksUrl.Builder> setting : settings) {
      JwksUrl.Builder once = setting.apply(JwksUrl.ofIssuer(issuer.issuer()));
      assertThatThrownBy(() -> setting.apply(once)).isInstanceOf(IllegalStateException.class);
    }
  }
}
