package io.bailiwick.adapter.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.handle.ClientAuthentication;
import io.bailiwick.adapter.life.Connection;
import io.bailiwick.testkit.TestRevocations;
import io.bailiwick.testkit.TestToken;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a feed says is felt by live connections and by whoever comes; and so is that it is lost. */
class RevocationFeedTest extends FeedTestBase {
  private TestToken of(String subject, String session, String id, String client) {
    return token().subject(subject).claim("sid", session).claim("jti", id).claim("azp", client);
  }

  @Test
  void eachKind_endsTheConnectionsThatItMeans_andTheirTokensDoNotComeBack() {
    Instant now = clock.instant();
    List<TestToken> tokens =
        List.of(
            of("a", "s1", "t1", "c1"),
            of("b", "s2", "t2", "c1"),
            of("c", "s3", "t3", "c1"),
            of("d", "s4", "t4", "c2"));
    try (RevocationFeed feed = feed().start()) {
      known(feed);
      List<Connection> live = new ArrayList<>(tokens.stream().map(this::open).toList());
      Connection stays = open(of("e", "s5", "t5", "c1"));
      List<Runnable> revocations =
          List.of(
              () -> server.session("s1"),
              () -> server.subject("b", now),
              () -> server.token("t3"),
              () -> server.client("c2", now));
      for (int i = 0; i < tokens.size(); i++) {
        Connection ends = live.get(i);
        revocations.get(i).run();
        until(() -> !ends.isOpen());
        assertThat(ends.endedWith().orElseThrow().code()).isEqualTo(Refusal.Code.REVOKED);
        assertThat(ends.endedWith().orElseThrow().closeCode()).isEqualTo(4403);
        assertThat(refusedWith(tokens.get(i))).isEqualTo(401);
        assertThat(live.subList(i + 1, live.size())).allMatch(Connection::isOpen);
      }
      assertThat(stays.isOpen()).isTrue();
      server.everything(now);
      until(() -> !stays.isOpen());
      until(() -> feed.health().revocations() == 5);
      assertThat(feed.health().lastFailure()).isEmpty();
    }
  }

  @Test
  void beforeTheFirstAnswer_nobodyComesIn_andThenTheyDo() {
    server.silent(true);
    try (RevocationFeed feed = feed().start()) {
      until(() -> server.requests().size() == 1);
      assertThat(refusedWith(token())).isEqualTo(503);
      assertThat(feed.health().lost()).isTrue();
      assertThat(feed.health().age()).isEmpty();
      server.silent(false);
      known(feed);
      assertThat(refusedWith(token())).isZero();
      assertThat(feed.health().age()).isPresent();
    }
  }

  @Test
  void whatWasRevokedBeforeTheStart_doesNotComeIn() {
    server.session("old");
    for (int i = 0; i < 1100; i++) {
      server.token("t" + i);
    }
    server.session("last");
    server.completeSince(clock.instant().minusSeconds(60));
    try (RevocationFeed feed = feed().start()) {
      known(feed);
      // in three answers, of which only the last is all
      assertThat(feed.health().revocations()).isEqualTo(1102);
      assertThat(refusedWith(of("a", "old", "x", "c"))).isEqualTo(401);
      assertThat(refusedWith(of("a", "last", "x", "c"))).isEqualTo(401);
      assertThat(refusedWith(of("a", "new", "t1099", "c"))).isEqualTo(401);
      assertThat(refusedWith(of("a", "new", "x", "c"))).isZero();
      // older than what the issuer remembers
      assertThat(refusedWith(token().issuedAgo(Duration.ofSeconds(60)))).isEqualTo(401);
      assertThat(refusedWith(token().issuedAgo(Duration.ofSeconds(59)))).isZero();
    }
    assertThat(server.requests().get(0)).containsEntry("from", "oldest").doesNotContainKey("wait");
    assertThat(server.requests().get(1)).containsEntry("cursor", "500").containsEntry("wait", "1");
  }

