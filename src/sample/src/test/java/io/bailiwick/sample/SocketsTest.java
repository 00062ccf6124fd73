package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.TestSocket;
import io.bailiwick.testkit.TestToken;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Connections to agents. */
class SocketsTest extends SampleTestBase {
  @Test
  void socket_opensForTheRightCallerOnly() throws Exception {
    URI research = server.uri().resolve("/agents/research-agent");
    try (TestSocket socket = TestSocket.open(research, bearer(bert()))) {
      socket.send("hello");
      assertThat(socket.receive()).isEqualTo("bert: hello");
    }
    URI support = server.uri().resolve("/agents/support-agent");
    assertThat(TestSocket.refused(support, bearer(bert())).statusCode()).isEqualTo(403);
    assertThat(TestSocket.refused(research).statusCode()).isEqualTo(401);
    assertThat(TestSocket.refused(research, bearer(bert().expired())).statusCode()).isEqualTo(401);
    assertThat(TestSocket.refused(research, bearer(ada().agent("writer-agent"))).statusCode())
        .isEqualTo(403);
    assertThat(
            TestSocket.refused(server.uri().resolve("/agents/no-such-agent"), bearer(ada()))
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void socketToAnInstance_isDecidedByItsKey() throws Exception {
    TestToken room = ada().agent("chat-room", "room", "42");
    URI rooms = server.uri().resolve("/agents/chat-room/");
    try (TestSocket socket = TestSocket.open(rooms.resolve("room/42"), bearer(room))) {
      socket.send("hi");
      assertThat(socket.receive()).isEqualTo("ada: hi");
    }
    for (String other : List.of("room/43", "room", "room/42/7", "room42")) {
      assertThat(TestSocket.refused(rooms.resolve(other), bearer(room)).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void ticket_isTakenOnlyByASampleThatCanRedeemIt() {
    String ticket = "?ticket=bwt_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    URI research = URI.create("/agents/research-agent" + ticket);
    assertThat(TestSocket.refused(server.uri().resolve(research)).statusCode()).isEqualTo(401);
    // its issuer's token endpoint knows nothing of tickets, and that is not the caller's fault
    try (SampleServer redeeming =
        SampleServer.start(settings(Map.of("BAILIWICK_CLIENT_SECRET", "secret-of-this-test")))) {
      assertThat(TestSocket.refused(redeeming.uri().resolve(research)).statusCode()).isEqualTo(503);
      assertThat(
              TestSocket.refused(redeeming.uri().resolve("/agents/research-agent?ticket=junk"))
                  .statusCode())
          .isEqualTo(401);
      assertThat(redeeming.loosened()).isEmpty();
    }
  }

  @Test
  void socket_isClosedAtExpiry() throws Exception {
    TestToken brief = bert().expiresIn(Duration.ofSeconds(3));
    try (SampleServer strict =
            SampleServer.start(settings(Map.of("BAILIWICK_CONNECTION_GRACE", "0")));
        TestSocket socket =
            TestSocket.open(strict.uri().resolve("/agents/research-agent"), bearer(brief))) {
      assertThat(socket.closed()).isEqualTo(new TestSocket.Closed(3005, "auth.expired_token"));
    }
  }
}
