package io.bailiwick.adapter.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.life.Connection;
import io.bailiwick.adapter.life.Connections;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sleeps, and what it takes to go on with it. */
class ConnectionSnapshotTest extends HookTestBase {
  private static final Instant NOW = Callers.CLOCK.instant();
  private static final Instant OLDEST = NOW.minus(Duration.ofHours(1));
  private static final TestToken TOKEN =
      token().issuedAgo(Duration.ofSeconds(100)).claim("sid", "the-session").claim("jti", "the-id");

  /** Restores whoever's state is not banned. */
  private static class Restoring extends Remembering {
    @Override
    public void beforeRestore(ConnectContext context, Member state) {
      called("beforeRestore " + state.nick());
    }
  }

  private final Restoring hooks = new Restoring();
  private final HookRunner<Member> runner = runner(hooks, PATIENT);

  private ConnectionSnapshot taken(TestToken token) {
    LiveConnection<Member> live = runner.prepare(registered(token), REQUEST, PARAMS);
    live.open(peer);
    ConnectionSnapshot snapshot =
        ConnectionSnapshot.of(live, List.of("said"), live.state().nick(), NOW);
    live.left();
    return snapshot;
  }

  private static Member member(String stored) {
    return new Member(stored, List.of("restored"));
  }

  private LiveConnection<Member> restored(TestToken token, ConnectionSnapshot snapshot) {
    return runner.restore(
        registered(token), REQUEST, snapshot, OLDEST, ConnectionSnapshotTest::member);
  }

  private Refusal.Code refusedWith(TestToken token, ConnectionSnapshot snapshot) {
    Refusal refusal = Connections.refused(() -> restored(token, snapshot));
    assertThat(registry.size()).isZero();
    assertThat(hooks.called()).noneMatch(each -> each.startsWith("beforeRestore"));
    return refusal.code();
  }

  @Test
  void text_holdsNothingOfAToken_andIsReadBackAsItWas() {
    ConnectionSnapshot plain = taken(TOKEN);
    String text = plain.text();
    assertThat(text).doesNotContain("the-session", "the-id", TOKEN.sign().split("\\.")[2]);
    assertThat(ConnectionSnapshot.read(text)).isEqualTo(plain);
    assertThat(plain.toString()).doesNotContain("bert", "Bertie");
    ConnectionSnapshot bound =
        taken(TOKEN.agent("chat", "room", "1").actors("an-agent", "another"));
    assertThat(ConnectionSnapshot.read(bound.text())).isEqualTo(bound);
    assertThat(bound.binding()).isPresent();
    assertThat(bound.actors()).hasSize(2);
    ConnectionSnapshot named = taken(TOKEN.agent("chat"));
    assertThat(ConnectionSnapshot.read(named.text())).isEqualTo(named);
  }

  @Test
  void freshCredentialOfTheSame_goesOnWithItsState_afterItWasCheckedAgain() {
    ConnectionSnapshot snapshot = taken(TOKEN);
    LiveConnection<Member> back = restored(TOKEN.issuedAgo(Duration.ofSeconds(5)), snapshot);
    assertThat(back.state()).isEqualTo(member("Bertie"));
    assertThat(back.isReadonly()).isFalse();
    assertThat(hooks.called()).contains("beforeRestore Bertie");
    assertThat(hooks.called().stream().filter("createState"::equals)).hasSize(1);
    assertThat(back.open(new Connections.Hearing())).isTrue();
    // the very token that it had may stand still; whether it does the gate has asked
    assertThat(restored(TOKEN, snapshot).state()).isEqualTo(member("Bertie"));
  }

  @Test
  void readonlyConnection_staysSo_andOneThatDoesNotSayMayNotWrite() {
    LiveConnection<Member> live = runner.prepare(registered(TOKEN), REQUEST, PARAMS);
    live.setReadonly(true);
    ConnectionSnapshot snapshot = ConnectionSnapshot.of(live, List.of(), "x", NOW);
    live.left();
    assertThat(restored(TOKEN, snapshot).isReadonly()).isTrue();
    String unsaid = taken(TOKEN).text().replace("\"readonly\":false,", "");
    assertThat(restored(TOKEN, ConnectionSnapshot.read(unsaid)).isReadonly()).isTrue();
  }

  @Test
  void anothersCredential_isForbidden_andNothingRuns() {
    ConnectionSnapshot snapshot = taken(TOKEN);
    TestToken fresh = TOKEN.issuedAgo(Duration.ofSeconds(5));
    assertThat(refusedWith(fresh.subject("mallory"), snapshot)).isEqualTo(Refusal.Code.FORBIDDEN);
    assertThat(refusedWith(fresh.claim("azp", "other"), snapshot))
        .isEqualTo(Refusal.Code.FORBIDDEN);
    assertThat(refusedWith(fresh.actors("an-agent"), snapshot)).isEqualTo(Refusal.Code.FORBIDDEN);
    assertThat(refusedWith(fresh.agent("chat", "room", "1"), snapshot))
        .isEqualTo(Refusal.Code.FORBIDDEN);
    Connection elsewhere = registry.register(Connections.admitted("chat/room/2", fresh));
    assertThat(
            Connections.refused(
                    () ->
                        runner.restore(
                            elsewhere, REQUEST, snapshot, OLDEST, ConnectionSnapshotTest::member))
                .code())
        .isEqualTo(Refusal.Code.FORBIDDEN);
  }