  @Test
  void issuerThatSaysNotSinceWhen_isBelievedFromNowOn() {
    server.script(200, Map.of(), "{\"cursor\":\"0\",\"revocations\":[]}");
    try (RevocationFeed feed = feed().start()) {
      known(feed);
      assertThat(refusedWith(token())).isEqualTo(401);
      clock.advance(Duration.ofSeconds(1));
      assertThat(refusedWith(token().issuedAgo(Duration.ofSeconds(-1)))).isZero();
    }
  }

  @Test
  void issuerThatDoesNotKnowOldest_isAskedForWhatIsToCome() {
    server.script(400, Map.of(), "{\"error\":\"invalid_request\"}");
    try (RevocationFeed feed = feed().start()) {
      until(() -> server.requests().stream().anyMatch(each -> !each.containsKey("from")));
      server.unscript();
      known(feed);
    }
  }

  @Test
  void gap_leavesOlderConnectionsUnverified_untilTheyRefresh() {
    try (RevocationFeed feed = feed().start()) {
      known(feed);
      Connection old = open(token().issuedAgo(Duration.ofSeconds(30)).claim("jti", "old"));
      Connection other = open(token().issuedAgo(Duration.ofSeconds(30)).claim("jti", "other"));
      Connection young = open(token().issuedAgo(Duration.ofSeconds(5)));
      server.forget(clock.instant().minusSeconds(10));
      until(() -> feed.health().gaps() == 1);
      assertThat(old.can("run")).isFalse();
      assertThat(old.isOpen()).isTrue();
      assertThat(young.can("run")).isTrue();
      assertThat(refusedWith(token().issuedAgo(Duration.ofSeconds(10)))).isEqualTo(401);
      old.refresh(admitted(token().claim("jti", "fresh")));
      assertThat(old.can("run")).isTrue();
      clock.advance(Duration.ofSeconds(26));
      until(() -> !other.isOpen());
      assertThat(other.endedWith().orElseThrow().retryable()).isTrue();
      assertThat(old.isOpen()).isTrue();
      // and it goes on
      server.token("fresh");
      until(() -> !old.isOpen());
    }
  }

  @Test
  void lostFeed_isFollowedOnFromWhereItWas() {
    try (RevocationFeed feed = feed().start()) {
      known(feed);
      server.session("s1");
      until(() -> feed.health().revocations() == 1);
      Connection live = open(of("a", "s2", "t", "c"));
      server.script(503, Map.of(), "");
      until(() -> feed.health().failures().getOrDefault(FeedFailure.SERVER_ERROR, 0L) > 2);
      server.session("s2");
      assertThat(live.isOpen()).isTrue();
      server.unscript();
      until(() -> !live.isOpen());
      until(() -> feed.health().revocations() == 2);
      assertThat(feed.health().gaps()).isZero();
      assertThat(feed.health().lastFailure()).isEmpty();
    }
  }

  @Test
  void feedThatIsLostForLong_letsNobodyIn_andTheOpenLiveOn() {
    try (RevocationFeed feed = feed().lostAfter(Duration.ofSeconds(40)).start()) {
      known(feed);
      Connection live = open(token());
      server.script(503, Map.of(), "");
      until(() -> feed.health().lastFailure().isPresent());
      clock.advance(Duration.ofSeconds(40));
      assertThat(refusedWith(token())).isZero();
      clock.advance(Duration.ofSeconds(1));
      assertThat(feed.health().lost()).isTrue();
      assertThat(feed.health().age().orElseThrow()).hasSeconds(41);
      assertThat(refusedWith(token())).isEqualTo(503);
      assertThat(live.can("run")).isTrue();
      server.unscript();
      known(feed);
      assertThat(refusedWith(token())).isZero();
      assertThat(live.can("run")).isTrue();
    }
  }

  @Test
  void feedOfOneIssuer_isNoneOfAnothersBusiness() {
    server.silent(true);
    try (RevocationFeed feed =
        RevocationFeed.at("https://other.example/realms/o", server.endpoint())
            .client(CLIENT)
            .revocations(revocations)
            .start()) {
      assertThat(feed.health().lost()).isTrue();
      assertThat(refusedWith(token())).isZero();
    }
  }

