package io.bailiwick.adapter.life;

import static io.bailiwick.adapter.life.Connections.admitted;
import static io.bailiwick.adapter.life.Connections.refused;
import static io.bailiwick.adapter.life.Connections.token;
import static io.bailiwick.adapter.life.Connections.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.life.Connections.Hearing;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.token.RevocationCheck;
import io.bailiwick.scope.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionRegistryTest {
  private static final AgentConnection BERT = admitted(token().subject("bert"));
  private static final AgentConnection ADA = admitted(token().subject("ada"));
  private static final Refusal FORBIDDEN = Refusal.of(Refusal.Code.FORBIDDEN);

  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private final ConnectionRegistry registry =
      registry(new ConnectionLimits(2, 3, 4), new Heard(heard));

  private record Heard(List<String> events) implements ConnectionListener {
    @Override
    public void opened(Connection connection) {
      events.add("opened " + connection.id());
    }

    @Override
    public void ended(Connection connection, Optional<Refusal> how) {
      events.add("ended " + connection.id() + how.map(Refusal::closeReason).orElse(" left"));
    }
  }

  private static ConnectionRegistry registry(ConnectionLimits limits, ConnectionListener listener) {
    return ConnectionRegistry.builder()
        .clock(Callers.CLOCK)
        .limits(limits)
        .listener(listener)
        .build();
  }

  private Connection open(AgentConnection admitted, Peer peer) {
    Connection connection = registry.register(admitted);
    connection.open(peer);
    return connection;
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void connection_saysWhoseItIs_andWhatIsAllowedOnIt() {
    Connection connection = open(BERT, how -> {});
    assertThat(connection.caller().subject()).isEqualTo("bert");
    assertThat(connection.identity()).isEqualTo(BERT.identity());
    assertThat(connection.agent()).isEqualTo(BERT.agent());
    assertThat(connection.since()).isEqualTo(Callers.CLOCK.instant());
    assertThat(connection.expiresAt()).isEqualTo(BERT.expiresAt());
    assertThat(connection.timeLeft()).hasMinutes(5);
    assertThat(connection.can("run")).isTrue();
    assertThat(connection.can("read")).isFalse();
    assertThat(connection.can(Scope.of("agents", "other", "run"))).isTrue();
    connection.require("run");
    connection.require(Scope.global("agents", "run"));
    assertThat(refused(() -> connection.require("read")))
        .isEqualTo(Refusal.insufficient(List.of("agents:chat:read")));
    assertThat(refused(() -> connection.require(Scope.global("config", "read"))).code())
        .isEqualTo(Refusal.Code.INSUFFICIENT_PERMISSIONS);
    assertThat(connection.toString()).doesNotContain("bert");
  }

  @Test
  void boundToken_doesNotReachBeyondItsBinding() {
    Connection connection =
        open(admitted("chat/room/1", token().agent("chat", "room", "1")), how -> {});
    assertThat(connection.can("run")).isTrue();
    assertThat(refused(() -> connection.require(Scope.global("agents", "run"))).code())
        .isEqualTo(Refusal.Code.FORBIDDEN);
  }

  @Test
  void tooManyOfOneCaller_areRefusedAsRateLimited_andOneThatEndsMakesRoom() {
    Connection first = registry.register(BERT);
    registry.register(BERT);
    Refusal refusal = refused(() -> registry.register(BERT));
    assertThat(refusal.status()).isEqualTo(429);
    assertThat(refusal.closeCode()).isEqualTo(3429);
    assertThat(refusal.retryAfter()).isPresent();
    registry.register(ADA);
    first.left();
    registry.register(BERT);
    assertThat(registry.size()).isEqualTo(3);
  }

  @Test
  void tooManyToOneAgent_orInAll_areRefused() {
    List<String> people = List.of("a", "b", "c", "d", "e");
    for (String one : people.subList(0, 3)) {
      registry.register(admitted("chat/room/" + one, token().subject(one)));
    }
    assertThat(refused(() -> registry.register(admitted(token().subject("d")))).code())
        .isEqualTo(Refusal.Code.RATE_LIMITED);
    registry.register(admitted("other", token().subject("d")));
    assertThat(refused(() -> registry.register(admitted("third", token().subject("e")))).code())
        .isEqualTo(Refusal.Code.RATE_LIMITED);
  }

  @Test
  void limits_arePositive() {
    assertThat(ConnectionLimits.standard().perCaller()).isPositive();
    assertThatThrownBy(() -> new ConnectionLimits(0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ConnectionLimits(1, -1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ConnectionLimits(1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void registered_isInNoListUntilItIsOpened_butCanBeEnded() {
    Connection connection = registry.register(BERT);
    assertThat(registry.list(ConnectionFilter.all(), 0, 10).connections()).isEmpty();
    assertThat(registry.find(connection.id())).isEmpty();
    assertThat(registry.close(ConnectionFilter.all().subject("bert"), FORBIDDEN)).isEqualTo(1);
    Hearing peer = new Hearing();
    assertThat(refused(() -> connection.open(peer))).isEqualTo(FORBIDDEN);
    assertThat(peer.lives()).isEmpty();
    assertThat(heard).isEmpty();
  }

  @Test
  void opened_isToldItsLife_andListed() {
    Hearing peer = new Hearing();
    Connection connection = open(BERT, peer);
    assertThat(peer.lives()).containsExactly(connection.timeLeft());
    assertThat(registry.find(connection.id())).contains(connection);
    assertThat(registry.find("another")).isEmpty();
    assertThat(registry.list(ConnectionFilter.all(), 0, 10).connections())
        .containsExactly(connection);
    assertThatThrownBy(() -> connection.open(peer)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void list_comesInPages_theEldestFirst() {
    Connection first = open(BERT, how -> {});
    Connection second = open(ADA, how -> {});
    Connection third = open(BERT, how -> {});
    ConnectionPage page = registry.list(ConnectionFilter.all(), 0, 2);
    assertThat(page.connections()).containsExactly(first, second);
    second.left();
    ConnectionPage rest = registry.list(ConnectionFilter.all(), page.next().orElseThrow(), 2);
    assertThat(rest.connections()).containsExactly(third);
    assertThat(rest.next()).isEqualTo(OptionalLong.empty());
    ConnectionPage berts = registry.list(ConnectionFilter.all().subject("bert"), 0, 1);
    assertThat(berts.connections()).containsExactly(first);
    assertThat(
            registry
                .list(ConnectionFilter.all().subject("bert"), berts.next().orElseThrow(), 1)
                .connections())
        .containsExactly(third);
    assertThatThrownBy(() -> registry.list(ConnectionFilter.all(), 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> registry.list(ConnectionFilter.all(), 0, ConnectionRegistry.MAX_PAGE + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closed_allowsNothingFromThatMoment_andThePeerIsToldOnce() {
    Hearing peer = new Hearing();
    Connection connection = open(BERT, peer);
    connection.close(FORBIDDEN);
    assertThat(connection.can("run")).isFalse();
    assertThat(connection.isOpen()).isFalse();
    assertThat(connection.timeLeft()).isZero();
    assertThat(refused(() -> connection.require("run"))).isEqualTo(FORBIDDEN);
    connection.close(Refusal.of(Refusal.Code.REVOKED));
    connection.left();
    until(() -> heard.size() == 2);
    assertThat(peer.closed()).containsExactly(FORBIDDEN);
    assertThat(heard)
        .containsExactly(
            "opened " + connection.id(), "ended " + connection.id() + "auth.forbidden");
    assertThat(connection.endedWith()).contains(FORBIDDEN);
  }

  @Test
  void peerThatLeaves_isNotClosed_butTheListenerHears() {
    Hearing peer = new Hearing();
    Connection connection = open(BERT, peer);
    connection.left();
    until(() -> heard.size() == 2);
    assertThat(peer.closed()).isEmpty();
    assertThat(heard).last().isEqualTo("ended " + connection.id() + " left");
    assertThat(connection.can("run")).isFalse();
    assertThat(connection.endedWith()).isEmpty();
  }

  @Test
  void peerThatThrows_keepsNoOtherOpen() {
    Set<String> closed = ConcurrentHashMap.newKeySet();
    open(
        BERT,
        how -> {
          closed.add("first");
          throw new IllegalStateException("made for the test");
        });
    open(
        BERT,
        how -> {
          closed.add("second");
          throw new AssertionError("made for the test");
        });
    open(ADA, how -> closed.add("third"));
    assertThat(registry.close(ConnectionFilter.all(), FORBIDDEN)).isEqualTo(3);
    until(() -> closed.size() == 3);
    assertThat(registry.size()).isZero();
  }

  @Test
  void peerThatBlocks_keepsNoOtherOpen() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Hearing other = new Hearing();
    open(
        BERT,
        how -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    open(ADA, other);
    try {
      registry.close(ConnectionFilter.all(), FORBIDDEN);
      until(() -> other.closed().size() == 1);
    } finally {
      release.countDown();
    }
  }

  @Test
  void manyPeersThatHang_keepNoOtherUntold_norTheListener() {
    CountDownLatch release = new CountDownLatch(1);
    Hearing other = new Hearing();
    try (ConnectionRegistry wide =
        registry(new ConnectionLimits(200, 200, 200), new Heard(heard))) {
      for (int i = 0; i < 100; i++) {
        wide.register(BERT).open(how -> hang(release));
      }
      wide.close(ConnectionFilter.all(), FORBIDDEN);
      wide.register(ADA).open(other);
      wide.close(ConnectionFilter.all(), FORBIDDEN);
      until(() -> other.closed().size() == 1);
      until(() -> heard.stream().filter(line -> line.startsWith("ended")).count() == 101);
      assertThat(release.getCount()).isEqualTo(1);
      release.countDown();
    } finally {
      release.countDown();
    }
  }

  @Test
  void listenerThatHangs_keepsNoPeerUntold() {
    CountDownLatch release = new CountDownLatch(1);
    ConnectionListener hanging =
        new ConnectionListener() {
          @Override
          public void ended(Connection connection, Optional<Refusal> how) {
            hang(release);
          }
        };
    try (ConnectionRegistry other = registry(new ConnectionLimits(99, 99, 99), hanging)) {
      List<Hearing> peers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Hearing peer = new Hearing();
        peers.add(peer);
        other.register(BERT).open(peer);
      }
      other.close(ConnectionFilter.all(), FORBIDDEN);
      until(() -> peers.stream().allMatch(peer -> peer.closed().size() == 1));
      assertThat(release.getCount()).isEqualTo(1);
      release.countDown();
    } finally {
      release.countDown();
    }
  }

  /** Whatever interrupts it. */
  private static void hang(CountDownLatch release) {
    boolean interrupted = false;
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whereNothingCouldEndIt_itIsNotTakenIn() {
    Deadlines noThread =
        new Deadlines(
            Callers.CLOCK,
            task -> {
              throw new OutOfMemoryError("made for the test");
            });
    Entrance entrance =
        new Entrance(Callers.CLOCK, ConnectionLimits.standard(), RevocationCheck.NONE);
    try (LiveConnections live =
        new LiveConnections(entrance, Lifetime.standard(), ConnectionListener.NONE, noThread)) {
      assertThatThrownBy(() -> live.register(BERT)).isInstanceOf(OutOfMemoryError.class);
      assertThat(live.look(ConnectionIndex::isEmpty)).isTrue();
      assertThat(live.deadlines()).isZero();
    }
  }

  @Test
  void whereItCanNotBeToldWhetherItStands_itIsNotTakenIn() {
    RevocationCheck broken =
        caller -> {
          throw new IllegalStateException("made for the test");
        };
    Entrance entrance = new Entrance(Callers.CLOCK, ConnectionLimits.standard(), broken);
    try (LiveConnections live =
        new LiveConnections(
            entrance, Lifetime.standard(), ConnectionListener.NONE, new Deadlines(Callers.CLOCK))) {
      assertThatThrownBy(() -> live.register(BERT)).isInstanceOf(IllegalStateException.class);
      assertThat(live.look(ConnectionIndex::isEmpty)).isTrue();
      assertThat(live.deadlines()).isZero();
    }
  }

  @Test
  void listenerThatThrows_changesNothing() {
    ConnectionListener throwing =
        new ConnectionListener() {
          @Override
          public void opened(Connection connection) {
            throw new IllegalStateException("made for the test");
          }
        };
    try (ConnectionRegistry other = registry(ConnectionLimits.standard(), throwing)) {
      Connection connection = other.register(BERT);
      connection.open(how -> {});
      assertThat(connection.can("run")).isTrue();
    }
  }

  @Test
  void registryThatCloses_tellsAllThatItGoesAway_andTakesNoMore() {
    Hearing one = new Hearing();
    Hearing two = new Hearing();
    open(BERT, one);
    open(ADA, two);
    registry.close();
    assertThat(one.closed()).containsExactly(Refusal.of(Refusal.Code.GOING_AWAY));
    assertThat(two.closed()).containsExactly(Refusal.of(Refusal.Code.GOING_AWAY));
    assertThat(one.closed().get(0).closeCode()).isEqualTo(1001);
    assertThat(registry.size()).isZero();
    assertThat(registry.deadlines()).isZero();
    assertThat(refused(() -> registry.register(BERT)).code()).isEqualTo(Refusal.Code.GOING_AWAY);
  }

  @Test
  void hundredThousand_leaveNothingBehind() {
    try (ConnectionRegistry other =
        registry(ConnectionLimits.standard(), ConnectionListener.NONE)) {
      for (int i = 0; i < 100_000; i++) {
        Connection connection = other.register(i % 2 == 0 ? BERT : ADA);
        if (i % 3 != 0) {
          connection.open(how -> {});
        }
        connection.left();
      }
      assertThat(other.size()).isZero();
      assertThat(other.deadlines()).isZero();
      assertThat(other.isEmpty()).isTrue();
      assertThat(other.ends().left()).isEqualTo(100_000);
    }
  }

  @Test
  void metrics_tellWhatIsLive_andHowTheRestHasEnded() {
    ConnectionMetrics metrics = ConnectionMetrics.of(registry);
    assertThat(metrics.measurements()).hasSize(2 + Refusal.Code.values().length);
    open(BERT, how -> {}).left();
    open(BERT, how -> {}).close(Refusal.of(Refusal.Code.REVOKED));
    open(BERT, how -> {}).close(AgentConnection.expiry());
    open(ADA, how -> {});
    Map<String, Double> counted = new TreeMap<>();
    metrics
        .measurements()
        .forEach(
            each -> {
              if (each.value() != 0) {
                counted.put(
                    each.attributes().getOrDefault(ConnectionMetrics.HOW, "live"), each.value());
              }
            });
    assertThat(counted)
        .isEqualTo(Map.of("live", 1.0, "left", 1.0, "revoked", 1.0, "expired_token", 1.0));
  }
}
