package io.bailiwick.adapter.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Request;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a gate has let in, and peers that say what they were told. */
public final class Connections {
  public static final ConnectGate GATE =
      ConnectGate.builder()
          .verifier(Callers.VERIFIER)
          .routes(RouteMap.builder().route("GET", "/health", Requirement.publicAccess()).build())
          .build();

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Connections() {}

  /** Two seconds apart from others of its like, so that newer ones can be made. */
  public static TestToken token() {
    return Callers.token("agents:run");
  }

  public static AgentConnection admitted(TestToken token) {
    return admitted("chat", token);
  }

  public static AgentConnection admitted(String agent, TestToken token) {
    return GATE.open(Request.get("/agents/" + agent).bearer(token));
  }

  public static Refusal refused(ThrowingCallable call) {
    Refused refused = catchThrowableOfType(Refused.class, call);
    assertThat(refused).isNotNull();
    return refused.refusal();
  }

  /** Waits until it is so. */
  public static void until(BooleanSupplier so) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it came to be in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** Remembers what it is told. Thread-safe. */
  public static final class Hearing implements Peer {
    private final List<Refusal> closed = new ArrayList<>();
    private final List<Duration> lives = new ArrayList<>();
    private final List<Duration> asked = new ArrayList<>();

    @Override
    public synchronized void close(Refusal how) {
      closed.add(how);
    }

    @Override
    public synchronized void life(Duration left) {
      lives.add(left);
    }

    @Override
    public synchronized void expiring(Duration left) {
      asked.add(left);
    }

    public synchronized List<Refusal> closed() {
      return List.copyOf(closed);
    }

    public synchronized List<Duration> lives() {
      return List.copyOf(lives);
    }

    public synchronized List<Duration> asked() {
      return List.copyOf(asked);
    }
  }
}
