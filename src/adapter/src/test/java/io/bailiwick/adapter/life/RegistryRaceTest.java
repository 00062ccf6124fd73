package io.bailiwick.adapter.life;

import static io.bailiwick.adapter.life.Connections.admitted;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Nothing is left open that was revoked while it was opened, refreshed or closed. */
class RegistryRaceTest {
  private static final int ROUNDS = 2_000;
  private static final String ISSUER = Callers.ISSUER.issuer();
  private static final TestToken TOKEN = Connections.token().issuedAgo(Duration.ofSeconds(9));
  private static final AgentConnection FIRST =
      admitted(TOKEN.claim("jti", "first").claim("sid", "s"));
  private static final TestToken LATER =
      TOKEN.claim("jti", "second").claim("sid", "s").issuedAgo(Duration.ofSeconds(8));
  private static final AgentConnection SECOND = admitted(LATER);
  private static final ExecutorService OTHER = Executors.newSingleThreadExecutor();

  /** One that may be refused. */
  private interface Step {
    void run();
  }

  @AfterAll
  static void stop() {
    OTHER.shutdownNow();
  }

  /** Does both at once, as near as can be. */
  private static void together(Step one, Step other) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    Future<?> done = OTHER.submit(() -> attempt(start, other));
    attempt(start, one);
    done.get(60, TimeUnit.SECONDS);
  }

  private static void attempt(CyclicBarrier start, Step step) {
    try {
      start.await(60, TimeUnit.SECONDS);
      step.run();
    } catch (Refused e) {
      // it may be
    } catch (InterruptedException
        | BrokenBarrierException
        | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ConnectionRegistry registry(Revocations revocations) {
    return ConnectionRegistry.builder().clock(Callers.CLOCK).revocations(revocations).build();
  }

  private static Revocations revocations() {
    return Revocations.of(Callers.CLOCK, Duration.ofMinutes(10));
  }

  @Test
  void registerAgainstRevoke_leavesNothingOpen() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      Revocations revocations = revocations();
      ConnectionRegistry registry = registry(revocations);
      together(
          () -> registry.register(FIRST).open(how -> {}),
          () -> revocations.revoke(Revocation.session(ISSUER, "s")));
      assertThat(registry.size()).isZero();
      assertThat(registry.isEmpty()).isTrue();
      assertThat(registry.deadlines()).isZero();
      registry.close();
    }
  }

  @Test
  void refreshAgainstRevocationOfTheNewToken_leavesNothingOpenWithIt() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      Revocations revocations = revocations();
      ConnectionRegistry registry = registry(revocations);
      Connection connection = registry.register(FIRST);
      connection.open(how -> {});
      together(
          () -> connection.refresh(SECOND),
          () -> revocations.revoke(Revocation.token(ISSUER, "second")));
      boolean stillFirst = connection.caller().tokenId().orElseThrow().equals("first");
      assertThat(connection.isOpen()).isEqualTo(stillFirst);
      assertThat(registry.size()).isEqualTo(stillFirst ? 1 : 0);
      connection.left();
      assertThat(registry.isEmpty()).isTrue();
      registry.close();
    }
  }

  /** One that may be refused, and whether it was not. */
  private static boolean passes(Step step) {
    try {
      step.run();
      return true;
    } catch (Refused e) {
      return false;
    }
  }

  @Test
  void refreshAgainstTheEndOfItsTime_goesOnOrIsRefused() throws Exception {
    AgentConnection longer = admitted(LATER.expiresIn(Duration.ofHours(1)));
    for (int i = 0; i < ROUNDS / 4; i++) {
      TestClock clock = TestClock.at(Callers.CLOCK.instant());
      ConnectionRegistry registry = ConnectionRegistry.builder().clock(clock).build();
      Connection connection = registry.register(FIRST);
      connection.open(how -> {});
      AtomicBoolean refreshed = new AtomicBoolean();
      clock.advance(Duration.ofMinutes(6));
      together(() -> refreshed.set(passes(() -> connection.refresh(longer))), connection::come);
      assertThat(connection.isOpen()).isEqualTo(refreshed.get());
      assertThat(registry.isEmpty()).isEqualTo(!refreshed.get());
      registry.close();
    }
  }

  @Test
  void refreshAgainstRevocationOfTheOldToken_goesOnOrIsRefused() throws Exception {
    for (int i = 0; i < ROUNDS / 4; i++) {
      Revocations revocations = revocations();
      ConnectionRegistry registry = registry(revocations);
      Connection connection = registry.register(FIRST);
      connection.open(how -> {});
      AtomicBoolean refreshed = new AtomicBoolean();
      together(
          () -> refreshed.set(passes(() -> connection.refresh(SECOND))),
          () -> revocations.revoke(Revocation.token(ISSUER, "first")));
      assertThat(connection.isOpen()).isEqualTo(refreshed.get());
      registry.close();
    }
  }

  @Test
  void leaveAgainstClose_isCountedOnce() throws Exception {
    Revocations revocations = revocations();
    try (ConnectionRegistry registry = registry(revocations)) {
      for (int i = 0; i < ROUNDS; i++) {
        Connection connection = registry.register(FIRST);
        connection.open(how -> {});
        together(
            connection::left,
            () -> registry.close(ConnectionFilter.all(), AgentConnection.expiry()));
        assertThat(registry.isEmpty()).isTrue();
      }
      long expired = registry.ends().with(AgentConnection.expiry().code());
      assertThat(registry.ends().left() + expired).isEqualTo(ROUNDS);
    }
  }
}
