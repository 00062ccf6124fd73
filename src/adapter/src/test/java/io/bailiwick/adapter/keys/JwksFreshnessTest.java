package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.bailiwick.testkit.TestIssuer.Fault;
import java.lang.ref.WeakReference;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How old keys may become: by either clock, and with nobody asking. */
class JwksFreshnessTest extends JwksUrlTestBase {
  private static final String JSON = "Content-Type: application/json";

  private final AtomicLong nanos = new AtomicLong();

  private void sleepsAwake(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  private static String jwks(Map<String, Object> key) {
    return JSONObjectUtils.toJSONString(Map.of("keys", List.<Object>of(key)));
  }

  // with nobody asking

  @Test
  void keys_areReadAgainThoughNobodyAsks() {
    try (JwksUrl quick = quick().build()) {
      assertThat(find(quick, "key-0")).isPresent();
      eventually(() -> issuer.jwksReads() >= 4);
      assertThat(quick.health().reads()).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void issuerThatFailed_isAskedAgainThoughNobodyAsks() {
    issuer.fail(Fault.ERROR);
    try (JwksUrl quick = quick().build()) {
      assertUnavailable(quick, "key-0");
      issuer.fail(Fault.NONE);
      eventually(() -> quick.health().keys() == 1);
      assertThat(quick.health().failures().get(KeyFailure.BAD_STATUS)).isPositive();
    }
  }

  @Test
  void nextRead_isAheadOfTheMaximumAgeAndNoneOnceClosed() {
    assertThat(keys.health().nextRead()).isEmpty();
    assertThat(find("key-0")).isPresent();
    eventually(() -> keys.health().nextRead().isPresent());
    assertThat(keys.health().nextRead().orElseThrow())
        .isBetween(Duration.ofMinutes(1), Duration.ofMinutes(4));
    keys.close();
    keys.close();
    assertThat(keys.health().nextRead()).isEmpty();
  }

  @Test
  void sourceThatIsDroppedUnclosed_isNotHeldByItsAlarm() {
    Dropped dropped = dropped();
    dropped.ahead().in(Duration.ofHours(1));
    eventually(
        () -> {
          System.gc();
          return dropped.flights().get() == null;
        });
    assertThat(dropped.ahead().left()).isPresent();
    dropped.ahead().never();
  }

  private record Dropped(WeakReference<JwksFlights> flights, ReadAhead ahead) {}

  private Dropped dropped() {
    JwksFlights flights = flights(ReadingThread.named("bailiwick-jwks"));
    return new Dropped(new WeakReference<>(flights), new ReadAhead(flights));
  }

  private JwksUrl.Builder quick() {
    return JwksUrl.ofIssuer(issuer.issuer())
        .maxAge(Duration.ofMillis(300))
        .coolDown(Duration.ofMillis(50))
        .patience(Patience.PLENTY);
  }

  // two clocks

  @Test
  void clockSetBack_doesNotLengthenTheLifeOfAKeyThatWasTakenOut() {
    try (JwksUrl source = unhurried().monotonic(nanos::get).build()) {
      assertThat(find(source, "key-0")).isPresent();
      issuer.rotate(SECOND);
      issuer.retire("key-0");
      // five minutes pass, and meanwhile the clock was set back by four
      sleepsAwake(Duration.ofMinutes(5));
      clock.advance(Duration.ofMinutes(1));
      assertThat(find(source, "key-0")).isEmpty();
    }
  }

  @Test
  void machineThatSlept_doesNotLengthenTheLifeOfAKeyThatWasTakenOut() {
    try (JwksUrl source = unhurried().monotonic(nanos::get).build()) {
      assertThat(find(source, "key-0")).isPresent();
      issuer.rotate(SECOND);
      issuer.retire("key-0");
      // asleep, monotonic time stands still
      clock.advance(Duration.ofHours(8));
      assertThat(find(source, "key-0")).isEmpty();
    }
  }

  @Test
  void clockSetBackWhileTheIssuerIsDown_neitherEndsKnownKeysNorLengthensTheStaleLimit() {
    try (JwksUrl source = unhurried().monotonic(nanos::get).build()) {
      assertThat(find(source, "key-0")).isPresent();
      issuer.fail(Fault.DOWN);
      clock.advance(Duration.ofSeconds(-2));
      assertThat(find(source, "key-0")).isPresent();
      clock.advance(Duration.ofDays(-30));
      assertThat(find(source, "key-0")).isPresent();
      sleepsAwake(Duration.ofHours(24));
      clock.advance(Duration.ofSeconds(1));
      assertUnavailable(source, "key-0");
    }
  }

  @Test
  void age_isTheGreaterOfTheTwo() {
    Ages.Moment start = new Ages.Moment(1000, 0);
    assertThat(Ages.between(start, new Ages.Moment(4000, 5))).isEqualTo(Duration.ofSeconds(3));
    assertThat(Ages.between(start, new Ages.Moment(1000, 7))).isEqualTo(Duration.ofNanos(7));
    assertThat(Ages.between(start, new Ages.Moment(0, -9))).isEqualTo(Duration.ZERO);
  }

  // what the issuer says of its answer

  @Test
  void shorterMaxAgeOfTheAnswer_endsAKeyThatWasTakenOutSooner() throws Exception {
    assertEnds("Cache-Control: public, max-age=60", Duration.ofSeconds(59), Duration.ofSeconds(1));
  }

  @Test
  void longerMaxAgeOfTheAnswer_lengthensNothing() throws Exception {
    assertEnds("Cache-Control: max-age=86400", Duration.ofSeconds(1), Duration.ofSeconds(299));
  }

  @Test
  void answerThatIsNotToBeCached_isUsedAsLongAsAnyOther() throws Exception {
    assertEnds(
        "Cache-Control: no-store, no-cache, max-age=0",
        Duration.ofSeconds(239),
        Duration.ofSeconds(61));
  }

  private void assertEnds(String header, Duration stillThere, Duration thenNotAfter)
      throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(ScriptedServer.ok(jwks(FIRST.jwk()), JSON, header));
        JwksUrl source = JwksUrl.at(server.uri()).clock(clock).patience(Patience.PLENTY).build()) {
      assertThat(find(source, "key-0")).isPresent();
      server.does(ScriptedServer.ok(jwks(SECOND.jwk()), JSON, header));
      clock.advance(stillThere);
      assertThat(find(source, "key-0")).isPresent();
      clock.advance(thenNotAfter);
      assertThat(find(source, "key-0")).isEmpty();
      assertThat(find(source, "key-1")).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=60|60",
        "public, MAX-AGE=60, must-revalidate|60",
        "max-age=\"60\"|60",
        "max-age=1|30",
        "s-maxage=60|300",
        "x-max-age=60|300",
        "max-age=0|300",
        "max-age=-60|300",
        "max-age=|300",
        "max-age=000000000000060|60",
        "max-age=2147483648|300",
        "max-age=4294967356|300",
        "max-age=9223372036854775807|300",
        "max-age=9223372036854775868|300",
        "max-age=99999999999999999999|300",
        "no-cache|300"
      })
  void maxAgeOfTheAnswer_shortensWithinBounds(String header, long seconds) {
    HttpHeaders headers =
        HttpHeaders.of(Map.of("Cache-Control", List.of(header)), (name, value) -> true);
    KeySet none = new KeySet(List.of(), false);
    assertThat(
            new JwksFetch.Fetched(none, JwksAnswer.maxAge(headers))
                .freshFor(Duration.ofSeconds(300)))
        .isEqualTo(Duration.ofSeconds(seconds));
  }
}
