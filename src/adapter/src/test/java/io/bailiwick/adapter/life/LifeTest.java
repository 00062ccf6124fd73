package io.bailiwick.adapter.life;

import static io.bailiwick.adapter.life.Connections.refused;
import static io.bailiwick.adapter.life.Connections.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.life.Connections.Hearing;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.testkit.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** When what happens to a connection, by a clock that is moved. */
class LifeTest {
  private static final AgentConnection FIVE_MINUTES = Connections.admitted(Connections.token());

  private final TestClock clock = TestClock.at(Callers.CLOCK.instant());
  private final Hearing peer = new Hearing();

  private ConnectionRegistry registry(Lifetime lifetime) {
    return ConnectionRegistry.builder().clock(clock).lifetime(lifetime).build();
  }

  private Connection open(ConnectionRegistry registry) {
    Connection connection = registry.register(FIVE_MINUTES);
    connection.open(peer);
    return connection;
  }

  private void closedWith(Refusal.Code code) {
    until(() -> peer.closed().size() == 1);
    assertThat(peer.closed().get(0).code()).isEqualTo(code);
  }

  @Test
  void newerToken_isAskedForAhead_once() {
    try (ConnectionRegistry registry = registry(Lifetime.standard())) {
      open(registry);
      assertThat(peer.lives()).containsExactly(Duration.ofMinutes(5));
      clock.advance(Duration.ofMinutes(4).plusSeconds(30));
      until(() -> !peer.asked().isEmpty());
      assertThat(peer.asked()).containsExactly(Duration.ofSeconds(30));
      clock.advance(Duration.ofSeconds(55));
      closedWith(Refusal.Code.EXPIRED_TOKEN);
      assertThat(peer.asked()).hasSize(1);
    }
  }

  @Test
  void newerToken_isNotAskedForBeforeHalfOfWhatIsLeft() {
    try (ConnectionRegistry registry =
        registry(Lifetime.standard().withAskAhead(Duration.ofHours(1)))) {
      open(registry);
      clock.advance(Duration.ofSeconds(150));
      until(() -> !peer.asked().isEmpty());
      assertThat(peer.asked()).containsExactly(Duration.ofSeconds(150));
    }
  }

  @Test
  void expired_allowsNothing_butIsKeptForItsTimeOfGrace() {
    try (ConnectionRegistry registry = registry(Lifetime.standard())) {
      Connection connection = open(registry);
      clock.advance(Duration.ofMinutes(5).minusMillis(1));
      assertThat(connection.can("run")).isTrue();
      clock.advance(Duration.ofMillis(1));
      assertThat(connection.can("run")).isFalse();
      assertThat(refused(() -> connection.require("run"))).isEqualTo(AgentConnection.expiry());
      assertThat(connection.isOpen()).isTrue();
      clock.advance(Duration.ofSeconds(25).minusMillis(1));
      // it has been looked at since: a later one has ended
      assertThat(connection.isOpen()).isTrue();
      clock.advance(Duration.ofMillis(1));
      closedWith(Refusal.Code.EXPIRED_TOKEN);
      assertThat(peer.closed().get(0).closeCode()).isEqualTo(3005);
      assertThat(peer.closed().get(0).retryable()).isTrue();
      assertThat(registry.size()).isZero();
      assertThat(registry.deadlines()).isZero();
    }
  }

  @Test
  void withoutGrace_itEndsAtTheTokensExpiry() {
    try (ConnectionRegistry registry = registry(Lifetime.standard().withGrace(Duration.ZERO))) {
      Connection connection = open(registry);
      clock.advance(Duration.ofMinutes(5));
      closedWith(Refusal.Code.EXPIRED_TOKEN);
      assertThat(connection.isOpen()).isFalse();
    }
  }

  @Test
  void longestLife_endsItApartFromTheToken_withoutGraceAndUnasked() {
    try (ConnectionRegistry registry =
        registry(Lifetime.standard().withLongest(Duration.ofMinutes(1)))) {
      Connection connection = open(registry);
      assertThat(peer.lives()).containsExactly(Duration.ofMinutes(1));
      assertThat(connection.expiresAt()).isEqualTo(connection.since().plusSeconds(60));
      clock.advance(Duration.ofMinutes(1));
      closedWith(Refusal.Code.EXPIRED_TOKEN);
      assertThat(peer.asked()).isEmpty();
    }
  }

  @Test
  void clockSetBack_endsNothingEarly_andClockSetForward_endsWhatIsDue() {
    try (ConnectionRegistry registry = registry(Lifetime.standard())) {
      Connection connection = open(registry);
      clock.advance(Duration.ofDays(-1));
      assertThat(connection.can("run")).isTrue();
      clock.advance(Duration.ofDays(2));
      assertThat(connection.can("run")).isFalse();
      closedWith(Refusal.Code.EXPIRED_TOKEN);
    }
  }

  @Test
  void neverOpened_isLetGo() {
    try (ConnectionRegistry registry = registry(Lifetime.standard())) {
      Connection connection = registry.register(FIVE_MINUTES);
      clock.advance(Duration.ofSeconds(15));
      until(() -> registry.size() == 0);
      assertThat(refused(() -> connection.open(peer)).code()).isEqualTo(Refusal.Code.UNAVAILABLE);
    }
  }

  @Test
  void expiredBeforeItIsRegistered_isRefused() {
    try (ConnectionRegistry registry = registry(Lifetime.standard())) {
      clock.advance(Duration.ofMinutes(5));
      assertThat(refused(() -> registry.register(FIVE_MINUTES)))
          .isEqualTo(AgentConnection.expiry());
      assertThat(registry.size()).isZero();
    }
  }

  @Test
  void whereItCanNotBeToldWhatIsDue_itEnds() {
    AtomicBoolean broken = new AtomicBoolean();
    Clock half =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return clock.getZone();
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public long millis() {
            return clock.millis();
          }

          @Override
          public Instant instant() {
            if (broken.get()) {
              throw new IllegalStateException("made for the test");
            }
            return clock.instant();
          }
        };
    try (ConnectionRegistry registry = ConnectionRegistry.builder().clock(half).build()) {
      registry.register(FIVE_MINUTES).open(peer);
      broken.set(true);
      clock.advance(Duration.ofMinutes(6));
      closedWith(Refusal.Code.UNAVAILABLE);
      assertThat(registry.size()).isZero();
    }
  }

  @Test
  void thousand_needNoThreadEach() {
    try (ConnectionRegistry registry =
        ConnectionRegistry.builder()
            .clock(clock)
            .limits(new ConnectionLimits(2000, 2000, 2000))
            .build()) {
      for (int i = 0; i < 1000; i++) {
        registry.register(FIVE_MINUTES).open(how -> {});
      }
      List<String> ours =
          Thread.getAllStackTraces().keySet().stream()
              .map(Thread::getName)
              .filter(name -> name.startsWith("bailiwick-closer"))
              .toList();
      assertThat(ours).hasSizeLessThanOrEqualTo(64);
      assertThat(registry.deadlines()).isEqualTo(1000);
      clock.advance(Duration.ofMinutes(6));
      until(() -> registry.size() == 0);
    }
  }

  @Test
  void times_areBounded() {
    Lifetime rules = Lifetime.standard();
    assertThatThrownBy(() -> rules.withGrace(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rules.withAskAhead(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rules.withLongest(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
