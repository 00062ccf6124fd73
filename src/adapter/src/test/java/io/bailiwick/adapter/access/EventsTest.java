package io.bailiwick.adapter.access;

import static io.bailiwick.adapter.life.Connections.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.hook.ConnectionWatch;
import io.bailiwick.adapter.hook.LiveConnection;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who hears events, and what becomes of those who don't read. */
class EventsTest extends AccessTestBase {
  private static final TestToken READER = token("agents:run", "agents:read");
  private static final TestToken NO_READER =
      token("agents:run").issuedAgo(Duration.ofSeconds(50)).claim("jti", "next");

  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AccessRules<String> rules =
      AccessRules.<String>builder()
          .event("said", ConnectionRule.action("read"))
          .event("opened", connection -> open.get())
          .build();
  private final AgentAccess<String> access = AgentAccess.of(rules);
  private final List<String> dropped = Collections.synchronizedList(new ArrayList<>());

  private ConnectionAccess<String> on(LiveConnection<String> live, Wire wire) {
    return access.open(live, wire, (event, why) -> dropped.add(event + " " + why.text()));
  }

  private double measured(String name, Map<String, String> attributes) {
    return AccessMetrics.of(access).measurements().stream()
        .filter(each -> each.instrument().name().equals(name))
        .filter(each -> each.attributes().equals(attributes))
        .mapToDouble(Measurement::value)
        .sum();
  }

  @Test
  void event_isHeardByThoseWhoSubscribed_atThatVeryInstance() {
    Wire here = new Wire();
    Wire silent = new Wire();
    Wire elsewhere = new Wire();
    on(live(READER), here).subscribe("said");
    on(live(READER), silent);
    on(live("chat/room", READER), elsewhere).subscribe("said");
    assertThat(access.publish(ROOM, "said", "hello")).isEqualTo(1);
    assertThat(access.publish(ROOM, "opened", "x")).isZero();
    assertThat(access.publish(new AgentPath("chat", List.of("room/1")), "said", "x")).isZero();
    assertThat(here.sent()).containsExactly("hello");
    assertThat(silent.sent()).isEmpty();
    assertThat(elsewhere.sent()).isEmpty();
    assertThat(access.subscribers(ROOM, "said")).isEqualTo(1);
  }

  @Test
  void refreshThatTakesTheRight_dropsTheSubscription_andTellsIt() {
    LiveConnection<String> live = live(READER);
    Wire wire = new Wire();
    ConnectionAccess<String> mine = on(live, wire);
    mine.subscribe("said");
    mine.subscribe("opened");
    refresh(live, NO_READER);
    assertThat(dropped).containsExactly("said insufficient_permissions");
    assertThat(mine.subscriptions()).containsExactly("opened");
    assertThat(access.publish(ROOM, "said", "secret")).isZero();
    assertThat(access.publish(ROOM, "opened", "news")).isEqualTo(1);
    assertThat(wire.sent()).containsExactly("news");
    assertThat(refused(() -> mine.subscribe("said")).status()).isEqualTo(403);
    assertThat(measured("bailiwick.subscriptions.lost", Map.of())).isEqualTo(1);
    // the right comes back, the subscription does not
    refresh(live, READER.issuedAgo(Duration.ofSeconds(40)).claim("jti", "third"));
    assertThat(access.publish(ROOM, "said", "x")).isZero();
    mine.subscribe("said");
    assertThat(access.publish(ROOM, "said", "again")).isEqualTo(1);
  }

  @Test
  void ruleThatGoesBySomethingElse_isAskedAgainWhenToldSo() {
    Wire wire = new Wire();
    on(live(READER), wire).subscribe("opened");
    open.set(false);
    access.recheck();
    assertThat(dropped).containsExactly("opened forbidden");
    assertThat(access.publish(ROOM, "opened", "x")).isZero();
    assertThat(access.isEmpty()).isTrue();
  }