  @Test
  void goOnWhenLost_letsThemIn_andIsListed() {
    server.silent(true);
    try (RevocationFeed feed = feed().goOnWhenLost().start()) {
      assertThat(refusedWith(token())).isZero();
      assertThat(feed.health().lost()).isTrue();
      assertThat(feed.loosened()).singleElement().asString().startsWith("goOnWhenLost: ");
      assertThat(revocations.loosened()).isEqualTo(feed.loosened());
      assertThat(gate.loosened()).containsAll(feed.loosened());
    }
  }

  @Test
  void closedFeed_asksNoMore() {
    RevocationFeed feed = feed().start();
    known(feed);
    feed.close();
    until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(this::isFollowing));
    int asked = server.requests().size();
    server.session("s1");
    assertThat(server.requests()).hasSize(asked);
    clock.advance(Duration.ofMinutes(2));
    assertThat(refusedWith(token())).isEqualTo(503);
  }

  private boolean isFollowing(Thread thread) {
    return thread.getName().equals("bailiwick-feed") && thread.isAlive();
  }

  @Test
  void metrics_tellHowItIs() {
    try (RevocationFeed feed = feed().start()) {
      known(feed);
      server.session("s1");
      until(() -> feed.health().revocations() == 1);
      FeedMetrics metrics = FeedMetrics.of(feed);
      assertThat(metrics.measurements()).hasSize(5 + FeedFailure.values().length);
      assertThat(metrics.measurements())
          .allSatisfy(
              each -> assertThat(each.attributes()).containsEntry(FeedMetrics.ISSUER, ISSUER))
          .contains(
              FeedMetrics.REVOCATIONS.of(1, FeedMetrics.ISSUER, ISSUER),
              FeedMetrics.LOST.of(0, FeedMetrics.ISSUER, ISSUER),
              FeedMetrics.GAPS.of(0, FeedMetrics.ISSUER, ISSUER));
      assertThat(metrics.instruments())
          .containsAll(metrics.measurements().stream().map(each -> each.instrument()).toList());
    }
  }

  @Test
  void whatCanNotBeFollowedSafely_isNotStarted() {
    assertThatThrownBy(() -> RevocationFeed.ofIssuer(ISSUER).start())
        .isInstanceOf(IllegalStateException.class);
    RevocationFeed.Builder plain =
        RevocationFeed.ofIssuer("http://kc.example/realms/r")
            .client(CLIENT)
            .revocations(revocations);
    assertThatThrownBy(plain::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("allowPlainHttp");
    assertThatThrownBy(() -> feed().lostAfter(Duration.ofSeconds(1)).start())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> RevocationFeed.ofIssuer(ISSUER).hold(Duration.ofSeconds(26)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> feed().client(CLIENT)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> RevocationFeed.at(ISSUER, URI.create("ftp://localhost/x")))
        .isInstanceOf(IllegalArgumentException.class);
    // what is not started lets everybody in as before
    assertThat(refusedWith(token())).isZero();
  }

  @Test
  void wrongSecret_isToldAsNotAuthorized_andIsTriedAgain() {
    try (RevocationFeed feed =
        RevocationFeed.at(ISSUER, server.endpoint())
            .client(ClientAuthentication.secret(TestRevocations.CLIENT_ID, "another secret"))
            .revocations(revocations)
            .pace(Duration.ofSeconds(30), Duration.ofMillis(10), Duration.ofMillis(50))
            .start()) {
      until(() -> feed.health().failures().getOrDefault(FeedFailure.NOT_AUTHORIZED, 0L) > 1);
      assertThat(feed.health().lastFailure()).isEqualTo(Optional.of(FeedFailure.NOT_AUTHORIZED));
      assertThat(refusedWith(token())).isEqualTo(503);
      assertThat(feed.toString()).doesNotContain("secret");
    }
  }
}
