package io.bailiwick.adapter.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.life.Connection;
import io.bailiwick.testkit.TestLog;
import io.bailiwick.testkit.TestRevocations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever the issuer's side answers, nothing opens, nothing is lost, and nothing secret leaves.
 */
class FeedFaultTest extends FeedTestBase {
  private static final String GOOD = "\"cursor\":\"7\",\"revocations\":[]";

  private void failsAs(RevocationFeed feed, FeedFailure failure) {
    long before = feed.health().failures().getOrDefault(failure, 0L);
    until(() -> feed.health().failures().getOrDefault(failure, 0L) > before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | <html>                                                           | MALFORMED",
        "200 | []                                                               | MALFORMED",
        "200 | null                                                             | MALFORMED",
        "200 | {}                                                               | MALFORMED",
        "200 | {\"cursor\":\"7\"}                                               | MALFORMED",
        "200 | {\"revocations\":[]}                                             | MALFORMED",
        "200 | {\"cursor\":\"\",\"revocations\":[]}                             | MALFORMED",
        "200 | {\"cursor\":7,\"revocations\":[]}                                | MALFORMED",
        "200 | {\"cursor\":\"7\",\"revocations\":{}}                            | MALFORMED",
        "200 | {\"cursor\":\"7\",\"cursor\":\"8\",\"revocations\":[]}           | MALFORMED",
        "200 | {\"cursor\":\"7\",\"revocations\":[],\"more\":\"yes\"}           | MALFORMED",
        "200 | {\"cursor\":\"7\",\"revocations\":[],\"complete_since\":\"1\"}   | MALFORMED",
        "200 | {\"cursor\":\"7\",\"revocations\":[],\"complete_since\":-1}      | MALFORMED",
        "410 | {\"cursor\":\"7\"}                                               | MALFORMED",
        "410 | {\"error\":\"cursor_gone\"}                                      | MALFORMED",
        "410 | <html>                                                           | MALFORMED",
        "204 | ''                                                               | MALFORMED",
        "302 | ''                                                               | REDIRECTED",
        "401 | {\"error\":\"invalid_client\"}                                   | NOT_AUTHORIZED",
        "403 | {\"error\":\"access_denied\"}                                    | NOT_AUTHORIZED",
        "404 | {}                                                               | NOT_AUTHORIZED",
        "429 | {}                                                               | SERVER_ERROR",
        "500 | {" + GOOD + "}                                                   | SERVER_ERROR",
        "503 | {}                                                               | SERVER_ERROR"
      })
  void answerThatIsNone_isAFailure_andNothingIsLost(int status, String body, FeedFailure failure) {
    try (RevocationFeed feed = feed().start()) {
      known(feed);
      Connection live = open(token().claim("sid", "s1"));
      server.script(status, Map.of("Retry-After", "0"), body);
      failsAs(feed, failure);
      server.session("s1");
      server.unscript();
      until(() -> !live.isOpen());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "7",
        "null",
        "{\"kind\":\"sid\"}",
        "{\"value\":\"s1\"}",
        "{\"kind\":\"sid\",\"value\":\"\"}",
        "{\"kind\":\"sid\",\"value\":7}",
        "{\"kind\":\"SID\",\"value\":\"s1\"}",
        "{\"kind\":\"device\",\"value\":\"s1\"}",
        "{\"kind\":\"all\"}",
        "{\"kind\":\"all\",\"value\":\"s1\",\"issued_before\":1700000000}",
        "{\"kind\":\"sub\",\"value\":\"s1\",\"issued_before\":\"1700000000\"}",
        "{\"kind\":\"sub\",\"value\":\"s1\",\"issued_before\":1700000000.5}",
        "{\"kind\":\"sub\",\"value\":\"s1\",\"issued_before\":null}",
        "{\"kind\":\"sub\",\"value\":\"s1\",\"issued_before\":-1}"
      })
  void revocationThatIsNone_spoilsTheWholeAnswer(String revocation) {
    try (RevocationFeed feed = feed().start()) {
      known(feed);
      Connection live = open(token().claim("sid", "s1"));
      server.script(
          200,
          Map.of(),
          "{\"cursor\":\"9\",\"revocations\":[{\"kind\":\"sid\",\"value\":\"s1\"},"
              + revocation
              + "]}");
      failsAs(feed, FeedFailure.MALFORMED);
      assertThat(live.isOpen()).isTrue();
      assertThat(feed.health().revocations()).isZero();
    }
  }