  @Test
  void endedConnection_andOneInItsTimeOfGrace_hearNothing_andNothingIsLeftBehind() {
    LiveConnection<String> left = live(READER);
    Wire gone = new Wire();
    on(left, gone).subscribe("said");
    left.left();
    LiveConnection<String> expired = live(READER);
    Wire waiting = new Wire();
    on(expired, waiting).subscribe("said");
    clock.advance(Duration.ofMinutes(5));
    assertThat(access.publish(ROOM, "said", "x")).isZero();
    assertThat(gone.sent()).isEmpty();
    assertThat(waiting.sent()).isEmpty();
    // in the time of grace it is not lost: a newer token goes on with it
    assertThat(dropped).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    until(() -> registry.size() == 0);
    until(access::isEmpty);
  }

  @Test
  void subscriptionThatRacesWithTheEnd_leavesNothingBehind() throws Exception {
    for (int i = 0; i < 50; i++) {
      LiveConnection<String> live = live(READER);
      ConnectionAccess<String> mine = on(live, new Wire());
      Thread ending = new Thread(live::left);
      ending.start();
      try {
        mine.subscribe("said");
      } catch (Refused e) {
        assertThat(e.refusal().code()).isEqualTo(Refusal.Code.GOING_AWAY);
      }
      ending.join();
    }
    until(access::isEmpty);
  }

  @Test
  void connectionThatEndsWhileItsRuleIsAsked_isNotSubscribedAfterAll() {
    CountDownLatch told = new CountDownLatch(1);
    AgentAccess<String> ending =
        AgentAccess.of(
            AccessRules.<String>builder()
                .event(
                    "said",
                    connection -> {
                      connection.left();
                      told.await();
                      return true;
                    })
                .build());
    LiveConnection<String> live = live(READER);
    ConnectionAccess<String> mine = ending.open(live, new Wire(), SubscriptionListener.NONE);
    live.watch(
        new ConnectionWatch() {
          @Override
          public void ended(Optional<Refusal> how) {
            told.countDown();
          }
        });
    assertThat(refused(() -> mine.subscribe("said")).code()).isEqualTo(Refusal.Code.GOING_AWAY);
    assertThat(ending.isEmpty()).isTrue();
    assertThat(mine.subscriptions()).isEmpty();
  }

  @Test
  void slowPeer_isClosed_andHoldsUpNobody() {
    LiveConnection<String> slow = live(READER);
    LiveConnection<String> quick = live(READER);
    Wire slowWire = new Wire();
    Wire quickWire = new Wire();
    on(slow, slowWire).subscribe("said");
    on(quick, quickWire).subscribe("said");
    slowWire.hold();
    int enough = OutboxLimits.standard().messages() + 2;
    for (int i = 0; i < enough; i++) {
      access.publish(ROOM, "said", "message " + i);
    }
    assertThat(quickWire.sent()).hasSize(enough);
    assertThat(slow.connection().isOpen()).isFalse();
    assertThat(slow.connection().endedWith().orElseThrow().closeReason())
        .isEqualTo("server.slow_consumer");
    assertThat(quick.connection().isOpen()).isTrue();
    until(() -> access.subscribers(ROOM, "said") == 1);
    slowWire.letGo();
    assertThat(slowWire.sent()).containsExactly("message 0");
    assertThat(measured("bailiwick.connections.slow", Map.of())).isEqualTo(1);
  }

  @Test
  void slowPeer_missesEvents_whereTheServiceHasItSo() {
    AgentAccess<String> lossy =
        AgentAccess.of(rules, new OutboxLimits(2, 12, OutboxLimits.Overflow.DROP));
    LiveConnection<String> live = live(READER);
    Wire wire = new Wire();
    ConnectionAccess<String> mine = lossy.open(live, wire, SubscriptionListener.NONE);
    mine.subscribe("said");
    wire.hold();
    for (String message : List.of("1", "2", "3", "4")) {
      lossy.publish(ROOM, "said", message);
    }
    wire.letGo();
    lossy.publish(ROOM, "said", "5");
    assertThat(wire.sent()).containsExactly("1", "2", "3", "5");
    // by characters as well
    assertThat(lossy.publish(ROOM, "said", "x".repeat(13))).isZero();
    assertThat(lossy.publish(ROOM, "said", "x".repeat(12))).isEqualTo(1);
    assertThat(live.connection().isOpen()).isTrue();
    assertThat(lossy.counts().drops()).isEqualTo(2);
  }

