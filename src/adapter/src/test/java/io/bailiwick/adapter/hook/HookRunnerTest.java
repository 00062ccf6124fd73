package io.bailiwick.adapter.hook;

import static io.bailiwick.adapter.life.Connections.until;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.ConnectionParams;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.life.ConnectionFilter;
import io.bailiwick.adapter.life.Connections;
import io.bailiwick.adapter.testing.Logged;
import io.bailiwick.scope.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookRunnerTest extends HookTestBase {
  private static final List<String> BEFORE =
      List.of("readParams", "beforeConnect", "createState", "shouldBeReadonly");

  @Test
  void hooks_runInTheirOrder_andTheConnectionIsVisibleInBetween() {
    List<Integer> visible = Collections.synchronizedList(new ArrayList<>());
    Remembering hooks =
        new Remembering() {
          @Override
          public void beforeConnect(ConnectContext context, Nick params) throws Exception {
            super.beforeConnect(context, params);
            visible.add(registry.list(ConnectionFilter.all(), 0, 10).connections().size());
            assertThat(context.key()).containsExactly("room", "1");
            assertThat(context.caller().subject()).isEqualTo("bert");
            assertThat(context.request()).isEqualTo(REQUEST);
            assertThat(context.toString()).doesNotContain("bert");
          }

          @Override
          public void onConnect(LiveConnection<Member> connection) throws Exception {
            super.onConnect(connection);
            visible.add(registry.list(ConnectionFilter.all(), 0, 10).connections().size());
          }
        };
    LiveConnection<Member> live = prepared(runner(hooks, PATIENT));
    assertThat(hooks.called()).isEqualTo(BEFORE);
    assertThat(live.state()).isEqualTo(new Member("Bertie", List.of("room", "1")));
    assertThat(live.open(peer)).isTrue();
    assertThat(hooks.called()).hasSize(5).endsWith("onConnect");
    assertThat(visible).containsExactly(0, 1);
    live.left();
    live.left();
    until(() -> hooks.called().size() == 6);
    assertThat(hooks.called()).endsWith("onDisconnect left");
    assertThat(peer.closed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"readParams", "beforeConnect", "createState"})
  void servicesRefusal_isToldInItsWords_andNothingFollows(String which) {
    Refusal mine = Refusal.user("room_full", "No seat", Map.of("seats", 2));
    Remembering hooks =
        new Remembering() {
          @Override
          void called(String what) {
            super.called(what);
            if (what.equals(which)) {
              throw new Refused(mine);
            }
          }
        };
    assertThat(refused(runner(hooks, PATIENT))).isEqualTo(mine);
    assertThat(hooks.called()).isEqualTo(BEFORE.subList(0, BEFORE.indexOf(which) + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"beforeConnect", "createState"})
  void unexpected_isMasked_andLoggedUnderAnId(String which) throws Exception {
    Remembering hooks =
        new Remembering() {
          @Override
          void called(String what) {
            super.called(what);
            if (what.equals(which)) {
              throw new IllegalStateException("the password is sesame");
            }
          }
        };
    HookRunner<Member> runner = runner(hooks, PATIENT);
    AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();
    List<String> logged = Logged.by(ConnectGate.class, () -> refusal.set(refused(runner)));
    Refusal told = requireNonNull(refusal.get());
    assertThat(told.code()).isEqualTo(Refusal.Code.INTERNAL_ERROR);
    assertThat(logged).hasSize(1);
    assertThat(logged.get(0)).contains(told.incident().orElseThrow()).doesNotContain("sesame");
  }

  @Test
  void errorOfTheVirtualMachine_isMaskedToo() {
    Remembering hooks =
        new Remembering() {
          @Override
          public void beforeConnect(ConnectContext context, Nick params) {
            throw new StackOverflowError();
          }
        };
    assertThat(refused(runner(hooks, PATIENT)).code()).isEqualTo(Refusal.Code.INTERNAL_ERROR);
  }

  @Test
  void missingScope_isToldAsOne() {
    Remembering hooks =
        new Remembering() {
          @Override
          public void beforeConnect(ConnectContext context, Nick params) {
            context.caller().require(Scope.global("rooms", "enter"));
          }
        };
    Refusal refusal = refused(runner(hooks, PATIENT));
    assertThat(refusal.code()).isEqualTo(Refusal.Code.INSUFFICIENT_PERMISSIONS);
    assertThat(refusal.requiredScopes()).containsExactly("rooms:enter");
  }

  @Test
  void paramsThatCantBeRead_areAnInvalidRequest_andNoHookIsCalled() {
    Remembering hooks = new Remembering();
    HookRunner<Member> runner = runner(hooks, PATIENT);
    for (ConnectionParams bad :
        List.of(ConnectionParams.none(), new ConnectionParams(Map.of("nick", 7)))) {
      Refusal refusal = Connections.refused(() -> runner.prepare(registered(), REQUEST, bad));
      assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID_REQUEST);
    }
    assertThat(hooks.called()).containsExactly("readParams", "readParams");
    assertThat(registry.size()).isZero();
  }

  @Test
  @SuppressWarnings("NullAway") // null is what it is about
  void nullParams_areInvalid_andNullState_isTheServicesFault() {
    Remembering noParams =
        new Remembering() {
          @Override
          public Nick readParams(ConnectionParams raw) {
            return null;
          }
        };
    assertThat(refused(runner(noParams, PATIENT)).code()).isEqualTo(Refusal.Code.INVALID_REQUEST);
    assertThat(noParams.called()).isEmpty();
    Remembering noState =
        new Remembering() {
          @Override
          public Member createState(ConnectContext context, Nick params) {
            return null;
          }
        };
    assertThat(refused(runner(noState, PATIENT)).code()).isEqualTo(Refusal.Code.INTERNAL_ERROR);
  }

  @Test
  void readonly_isTrue_unlessItIsSaidNot() {
    for (String answer : List.of("true", "null", "throw", "refused")) {
      Remembering hooks =
          new Remembering() {
            @Override
            public @Nullable Boolean shouldBeReadonly(ConnectContext context, Member state)
                throws Exception {
              return switch (answer) {
                case "true" -> true;
                case "null" -> null;
                case "throw" -> throw new Exception("bug");
                default -> throw new Refused(Refusal.of(Refusal.Code.FORBIDDEN));
              };
            }
          };
      assertThat(prepared(runner(hooks, PATIENT)).isReadonly()).as(answer).isTrue();
    }
    assertThat(prepared(runner(new Remembering(), PATIENT)).isReadonly()).isFalse();
  }

  @Test
  void hookThatTakesTooLong_isInterrupted_refusedAsRetryable_andItsResultIsThrownAway() {
    CountDownLatch interrupted = new CountDownLatch(1);
    Remembering hooks =
        new Remembering() {
          @Override
          public Member createState(ConnectContext context, Nick params) throws Exception {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.countDown();
            }
            // late
            return super.createState(context, params);
          }
        };
    HookRunner<Member> runner = runner(hooks, BRIEF);
    Refusal refusal = refused(runner);
    assertThat(refusal.code()).isEqualTo(Refusal.Code.UNAVAILABLE);
    assertThat(refusal.closeCode()).isEqualTo(1013);
    assertThat(refusal.retryable()).isTrue();
    until(() -> interrupted.getCount() == 0);
    until(() -> runner.threads().isIdle());
    assertThat(hooks.called()).doesNotContain("shouldBeReadonly", "onConnect");
  }

  @Test
  void hooksThatNeverEnd_loseSoManyThreadsAndNoMore_andLiveConnectionsGoOn() throws Exception {
    CountDownLatch forEver = new CountDownLatch(1);
    Remembering hooks =
        new Remembering() {
          @Override
          public void beforeConnect(ConnectContext context, Nick params) {
            if (context.caller().subject().startsWith("stuck")) {
              uninterruptibly(forEver);
            }
          }
        };
    HookRunner<Member> runner = runner(hooks, BRIEF.withThreads(3, 2));
    LiveConnection<Member> before = null;
    // on a slow machine even a hook that does nothing may be late once
    while (before == null) {
      try {
        before = prepared(runner);
      } catch (Refused e) {
        assertThat(e.refusal().retryable()).isTrue();
      }
    }
    assertThat(before.open(peer)).isTrue();
    until(() -> runner.threads().isIdle());
    try {
      // of one caller two at most
      assertThat(refusedOf("stuck-1", runner)).isEqualTo(Refusal.Code.UNAVAILABLE);
      assertThat(refusedOf("stuck-1", runner)).isEqualTo(Refusal.Code.UNAVAILABLE);
      assertThat(refusedOf("stuck-1", runner)).isEqualTo(Refusal.Code.RATE_LIMITED);
      assertThat(refusedOf("stuck-2", runner)).isEqualTo(Refusal.Code.UNAVAILABLE);
      for (int i = 3; i < 20; i++) {
        assertThat(refusedOf("stuck-" + i, runner)).isEqualTo(Refusal.Code.UNAVAILABLE);
        assertThat(runner.threads().room()).isZero();
      }
      assertThat(before.connection().can("run")).isTrue();
    } finally {
      forEver.countDown();
    }
    // and whoever has ended makes room
    until(() -> runner.threads().isIdle());
    until(() -> isPrepared(runner));
    assertThat(registry.size()).isEqualTo(2);
  }

  @Test
  void nothingIsOpened_whileTooManyWaitToBeToldOfTheirEnd_andEachIsTold() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    Remembering hooks =
        new Remembering() {
          @Override
          public void onDisconnect(LiveConnection<Member> connection, Optional<Refusal> how)
              throws Exception {
            uninterruptibly(slow);
            super.onDisconnect(connection, how);
          }
        };
    HookRunner<Member> runner = runner(hooks, PATIENT.withClosing(1, 2));
    List<LiveConnection<Member>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      LiveConnection<Member> live = prepared(runner);
      live.open(how -> {});
      all.add(live);
    }
    all.forEach(LiveConnection::left);
    until(() -> runner.threads().waiting() >= 2);
    assertThat(refused(runner).code()).isEqualTo(Refusal.Code.UNAVAILABLE);
    slow.countDown();
    until(() -> hooks.called().stream().filter("onDisconnect left"::equals).count() == 4);
    until(() -> isPrepared(runner));
  }

  @Test
  void connectionThatEndsMeanwhile_isRefusedAsWhatItEndedWith() {
    Remembering hooks =
        new Remembering() {
          @Override
          public Member createState(ConnectContext context, Nick params) throws Exception {
            registry.close(ConnectionFilter.all(), Refusal.of(Refusal.Code.REVOKED));
            return super.createState(context, params);
          }
        };
    assertThat(refused(runner(hooks, PATIENT)).code()).isEqualTo(Refusal.Code.REVOKED);
    assertThat(hooks.called()).doesNotContain("onConnect");
  }

  @Test
  void withoutHooks_nothingRunsAnywhereElse() {
    HookRunner<NoState> none = HookRunner.none();
    LiveConnection<NoState> live = none.prepare(registered(), REQUEST, ConnectionParams.none());
    assertThat(live.open(peer)).isTrue();
    live.left();
    assertThat(none.threads().size()).isZero();
    assertThat(live.toString()).doesNotContain("bert");
    none.close();
  }

  @Test
  void whatIsRefused_isHeardAsADecision_whateverTheListenerThrows() {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    Remembering hooks =
        new Remembering() {
          @Override
          public void beforeConnect(ConnectContext context, Nick params) {
            if (context.caller().subject().equals("mallory")) {
              throw new Refused(Refusal.forbidden("Not you", Map.of()));
            }
          }

          @Override
          public void onConnect(LiveConnection<Member> connection) {
            throw new IllegalStateException("bug");
          }
        };
    HookRunner<Member> runner =
        HookRunner.of(
            hooks,
            PATIENT,
            decision -> {
              heard.add(decision.line());
              throw new IllegalStateException("bug");
            });
    closed.add(runner);
    assertThat(
            Connections.refused(
                    () -> runner.prepare(registered(token().subject("mallory")), REQUEST, PARAMS))
                .code())
        .isEqualTo(Refusal.Code.FORBIDDEN);
    assertThat(prepared(runner).open(peer)).isFalse();
    assertThat(heard).hasSize(2);
    assertThat(heard.get(0))
        .isEqualTo(
            "HOOK /agents/{agents}/{key...} sub=\"mallory\" client=\"demo-cli\" refused:"
                + " forbidden");
    assertThat(heard.get(1)).contains("sub=\"bert\"", "refused: internal_error incident=");
  }

  @Test
  void limits_arePositive() {
    HookLimits standard = HookLimits.standard();
    assertThat(standard.timeout()).isEqualTo(Duration.ofSeconds(5));
    for (Duration bad : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofSeconds(61))) {
      assertThatThrownBy(() -> standard.withTimeout(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> standard.withThreads(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> standard.withThreads(1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> standard.withClosing(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> standard.withClosing(1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private boolean isPrepared(HookRunner<Member> runner) {
    try {
      prepared(runner);
      return true;
    } catch (Refused e) {
      return false;
    }
  }

  private Refusal.Code refusedOf(String subject, HookRunner<Member> runner) {
    return Connections.refused(
            () -> runner.prepare(registered(token().subject(subject)), REQUEST, PARAMS))
        .code();
  }

  private static void uninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // as a hook that does not heed it
      }
    }
  }
}
