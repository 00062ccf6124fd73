package io.bailiwick.adapter.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.handle.ClientAuthentication;
import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.life.Connection;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.life.Revocations;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Request;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestRevocations;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** A service whose gate, registry and feed are real, and an issuer's feed on loopback. */
abstract class FeedTestBase {
  static final String ISSUER = Callers.ISSUER.issuer();
  static final ClientAuthentication CLIENT =
      ClientAuthentication.secret(TestRevocations.CLIENT_ID, TestRevocations.CLIENT_SECRET);
  static final Duration PATIENCE = Duration.ofSeconds(60);

  final TestClock clock = TestClock.at(Callers.CLOCK.instant());
  final TestRevocations server = TestRevocations.start();
  final Revocations revocations = Revocations.of(clock, Duration.ofMinutes(30));
  final ConnectGate gate =
      ConnectGate.builder()
          .verifier(
              AgentTokenVerifier.builder()
                  .issuer(
                      ISSUER,
                      JwksUrl.at(Callers.ISSUER.jwksUri())
                          .patience(Duration.ofSeconds(20))
                          .timeout(Duration.ofSeconds(20))
                          .build())
                  .audience(TestIssuer.AUDIENCE)
                  .clock(clock)
                  .revocations(revocations)
                  .build())
          .routes(RouteMap.builder().route("GET", "/health", Requirement.publicAccess()).build())
          .build();
  final ConnectionRegistry registry =
      ConnectionRegistry.builder().clock(clock).revocations(revocations).build();

  @AfterEach
  void stop() {
    registry.close();
    server.close();
  }

  RevocationFeed.Builder feed() {
    return RevocationFeed.at(ISSUER, server.endpoint())
        .client(CLIENT)
        .revocations(revocations)
        .clock(clock)
        .hold(Duration.ofSeconds(1))
        .pace(Duration.ofSeconds(30), Duration.ofMillis(10), Duration.ofMillis(50));
  }

  static void known(RevocationFeed feed) {
    until(() -> !feed.health().lost());
  }

  TestToken token() {
    return Callers.token("agents:run");
  }

  AgentConnection admitted(TestToken token) {
    return gate.open(Request.get("/agents/chat").bearer(token));
  }

  Connection open(TestToken token) {
    Connection connection = registry.register(admitted(token));
    connection.open(how -> {});
    return connection;
  }

  int refusedWith(TestToken token) {
    Refused refused = catchThrowableOfType(Refused.class, () -> admitted(token));
    return refused == null ? 0 : refused.refusal().status();
  }

  static void until(BooleanSupplier so) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it came to be in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