  @Test
  void listenerThatFails_keepsNoOtherFromHearing() {
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Wire wire = new Wire();
      wires.add(wire);
      access
          .open(
              live(READER),
              wire,
              (event, why) -> {
                throw new IllegalStateException("bug");
              })
          .subscribe("opened");
    }
    open.set(false);
    access.recheck();
    assertThat(access.isEmpty()).isTrue();
    open.set(true);
    assertThat(access.publish(ROOM, "opened", "x")).isZero();
    assertThat(wires).allMatch(each -> each.sent().isEmpty());
  }

  @Test
  void outletThatFails_isGivenNoMore() {
    LiveConnection<String> live = live(READER);
    AtomicInteger sent = new AtomicInteger();
    ConnectionAccess<String> mine =
        access.open(
            live,
            (text, done) -> {
              if (sent.incrementAndGet() == 1) {
                throw new IllegalStateException("closed");
              }
            },
            SubscriptionListener.NONE);
    mine.subscribe("said");
    access.publish(ROOM, "said", "1");
    assertThat(access.publish(ROOM, "said", "2")).isZero();
    assertThat(sent).hasValue(1);
  }

  @Test
  void manyMessages_areSentInOrder_withoutDeepStacks() {
    Wire wire = new Wire();
    ConnectionAccess<String> mine =
        AgentAccess.of(rules, new OutboxLimits(20_000, 1_000_000, OutboxLimits.Overflow.CLOSE))
            .open(live(READER), wire, SubscriptionListener.NONE);
    wire.hold();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      mine.send("message " + i);
      expected.add("message " + i);
    }
    wire.letGo();
    assertThat(wire.sent()).isEqualTo(expected);
  }

  @Test
  void afterTheRightIsTaken_nothingIsHeardThatWasDecidedLater_whoeverSubscribesMeanwhile()
      throws Exception {
    for (int round = 0; round < 20; round++) {
      LiveConnection<String> live = live(READER);
      Wire wire = new Wire();
      ConnectionAccess<String> mine = on(live, wire);
      mine.subscribe("said");
      AtomicInteger number = new AtomicInteger();
      AtomicBoolean over = new AtomicBoolean();
      Thread publishing =
          new Thread(
              () -> {
                while (!over.get()) {
                  access.publish(ROOM, "said", Integer.toString(number.incrementAndGet()));
                }
              });
      Thread subscribing =
          new Thread(
              () -> {
                while (!over.get()) {
                  try {
                    mine.subscribe("said");
                  } catch (Refused e) {
                    assertThat(e.refusal().status()).isEqualTo(403);
                  }
                }
              });
      publishing.start();
      subscribing.start();
      until(() -> number.get() > 20);
      refresh(live, NO_READER);
      int last = number.get();
      until(() -> number.get() > last + 100);
      over.set(true);
      publishing.join();
      subscribing.join();
      assertThat(wire.sent()).allMatch(text -> Integer.parseInt(text) <= last);
      live.left();
    }
    until(access::isEmpty);
  }

  @Test
  void measurements_areThereFromTheStart_andNameNobody() {
    List<Measurement> all = AccessMetrics.of(access).measurements();
    assertThat(all).hasSize(8 + 5).allMatch(each -> each.value() == 0);
    assertThat(AccessMetrics.of(access).instruments())
        .containsAll(all.stream().map(Measurement::instrument).toList());
    ConnectionAccess<String> mine = on(live(READER), new Wire());
    mine.subscribe("said");
    refused(() -> mine.require("made-up"));
    access.publish(ROOM, "said", "x");
    assertThat(measured("bailiwick.subscriptions", Map.of())).isEqualTo(1);
    assertThat(measured("bailiwick.events", Map.of("bailiwick.outcome", "accepted"))).isEqualTo(1);
    assertThat(
            measured(
                "bailiwick.access.decisions",
                Map.of("bailiwick.kind", "event", "bailiwick.outcome", "allowed")))
        .isEqualTo(1);
    assertThat(
            measured(
                "bailiwick.access.decisions",
                Map.of("bailiwick.kind", "action", "bailiwick.outcome", "denied")))
        .isEqualTo(1);
    assertThat(AccessMetrics.of(access).measurements()).hasSameSizeAs(all);
  }
}