  @Test
  void whatIsTooMuch_orNotText_isRefused() {
    try (RevocationFeed feed = feed().start()) {
      known(feed);
      server.script(200, Map.of(), "{" + GOOD + ",\"x\":\"" + "x".repeat(600_000) + "\"}");
      failsAs(feed, FeedFailure.TOO_LARGE);
      server.script(200, Map.of(), "{\"cursor\":\"" + "c".repeat(1025) + "\",\"revocations\":[]}");
      failsAs(feed, FeedFailure.MALFORMED);
      String one = "{\"kind\":\"jti\",\"value\":\"a\"}";
      server.script(
          200,
          Map.of(),
          "{\"cursor\":\"9\",\"revocations\":[" + (one + ",").repeat(500) + one + "]}");
      failsAs(feed, FeedFailure.MALFORMED);
      byte[] latin =
          "{\"cursor\":\"9\",\"revocations\":[{\"kind\":\"sid\",\"value\":\"\u00e9\"}]}"
              .getBytes(StandardCharsets.ISO_8859_1);
      server.script(200, Map.of(), latin);
      failsAs(feed, FeedFailure.MALFORMED);
      server.script(200, Map.of("Content-Type", "text/html"), "{" + GOOD + "}");
      failsAs(feed, FeedFailure.MALFORMED);
      assertThat(feed.health().revocations()).isZero();
    }
  }

  @Test
  void cursorThatIsTakenNoMore_isLetGo() {
    try (RevocationFeed feed = feed().start()) {
      known(feed);
      Connection live = open(token().claim("sid", "s1"));
      server.script(400, Map.of(), "{\"error\":\"invalid_request\"}");
      failsAs(feed, FeedFailure.NOT_UNDERSTOOD);
      failsAs(feed, FeedFailure.NOT_UNDERSTOOD);
      server.unscript();
      until(() -> feed.health().lastFailure().isEmpty());
      server.session("s1");
      until(() -> !live.isOpen());
    }
  }

  @Test
  void redirect_isNotFollowed() {
    try (TestRevocations elsewhere = TestRevocations.start();
        RevocationFeed feed = feed().start()) {
      known(feed);
      server.script(307, Map.of("Location", elsewhere.endpoint().toString()), "");
      failsAs(feed, FeedFailure.REDIRECTED);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void silence_isTimedOut_andAskedAgain() {
    server.silent(true);
    try (RevocationFeed feed =
        feed().pace(Duration.ofMillis(200), Duration.ofMillis(10), Duration.ofMillis(50)).start()) {
      failsAs(feed, FeedFailure.TIMED_OUT);
      assertThat(refusedWith(token())).isEqualTo(503);
    }
  }

  @Test
  void issuerThatIsGone_isFoundWhenItIsBack_andWhatItMissedIsToldApart() {
    int port = server.endpoint().getPort();
    try (RevocationFeed feed = feed().start()) {
      known(feed);
      Connection live = open(token().claim("sid", "s1"));
      server.close();
      failsAs(feed, FeedFailure.UNREACHABLE);
      assertThat(live.isOpen()).isTrue();
      try (TestRevocations again = TestRevocations.start(port)) {
        again.session("s0");
        again.forget(clock.instant());
        until(() -> feed.health().gaps() > 0);
        assertThat(live.can("run")).isFalse();
        assertThat(live.isOpen()).isTrue();
        again.session("s1");
        until(() -> !live.isOpen());
      }
    }
  }

  @Test
  void nothingSecret_andNothingRevoked_isLogged_andAFailureIsLoggedOnce() {
    try (TestLog log = TestLog.everything();
        RevocationFeed feed = feed().start()) {
      known(feed);
      server.session("the-session-that-ended");
      until(() -> feed.health().revocations() == 1);
      server.script(503, Map.of("Retry-After", "0"), "{}");
      until(() -> feed.health().failures().getOrDefault(FeedFailure.SERVER_ERROR, 0L) > 3);
      server.unscript();
      until(() -> feed.health().lastFailure().isEmpty());
      String all = String.join("\n", log.lines());
      assertThat(log.lines().stream().filter(line -> line.contains("be had: "))).hasSize(1);
      assertThat(all)
          .contains("is had again")
          .doesNotContain("the-session-that-ended", TestRevocations.CLIENT_SECRET)
          .doesNotContain(CLIENT.authorization().orElseThrow().substring(6));
    }
  }

  @Test
  void pauses_growUpToTheirBound_andAreNotAllTheSame() {
    Backoff least = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15), () -> 0);
    Backoff most = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15), () -> 1);
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      long longest = most.next().toMillis();
      pauses.add(longest);
      assertThat(least.next().toMillis()).isEqualTo(longest / 2);
    }
    assertThat(pauses).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 15000L, 15000L);
    most.reset();
    assertThat(most.next()).hasMillis(500);
  }
}
