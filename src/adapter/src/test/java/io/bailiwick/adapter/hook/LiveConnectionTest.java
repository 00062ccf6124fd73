package io.bailiwick.adapter.hook;

import static io.bailiwick.adapter.life.Connections.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.life.ConnectionFilter;
import io.bailiwick.adapter.life.Connections;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.Presentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveConnectionTest extends HookTestBase {
  private static final Refusal REVOKED = Refusal.of(Refusal.Code.REVOKED);

  /** Remembers what it hears. Thread-safe. */
  private static final class Watching implements ConnectionWatch {
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void refreshed(Caller before) {
      heard.add("refreshed");
    }

    @Override
    public void readonlyChanged(boolean readonly) {
      heard.add("readonly " + readonly);
    }

    @Override
    public void ended(Optional<Refusal> how) {
      heard.add("ended " + how.map(Refusal::text).orElse("left"));
    }
  }

  private static List<String> ends(Remembering hooks) {
    return hooks.called().stream().filter(each -> each.startsWith("onDisconnect")).toList();
  }

  @Test
  void onConnectThatThrows_endsItInItsWords_andOnDisconnectIsCalledOnce() {
    Remembering hooks =
        new Remembering() {
          @Override
          public void onConnect(LiveConnection<Member> connection) {
            throw new Refused(Refusal.user("not_now", "Not now", Map.of()));
          }
        };
    LiveConnection<Member> live = prepared(runner(hooks, PATIENT));
    assertThat(live.open(peer)).isFalse();
    until(() -> peer.closed().size() == 1);
    assertThat(peer.closed().get(0).closeReason()).isEqualTo("user.not_now");
    until(() -> ends(hooks).size() == 1);
    live.left();
    live.connection().close(REVOKED);
    assertThat(registry.size()).isZero();
    assertThat(ends(hooks)).containsExactly("onDisconnect user.not_now");
  }

  @Test
  void onConnectThatTakesTooLong_endsItAsRetryable() {
    Remembering hooks =
        new Remembering() {
          @Override
          public void onConnect(LiveConnection<Member> connection) throws Exception {
            new CountDownLatch(1).await();
          }
        };
    // only the last hook may take too long, and the others too on a slow machine
    HookRunner<Member> runner = runner(hooks, PATIENT);
    LiveConnection<Member> patient = prepared(runner);
    LiveConnection<Member> live =
        new LiveConnection<>(
            runner(hooks, BRIEF), patient.connection(), REQUEST, patient.state(), false);
    assertThat(live.open(peer)).isFalse();
    until(() -> peer.closed().size() == 1);
    assertThat(peer.closed().get(0).code()).isEqualTo(Refusal.Code.UNAVAILABLE);
    until(() -> ends(hooks).size() == 1);
  }

  @Test
  void connectionThatHasEndedBeforeItIsOpened_isClosedAndWasNeverThere() {
    Remembering hooks = new Remembering();
    LiveConnection<Member> live = prepared(runner(hooks, PATIENT));
    live.connection().close(REVOKED);
    assertThat(live.open(peer)).isFalse();
    assertThat(peer.closed()).containsExactly(REVOKED);
    assertThat(hooks.called()).doesNotContain("onConnect");
    assertThat(ends(hooks)).isEmpty();
  }

  @Test
  void connectionThatEndsWhileOnConnectRuns_isToldItsEndAfterThat() {
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Remembering hooks =
        new Remembering() {
          @Override
          public void onConnect(LiveConnection<Member> connection) throws Exception {
            connection.connection().close(REVOKED);
            ended.countDown();
            goOn.await();
            order.add("connected");
          }

          @Override
          public void onDisconnect(LiveConnection<Member> connection, Optional<Refusal> how) {
            order.add("disconnected");
          }
        };
    LiveConnection<Member> live = prepared(runner(hooks, PATIENT));
    Watching watching = new Watching();
    live.watch(watching);
    Thread opening = new Thread(() -> live.open(peer));
    opening.start();
    until(() -> ended.getCount() == 0);
    // its watches are not kept waiting
    until(() -> watching.heard.contains("ended invalid_token"));
    assertThat(order).isEmpty();
    goOn.countDown();
    until(() -> order.size() == 2);
    assertThat(order).containsExactly("connected", "disconnected");
  }

  @Test
  void onDisconnect_isCalledExactlyOnce_whoeverEndsIt() throws Exception {
    AtomicInteger ends = new AtomicInteger();
    Remembering hooks =
        new Remembering() {
          @Override
          public void onDisconnect(LiveConnection<Member> connection, Optional<Refusal> how) {
            ends.incrementAndGet();
          }
        };
    HookRunner<Member> runner = runner(hooks, PATIENT);
    int rounds = 40;
    for (int i = 0; i < rounds; i++) {
      LiveConnection<Member> live = prepared(runner);
      List<Thread> racing =
          List.of(
              new Thread(() -> live.open(how -> live.left())),
              new Thread(live::left),
              new Thread(() -> live.connection().close(REVOKED)),
              new Thread(() -> registry.close(ConnectionFilter.all(), REVOKED)));
      racing.forEach(Thread::start);
      for (Thread each : racing) {
        each.join();
      }
      assertThat(live.connection().isOpen()).isFalse();
    }
    // those that were never there are never told of
    long there = hooks.called().stream().filter("onConnect"::equals).count();
    until(() -> ends.get() == there);
    assertThat(runner.threads().waiting()).isZero();
    assertThat(ends.get()).isEqualTo((int) there);
    assertThat(registry.size()).isZero();
  }

  @Test
  void onDisconnectThatFails_orTakesTooLong_keepsNoOtherFromHearing() {
    AtomicInteger heard = new AtomicInteger();
    Remembering hooks =
        new Remembering() {
          @Override
          public void onDisconnect(LiveConnection<Member> connection, Optional<Refusal> how)
              throws Exception {
            if (heard.incrementAndGet() == 1) {
              throw new AssertionError("bug");
            }
            if (heard.get() == 2) {
              new CountDownLatch(1).await();
            }
          }
        };
    HookRunner<Member> patient = runner(hooks, PATIENT);
    HookRunner<Member> brief = runner(hooks, BRIEF.withClosing(1, 10));
    for (int i = 0; i < 4; i++) {
      LiveConnection<Member> live = prepared(patient);
      brief.disconnected(live, Optional.empty());
    }
    until(() -> heard.get() == 4);
  }

  @Test
  void readonly_isSwitchedLive_andItsWatchesHearOfAChange() {
    LiveConnection<Member> live = prepared(runner(new Remembering(), PATIENT));
    Watching watching = new Watching();
    live.watch(watching);
    live.setReadonly(false);
    live.setReadonly(true);
    live.setReadonly(true);
    assertThat(live.isReadonly()).isTrue();
    live.setReadonly(false);
    assertThat(live.isReadonly()).isFalse();
    assertThat(watching.heard).containsExactly("readonly true", "readonly false");
  }

  @Test
  void watches_hearOfRefreshAndEnd_alsoWhereOneFails_andWhoeverComesLate() {
    LiveConnection<Member> live =
        runner(new Remembering(), PATIENT)
            .prepare(registered(token().issuedAgo(Duration.ofSeconds(100))), REQUEST, PARAMS);
    live.watch(
        new ConnectionWatch() {
          @Override
          public void refreshed(Caller before) {
            throw new IllegalStateException("bug");
          }

          @Override
          public void ended(Optional<Refusal> how) {
            throw new IllegalStateException("bug");
          }
        });
    Watching watching = new Watching();
    live.watch(watching);
    assertThat(live.open(peer)).isTrue();
    live.connection()
        .refresh(
            Connections.GATE.renew(
                live.connection().admitted(),
                Presentation.bearer(token().issuedAgo(Duration.ofSeconds(50)).sign())));
    assertThat(watching.heard).containsExactly("refreshed");
    live.left();
    until(() -> watching.heard.size() == 2);
    Watching late = new Watching();
    live.watch(late);
    assertThat(late.heard).containsExactly("ended left");
    assertThat(watching.heard).containsExactly("refreshed", "ended left");
    assertThat(peer.lives()).hasSize(2);
  }
}