  @Test
  void olderCredential_andOlderSnapshot_areToldAsExpired() {
    ConnectionSnapshot snapshot = taken(TOKEN);
    assertThat(refusedWith(TOKEN.issuedAgo(Duration.ofSeconds(101)), snapshot))
        .isEqualTo(Refusal.Code.EXPIRED_TOKEN);
    Connection fresh = registered(TOKEN);
    assertThat(
            Connections.refused(
                    () ->
                        runner.restore(
                            fresh,
                            REQUEST,
                            snapshot,
                            NOW.plusNanos(1),
                            ConnectionSnapshotTest::member))
                .code())
        .isEqualTo(Refusal.Code.EXPIRED_TOKEN);
  }

  @Test
  void ticket_makesNoCredentialYounger() {
    ConnectionSnapshot snapshot = taken(TOKEN);
    assertThat(refusedWith(TOKEN.issuedAgo(Duration.ofSeconds(101)).redeemed(), snapshot))
        .isEqualTo(Refusal.Code.EXPIRED_TOKEN);
    ConnectionSnapshot ofATicket = taken(TOKEN.redeemed());
    assertThat(restored(TOKEN, ofATicket).state()).isEqualTo(member("Bertie"));
  }

  @Test
  void serviceThatDoesNotSayHowItChecks_restoresNone() {
    ConnectionSnapshot snapshot = taken(TOKEN);
    HookRunner<Member> silent = runner(new Remembering(), PATIENT);
    assertThat(
            Connections.refused(
                    () ->
                        silent.restore(
                            registered(TOKEN),
                            REQUEST,
                            snapshot,
                            OLDEST,
                            ConnectionSnapshotTest::member))
                .code())
        .isEqualTo(Refusal.Code.FORBIDDEN);
  }

  @Test
  @SuppressWarnings("NullAway") // null is what it is about
  void stateThatCantBeRead_isRefused() {
    ConnectionSnapshot snapshot = taken(TOKEN);
    assertThat(
            Connections.refused(
                    () ->
                        runner.restore(
                            registered(TOKEN), REQUEST, snapshot, OLDEST, stored -> null))
                .code())
        .isEqualTo(Refusal.Code.INVALID_REQUEST);
    assertThat(
            Connections.refused(
                    () ->
                        runner.restore(
                            registered(TOKEN),
                            REQUEST,
                            snapshot,
                            OLDEST,
                            stored -> {
                              throw new IllegalStateException(stored);
                            }))
                .code())
        .isEqualTo(Refusal.Code.INVALID_REQUEST);
  }

  @Test
  void endedConnection_hasNoSnapshot() {
    LiveConnection<Member> live = runner.prepare(registered(TOKEN), REQUEST, PARAMS);
    live.left();
    assertThatThrownBy(() -> ConnectionSnapshot.of(live, List.of(), "", NOW))
        .isInstanceOf(Refused.class);
  }

  @Test
  void whatIsNoSnapshot_isRefused_andNotQuoted() {
    String good = taken(TOKEN).text();
    for (String bad :
        List.of(
            "",
            "null",
            "{}",
            good + "x",
            good.replace("\"version\":1", "\"version\":2"),
            good.replace("\"sub\":\"bert\"", "\"sub\":7"),
            good.replace("\"key\":[\"room\",\"1\"]", "\"key\":[\"room\",1]"),
            good.replace("\"key\":[\"room\",\"1\"]", "\"key\":\"room\""),
            good.replace("\"actors\":[]", "\"actors\":[{}]"),
            good.replace("\"actors\":[]", "\"jkt\":\"short\",\"actors\":[]"),
            good.replace("\"agent\":\"chat\"", "\"agent\":\"\""),
            good.replace("\"state\":\"Bertie\"", "\"stat\":\"Bertie\""),
            good.replaceFirst("\"issued_at\":\"[^\"]*\"", "\"issued_at\":\"yesterday\""))) {
      assertThatThrownBy(() -> ConnectionSnapshot.read(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("Bertie");
    }
    assertThatThrownBy(
            () -> {
              LiveConnection<Member> live = runner.prepare(registered(TOKEN), REQUEST, PARAMS);
              ConnectionSnapshot.of(
                  live, List.of(), "x".repeat(ConnectionSnapshot.MAX_STATE + 1), NOW);
            })
        .isInstanceOf(IllegalArgumentException.class);
  }
}
