package io.bailiwick.adapter.access;

import static io.bailiwick.adapter.life.Connections.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.hook.LiveConnection;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionAccessTest extends AccessTestBase {
  private static final AgentPath HELPER = new AgentPath("helper", List.of());

  private static AccessRules.Builder<String> rules() {
    return AccessRules.<String>builder()
        .action("say", ConnectionRule.action("run"))
        .readAction("history", ConnectionRule.action("read"))
        .action("null", connection -> null)
        .action(
            "bug",
            connection -> {
              throw new Exception("bug");
            })
        .action(
            "error",
            connection -> {
              throw new StackOverflowError();
            })
        .action("never", connection -> false)
        .action("ours", connection -> connection.state().equals("Bertie"))
        .action(
            "words",
            connection -> {
              throw new Refused(Refusal.user("later", "Come later", Map.of()));
            })
        .queue("messages", ConnectionRule.action("run"))
        .queue("private", connection -> false)
        .event("said", ConnectionRule.action("run"))
        .event("secrets", connection -> false)
        .nested("helper", "run", ConnectionRule.connected())
        .nested("closed", "run", connection -> false);
  }

  private ConnectionAccess<String> access(AccessRules<String> rules, LiveConnection<String> live) {
    return AgentAccess.of(rules).open(live, new Wire(), SubscriptionListener.NONE);
  }

  private ConnectionAccess<String> access(LiveConnection<String> live) {
    return access(rules().build(), live);
  }

  @Test
  void action_isOpenByItsRule_andDeniedOtherwise() {
    ConnectionAccess<String> access = access(live(token("agents:run")));
    access.require("say");
    access.require("ours");
    Refusal history = refused(() -> access.require("history"));
    assertThat(history.code()).isEqualTo(Refusal.Code.INSUFFICIENT_PERMISSIONS);
    assertThat(history.requiredScopes()).containsExactly("agents:chat:read");
    for (String denied : List.of("null", "bug", "error", "never")) {
      Refusal refusal = refused(() -> access.require(denied));
      assertThat(refusal.closeReason()).as(denied).isEqualTo("auth.forbidden");
      assertThat(refusal.status()).isEqualTo(403);
      assertThat(refusal.detail().orElseThrow().metadata()).isEqualTo(Map.of("action", denied));
    }
    assertThat(refused(() -> access.require("words")).closeReason()).isEqualTo("user.later");
    // what has no rule is denied, and not said back
    for (String unnamed : List.of("", "Say", "say ", "made-up")) {
      assertThat(refused(() -> access.require(unnamed)))
          .isEqualTo(Refusal.of(Refusal.Code.FORBIDDEN));
    }
    assertThat(access.live().connection().isOpen()).isTrue();
  }

  @Test
  void everything_isAskedEachTime_andEndsWithTheConnection() {
    LiveConnection<String> live = live(token("agents:run", "agents:read"));
    ConnectionAccess<String> access = access(live);
    access.require("history");
    refresh(live, token("agents:run").issuedAgo(Duration.ofSeconds(50)).claim("jti", "next"));
    assertThat(refused(() -> access.require("history")).status()).isEqualTo(403);
    access.require("say");
    clock.advance(Duration.ofMinutes(5));
    for (Runnable asked :
        List.<Runnable>of(
            () -> access.require("say"),
            () -> access.publish("messages"),
            () -> access.subscribe("said"),
            () -> access.requireNested(HELPER))) {
      assertThat(refused(asked).code()).isEqualTo(Refusal.Code.EXPIRED_TOKEN);
    }
    live.connection().close(Refusal.of(Refusal.Code.REVOKED));
    assertThat(refused(() -> access.require("say")).code()).isEqualTo(Refusal.Code.REVOKED);
    assertThat(refused(() -> access.publish("messages")).code()).isEqualTo(Refusal.Code.REVOKED);
    assertThat(refused(() -> access.subscribe("said")).code()).isEqualTo(Refusal.Code.REVOKED);
  }

  @Test
  void queue_isOpenByItsRule_andAnUndefinedOneIsRefused_orPassedOver() {
    LiveConnection<String> live = live(token("agents:run"));
    ConnectionAccess<String> access = access(live);
    assertThat(access.publish("messages")).isEqualTo(Publication.ACCEPTED);
    assertThat(refused(() -> access.publish("private")).detail().orElseThrow().metadata())
        .isEqualTo(Map.of("queue", "private"));
    assertThat(refused(() -> access.publish("made-up")))
        .isEqualTo(Refusal.of(Refusal.Code.FORBIDDEN));
    AccessRules<String> lenient = rules().completeUndefinedQueues().build();
    assertThat(lenient.loosened()).hasSize(1);
    assertThat(access(lenient, live).publish("made-up")).isEqualTo(Publication.IGNORED);
    assertThat(refused(() -> access(lenient, live).publish("private")).status()).isEqualTo(403);
  }

  @Test
  void readonlyConnection_readsAndHears_andChangesNothing() {
    LiveConnection<String> live = live(token("agents:run", "agents:read"));
    ConnectionAccess<String> access = access(live);
    live.setReadonly(true);
    access.require("history");
    access.subscribe("said");
    for (Runnable change :
        List.<Runnable>of(
            () -> access.require("say"),
            () -> access.publish("messages"),
            () -> access.publish("made-up"),
            () -> access.requireNested(HELPER))) {
      Refusal refusal = refused(change);
      assertThat(refusal.closeReason()).isEqualTo("auth.readonly");
      assertThat(refusal.status()).isEqualTo(403);
      assertThat(refusal.detail().orElseThrow().message()).isEqualTo("Connection is readonly");
    }
    live.setReadonly(false);
    access.require("say");
  }

  @Test
  void undefinedEvent_isRefused_orAllowed() {
    LiveConnection<String> live = live(token("agents:run"));
    ConnectionAccess<String> access = access(live);
    assertThat(refused(() -> access.subscribe("made-up")))
        .isEqualTo(Refusal.of(Refusal.Code.FORBIDDEN));
    assertThat(refused(() -> access.subscribe("secrets")).detail().orElseThrow().metadata())
        .isEqualTo(Map.of("event", "secrets"));
    AccessRules<String> lenient = rules().allowUndefinedEvents().build();
    assertThat(lenient.loosened()).hasSize(1);
    ConnectionAccess<String> more = access(lenient, live);
    more.subscribe("made-up");
    assertThat(refused(() -> more.subscribe("secrets")).status()).isEqualTo(403);
    assertThat(refused(() -> more.subscribe("")).status()).isEqualTo(403);
    assertThat(refused(() -> more.subscribe("x".repeat(129))).status()).isEqualTo(403);
    // as many as may, and no more
    for (int i = 1; i < ConnectionAccess.MAX_SUBSCRIPTIONS; i++) {
      more.subscribe("event-" + i);
    }
    assertThat(refused(() -> more.subscribe("one-more")).code())
        .isEqualTo(Refusal.Code.RATE_LIMITED);
    more.subscribe("made-up");
    more.unsubscribe("made-up");
    more.unsubscribe("made-up");
    more.subscribe("one-more");
    assertThat(more.subscriptions())
        .hasSize(ConnectionAccess.MAX_SUBSCRIPTIONS)
        .doesNotContain("made-up");
  }

  @Test
  void deniedSubscription_isToldWithTheNextAction_once_whereThePresetHasItSo() {
    LiveConnection<String> live = live(token("agents:run"));
    AccessRules<String> rules = rules().deferDeniedSubscriptions().build();
    assertThat(rules.loosened()).hasSize(1);
    ConnectionAccess<String> access = access(rules, live);
    access.subscribe("secrets");
    assertThat(access.subscriptions()).isEmpty();
    Refusal refusal = refused(() -> access.require("say"));
    assertThat(refusal.closeReason()).isEqualTo("auth.forbidden");
    assertThat(refusal.detail().orElseThrow().metadata()).isEqualTo(Map.of("event", "secrets"));
    access.require("say");
    clock.advance(Duration.ofMinutes(5));
    // an end is not put off
    assertThat(refused(() -> access.subscribe("said")).code())
        .isEqualTo(Refusal.Code.EXPIRED_TOKEN);
  }

  @Test
  void nestedAgent_takesARightOfItsOwn() {
    ConnectionAccess<String> all = access(live(token("agents:run")));
    all.requireNested(HELPER);
    all.requireNested(new AgentPath("helper", List.of("any")));
    assertThat(refused(() -> all.requireNested(new AgentPath("closed", List.of()))).status())
        .isEqualTo(403);
    assertThat(refused(() -> all.requireNested(new AgentPath("unnamed", List.of()))))
        .isEqualTo(Refusal.of(Refusal.Code.FORBIDDEN));
    // whoever may run the one agent may not run the other through it
    ConnectionAccess<String> one = access(live(token("agents:chat:run")));
    assertThat(refused(() -> one.requireNested(HELPER)).requiredScopes())
        .containsExactly("agents:helper:run");
    ConnectionAccess<String> bound = access(live(token("agents:run").agent("chat", "room", "1")));
    assertThat(refused(() -> bound.requireNested(HELPER)).code()).isEqualTo(Refusal.Code.FORBIDDEN);
  }

  @Test
  void answers_areInOrder_andASlowPeerIsClosed() {
    LiveConnection<String> live = live(token("agents:run"));
    Wire wire = new Wire();
    ConnectionAccess<String> access =
        AgentAccess.of(rules().build(), new OutboxLimits(2, 100, OutboxLimits.Overflow.DROP))
            .open(live, wire, SubscriptionListener.NONE);
    wire.hold();
    access.send("1");
    access.send("2");
    access.send("3");
    // an answer is never dropped in silence
    Refusal slow = refused(() -> access.send("4"));
    assertThat(slow.closeCode()).isEqualTo(1013);
    assertThat(slow.closeReason()).isEqualTo("server.slow_consumer");
    assertThat(live.connection().endedWith()).contains(slow);
    until(() -> registry.size() == 0);
    wire.letGo();
    assertThat(wire.sent()).containsExactly("1");
  }

  @Test
  void rules_areNamedOnce() {
    AccessRules.Builder<String> rules = rules();
    assertThatThrownBy(() -> rules.action("say", ConnectionRule.connected()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> rules.readAction("say", ConnectionRule.connected()))
        .isInstanceOf(IllegalStateException.class);
    for (String bad : List.of("", "x".repeat(129))) {
      assertThatThrownBy(() -> rules.event(bad, ConnectionRule.connected()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(rules.build().loosened()).isEmpty();
    assertThatThrownBy(() -> new OutboxLimits(0, 1, OutboxLimits.Overflow.CLOSE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new OutboxLimits(1, 0, OutboxLimits.Overflow.CLOSE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rulesTogether() throws Exception {
    LiveConnection<String> live = live(token("agents:run"));
    ConnectionRule<String> yes = ConnectionRule.connected();
    ConnectionRule<String> no = ConnectionRule.scope(Scope.global("rooms", "enter"));
    ConnectionRule<String> none = connection -> null;
    assertThat(yes.and(yes).allows(live)).isTrue();
    assertThat(yes.and(none).allows(live)).isFalse();
    assertThat(none.and(yes).allows(live)).isFalse();
    assertThat(no.or(yes).allows(live)).isTrue();
    assertThat(none.or(yes).allows(live)).isTrue();
    assertThat(yes.or(no).allows(live)).isTrue();
    assertThat(none.or(none).allows(live)).isNull();
    assertThatThrownBy(() -> none.or(no).allows(live)).isInstanceOf(Refused.class);
  }
}
