package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.ConnectionParams;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.hook.ConnectContext;
import io.bailiwick.adapter.hook.ConnectionHooks;
import io.bailiwick.adapter.hook.HookLimits;
import io.bailiwick.adapter.hook.HookRunner;
import io.bailiwick.adapter.hook.LiveConnection;
import io.bailiwick.adapter.life.ConnectionFilter;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestSocket;
import io.bailiwick.testkit.TestToken;
import jakarta.servlet.AsyncContext;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hooks around real sockets and requests. */
@SuppressWarnings("NullAway.Init")
class HooksTest {
  private final TestIssuer issuer = TestIssuer.start();
  private final ConnectionRegistry registry = ConnectionRegistry.builder().build();
  private final List<String> called = new CopyOnWriteArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private HookRunner<String> hooks;
  private GatedServer server;

  /** Does what the caller is called. */
  private final class ByName implements ConnectionHooks<ConnectionParams, String> {
    @Override
    public ConnectionParams readParams(ConnectionParams raw) {
      return raw;
    }

    @Override
    public void beforeConnect(ConnectContext context, ConnectionParams params) throws Exception {
      called.add("beforeConnect " + context.request().path());
      switch (context.caller().subject()) {
        case "full" -> throw new Refused(Refusal.user("room_full", "No seat", Map.of("seats", 2)));
        case "bug" -> throw new IllegalStateException("password");
        case "slow" -> never.await();
        default -> {}
      }
    }

    @Override
    public String createState(ConnectContext context, ConnectionParams params) {
      called.add("createState");
      return "state of " + context.caller().subject();
    }

    @Override
    public void onConnect(LiveConnection<String> connection) {
      called.add("onConnect " + registry.list(ConnectionFilter.all(), 0, 9).connections().size());
      if (connection.caller().subject().equals("late")) {
        throw new Refused(Refusal.forbidden("Not you", Map.of()));
      }
    }

    @Override
    public void onDisconnect(LiveConnection<String> connection, Optional<Refusal> how) {
      called.add("onDisconnect " + how.map(Refusal::closeReason).orElse("left"));
    }
  }

  private static LiveConnection<?> live(Object found) {
    return (LiveConnection<?>) found;
  }

  /** Says the state of its connection. */
  private final class Stating extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
      called.add("onOpen");
      LiveConnection<?> live =
          live(
              Optional.ofNullable(session.getUserProperties().get(LiveConnection.class.getName()))
                  .orElseThrow());
      session.addMessageHandler(
          String.class,
          text -> new SocketOutlet(session).send(live.state() + ", " + text, sent -> {}));
    }
  }

  @BeforeEach
  void start() throws Exception {
    start(HookLimits.standard().withTimeout(Duration.ofSeconds(60)));
  }

  private void start(HookLimits limits) throws Exception {
    hooks = HookRunner.of(new ByName(), limits);
    server =
        GatedServer.start(
            "/",
            GatedServer.gate(
                issuer,
                RouteMap.builder()
                    .route("GET", "/me", Requirement.authenticated())
                    .route("POST", "/agents/{agents}/runs", Requirement.allOf("agents:run"))
                    .build()),
            door ->
                door.withEndpoints(
                        connection -> Optional.of(new Stating()),
                        new SocketLimits(8192, Duration.ofMinutes(1)),
                        registry)
                    .withHooks(hooks)
                    .withHooksOnRequests(registry),
            (request, response) -> {
              Object found = request.getAttribute(LiveConnection.class.getName());
              called.add(found == null ? "no state" : live(found).state().toString());
              if (request.getParameter("async") != null) {
                AsyncContext async = request.startAsync();
                async.start(
                    () -> {
                      called.add("async, " + registry.size());
                      async.complete();
                    });
              }
            });
  }

  @AfterEach
  void stop() {
    never.countDown();
    registry.close();
    server.close();
    hooks.close();
    issuer.close();
  }

  private TestToken token(String subject) {
    return issuer.token().subject(subject).scopes("agents:run");
  }

  private String[] bearer(String subject) {
    return new String[] {"Authorization", "Bearer " + token(subject).sign()};
  }

  private HttpResponse<?> refused(String subject) {
    return TestSocket.refused(server.uri("/agents/chat/room/1"), bearer(subject));
  }

  private static void until(BooleanSupplier so) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it came to be in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  @Test
  void socket_passesItsHooksInTheirOrder() throws Exception {
    try (TestSocket socket = TestSocket.open(server.uri("/agents/chat/room/1"), bearer("bert"))) {
      socket.send("hello");
      assertThat(socket.receive()).isEqualTo("state of bert, hello");
      assertThat(called)
          .containsExactly(
              "beforeConnect /agents/chat/room/1", "createState", "onConnect 1", "onOpen");
    }
    until(() -> called.contains("onDisconnect left"));
    assertThat(registry.size()).isZero();
  }

  @Test
  void hookThatRefuses_doesSoBeforeTheUpgrade_inItsWords() throws Exception {
    assertThat(refused("full").statusCode()).isEqualTo(400);
    assertThat(refused("bug").statusCode()).isEqualTo(500);
    assertThat(called).doesNotContain("createState", "onOpen");
    assertThat(registry.size()).isZero();
    HttpResponse<String> answer = server.send("POST", "/agents/chat/runs", bearer("full"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo(
            "{\"group\":\"user\",\"code\":\"room_full\",\"message\":\"No seat\","
                + "\"metadata\":{\"seats\":2}}");
    assertThat(server.send("POST", "/agents/chat/runs", bearer("bug")).body())
        .contains("internal_error", "incident")
        .doesNotContain("password");
    assertThat(server.reached()).isEmpty();
  }

  @Test
  void onConnectThatRefuses_closesTheSocket_andTheApplicationHasNothingOfIt() throws Exception {
    try (TestSocket socket = TestSocket.open(server.uri("/agents/chat/room/1"), bearer("late"))) {
      assertThat(socket.closed()).isEqualTo(new TestSocket.Closed(4403, "auth.forbidden"));
    }
    until(() -> called.contains("onDisconnect auth.forbidden"));
    assertThat(called).doesNotContain("onOpen");
  }

  @Test
  void hookThatTakesTooLong_isToldAsUnavailable() throws Exception {
    server.close();
    hooks.close();
    start(HookLimits.standard().withTimeout(Duration.ofMillis(50)));
    HttpResponse<?> late = refused("slow");
    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(late.headers().firstValue("Retry-After")).isPresent();
    assertThat(registry.size()).isZero();
  }

  @Test
  void requestToAnAgent_isAConnectionThatLastsUntilItIsAnswered() throws Exception {
    assertThat(server.send("POST", "/agents/chat/runs", bearer("bert")).statusCode())
        .isEqualTo(200);
    until(() -> called.contains("onDisconnect left"));
    assertThat(called)
        .containsExactly(
            "beforeConnect /agents/chat/runs",
            "createState",
            "onConnect 1",
            "state of bert",
            "onDisconnect left");
    assertThat(registry.size()).isZero();
    assertThat(server.send("GET", "/me", bearer("bert")).statusCode()).isEqualTo(200);
    assertThat(called).endsWith("no state");
  }

  @Test
  void asynchronousRequest_lastsUntilItIsOver() throws Exception {
    assertThat(server.send("POST", "/agents/chat/runs?async=1", bearer("bert")).statusCode())
        .isEqualTo(200);
    until(() -> called.contains("onDisconnect left"));
    assertThat(called).contains("async, 1");
    until(() -> registry.size() == 0);
  }
}
