package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.CredentialPlaces;
import io.bailiwick.adapter.handle.ClientAuthentication;
import io.bailiwick.adapter.handle.TokenEndpointRedeemer;
import io.bailiwick.adapter.life.ConnectionMetrics;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestSocket;
import io.bailiwick.testkit.TestTickets;
import io.bailiwick.testkit.TestToken;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.websocket.jakarta.common.JakartaWebSocketSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an application has of its sessions, and of those of others, on a real server. */
class GivenSessionsTest {
  private final TestClock clock = TestClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final TestIssuer issuer = TestIssuer.start(clock);
  private final TestTickets tickets = TestTickets.start();
  private final ConnectionRegistry registry = ConnectionRegistry.builder().clock(clock).build();
  private final BlockingQueue<Session> given = new LinkedBlockingQueue<>();
  private final BlockingQueue<Session> closed = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    registry.close();
    tickets.close();
    issuer.close();
  }

  /** Hands out its session; says to all what it hears. */
  private final class Room extends Endpoint implements MessageHandler.Whole<String> {
    private @Nullable Session session;

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
      session = opened;
      opened.addMessageHandler(String.class, this);
      given.add(opened);
    }

    @Override
    public void onMessage(String text) {
      if (session != null) {
        session.getOpenSessions().forEach(each -> each.getAsyncRemote().sendText(text));
      }
    }

    @Override
    public void onClose(Session ended, CloseReason reason) {
      closed.add(ended);
    }
  }

  private GatedServer start(AgentEndpoints endpoints) throws Exception {
    CredentialPlaces places =
        CredentialPlaces.builder()
            .tickets(
                TokenEndpointRedeemer.at(tickets.tokenEndpoint())
                    .client(
                        ClientAuthentication.secret(
                            TestTickets.CLIENT_ID, TestTickets.CLIENT_SECRET))
                    .timeout(Duration.ofSeconds(20))
                    .build())
            .firstMessage(Duration.ofSeconds(60))
            .build();
    ConnectGate gate =
        ConnectGate.builder()
            .verifier(GatedServer.verifier(issuer, clock))
            .routes(RouteMap.builder().route("GET", "/open", Requirement.publicAccess()).build())
            .credentials(places)
            .build();
    return GatedServer.start(
        "/",
        gate,
        door ->
            door.withEndpoints(
                endpoints, new SocketLimits(64 * 1024, Duration.ofMinutes(1)), registry),
        (request, response) -> response.getWriter().write("http"));
  }

  private GatedServer start() throws Exception {
    return start(connection -> Optional.of(new Room()));
  }

  private TestToken token() {
    return issuer.token().scopes("agents:run");
  }

  private String[] bearer() {
    return new String[] {"Authorization", "Bearer " + token().sign()};
  }

  private String authenticate() {
    return "{\"action\":\"authenticate\",\"token\":\"" + token().sign() + "\"}";
  }

  private Session givenSession() throws InterruptedException {
    return next(given);
  }

  private static Session next(BlockingQueue<Session> sessions) throws InterruptedException {
    Session session = sessions.poll(60, TimeUnit.SECONDS);
    if (session == null) {
      throw new AssertionError("No session in time");
    }
    return session;
  }

  @Test
  void whatIsSentToAll_reachesThoseOfTheSameInstanceThatWereLetIn() throws Exception {
    try (GatedServer server = start();
        TestSocket one = TestSocket.open(server.uri("/agents/chat/room/1"), bearer());
        TestSocket two = TestSocket.open(server.uri("/agents/chat/room/1"), bearer());
        TestSocket elsewhere = TestSocket.open(server.uri("/agents/chat/room/2"), bearer());
        TestSocket silent = TestSocket.open(server.uri("/agents/chat/room/1"))) {
      Session first = givenSession();
      Session second = givenSession();
      Session third = givenSession();
      assertThat(first.getOpenSessions()).containsExactlyInAnyOrder(first, second);
      assertThat(third.getOpenSessions()).containsExactly(third);
      one.send("to all");
      assertThat(one.receive()).isEqualTo("to all");
      assertThat(two.receive()).isEqualTo("to all");
      elsewhere.send("here");
      assertThat(elsewhere.receive()).isEqualTo("here");
      // had anything come before it was let in, that would be first
      silent.send(authenticate());
      silent.send("me too");
      assertThat(silent.receive()).isEqualTo("me too");
      assertThat(first.getOpenSessions()).hasSize(3);
    }
  }

  @Test
  void whatHasClosed_orWaitsForANewerToken_isNotAmongThem() throws Exception {
    try (GatedServer server = start();
        TestSocket stays = TestSocket.open(server.uri("/agents/chat"), bearer());
        TestSocket leaves = TestSocket.open(server.uri("/agents/chat"), bearer())) {
      Session first = givenSession();
      Session second = givenSession();
      assertThat(first.getOpenSessions()).hasSize(2);
      leaves.close();
      Session ended = next(closed);
      assertThat(ended).isIn(first, second);
      Session left = ended.equals(first) ? second : first;
      assertThat(left.getOpenSessions()).containsExactly(left);
      clock.advance(Duration.ofSeconds(301));
      assertThat(left.getOpenSessions()).isEmpty();
      assertThat(stays.isOpen()).isTrue();
    }
  }

  @Test
  void nothingThatASessionTells_holdsTheTicket_orTheContainersSessions() throws Exception {
    try (GatedServer server = start()) {
      String ticket = tickets.mint(token());
      try (TestSocket socket =
          TestSocket.open(server.uri("/agents/chat?a=b%26c&ticket=" + ticket))) {
        Session session = givenSession();
        for (Method method : Session.class.getMethods()) {
          if (method.getParameterCount() == 0 && method.getReturnType() != void.class) {
            assertThat(deep(method, session))
                .as(method.getName())
                .doesNotContain(ticket, "JakartaWebSocketSession", "ticket");
          }
        }
        assertThat(session.getQueryString()).isEqualTo("a=b%26c");
        assertThat(session.getRequestURI()).hasQuery("a=b&c");
        assertThat(session.getRequestParameterMap()).isEqualTo(Map.of("a", List.of("b&c")));
        assertThat(session.toString()).doesNotContain(ticket);
        assertThat(session.getOpenSessions()).containsExactly(session);
        assertThat(socket.isOpen()).isTrue();
      }
    }
  }

  private static String deep(Method method, Session session) throws IllegalAccessException {
    try {
      Object told = method.invoke(session);
      return told instanceof Map<?, ?> map
          ? map.entrySet().toString()
          : String.valueOf(told) + (told == null ? "" : told.getClass());
    } catch (InvocationTargetException e) {
      throw new AssertionError(method.getName(), e.getCause());
    }
  }

  @Test
  void containerOfASession_isToBeReadAndNoMore() throws Exception {
    try (GatedServer server = start();
        TestSocket socket = TestSocket.open(server.uri("/agents/chat"), bearer())) {
      var container = givenSession().getContainer();
      assertThat(container.getDefaultMaxTextMessageBufferSize()).isPositive();
      assertThatThrownBy(() -> container.setDefaultMaxTextMessageBufferSize(1))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> container.connectToServer(new Room(), server.uri("/agents/chat")))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(Set.of(container)).contains(container);
      assertThat(socket.isOpen()).isTrue();
    }
  }

  @Test
  void handlersOfASession_areTheApplicationsOwn() throws Exception {
    try (GatedServer server = start();
        TestSocket socket = TestSocket.open(server.uri("/agents/chat"), bearer())) {
      Session session = givenSession();
      assertThat(session.getMessageHandlers()).hasSize(1).allMatch(each -> each instanceof Room);
      MessageHandler handler = session.getMessageHandlers().iterator().next();
      session.removeMessageHandler(handler);
      assertThat(session.getMessageHandlers()).isEmpty();
      assertThat(socket.isOpen()).isTrue();
    }
  }

  @Test
  void firstMessage_isBoundedByWhatACredentialTakes_andLaterOnesByTheService() throws Exception {
    try (GatedServer server = start()) {
      try (TestSocket socket = TestSocket.open(server.uri("/agents/chat"))) {
        socket.send("x".repeat(20 * 1024 + 1));
        assertThat(socket.closed().code()).isEqualTo(1009);
      }
      try (TestSocket socket = TestSocket.open(server.uri("/agents/chat"))) {
        socket.send(authenticate());
        socket.send("x".repeat(40 * 1024));
        StringBuilder all = new StringBuilder();
        while (all.length() < 40 * 1024) {
          all.append(socket.receive());
        }
        assertThat(all).hasSize(40 * 1024);
      }
    }
  }

  /** Between the moment that its credential is good and its opening. */
  @Test
  void socketThatIsBeingClosedWhileItIsLetIn_leavesNoConnectionAndOpensNothing() throws Exception {
    closesWhileItIsLetIn(
        server -> {
          server.sockets().forEach(JakartaWebSocketSession::close);
          assertThat(server.sockets()).hasSize(1);
        });
  }

  /** Some containers say so on another thread, while a message is still being handled. */
  @Test
  void socketThatHasClosedWhileItIsLetIn_leavesNoConnectionAndOpensNothing() throws Exception {
    closesWhileItIsLetIn(
        server ->
            server
                .sockets()
                .forEach(
                    each ->
                        ((Endpoint) each.getEndpoint())
                            .onClose(
                                each, new CloseReason(CloseReason.CloseCodes.GOING_AWAY, ""))));
  }

  @Test
  void socketThatBreaksWhileItIsLetIn_leavesNoConnectionAndOpensNothing() throws Exception {
    closesWhileItIsLetIn(
        server ->
            server
                .sockets()
                .forEach(
                    each ->
                        ((Endpoint) each.getEndpoint()).onError(each, new IOException("broken"))));
  }

  private void closesWhileItIsLetIn(Consumer<GatedServer> closing) throws Exception {
    BlockingQueue<AgentConnection> admitted = new LinkedBlockingQueue<>();
    BlockingQueue<String> goOn = new LinkedBlockingQueue<>();
    try (GatedServer server =
            start(
                connection -> {
                  admitted.add(connection);
                  take(goOn);
                  return Optional.of(new Room());
                });
        TestSocket socket = TestSocket.open(server.uri("/agents/chat"))) {
      socket.send(authenticate());
      assertThat(admitted.poll(60, TimeUnit.SECONDS)).isNotNull();
      assertThat(server.sockets()).hasSize(1);
      closing.accept(server);
      goOn.add("on");
      until(() -> left() == 1);
      assertThat(registry.size()).isZero();
      assertThat(given).isEmpty();
      assertThat(closed).isEmpty();
    }
  }

  private static void take(BlockingQueue<String> from) {
    try {
      from.poll(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private double left() {
    return ConnectionMetrics.of(registry).measurements().stream()
        .filter(each -> each.attributes().containsValue("left"))
        .mapToDouble(Measurement::value)
        .sum();
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
