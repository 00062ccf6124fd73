package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.TestSocket;
import io.bailiwick.testkit.TestToken;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Two hundred connections at once; ten thousand are measured by {@code mvn -Pbench}. */
class ManySocketsTest extends SampleTestBase {
  private static final int SOCKETS = 200;
  private static final TestSocket.Closed REVOKED =
      new TestSocket.Closed(4403, "auth.invalid_token");

  private static TestSocket open(int number) throws Exception {
    TestToken token =
        issuer
            .token()
            .subject("caller-" + number)
            .claim("sid", "the-session-of-all")
            .scopes("agents:run");
    URI agent = server.uri().resolve("/agents/research-agent");
    TestSocket socket = TestSocket.open(agent, bearer(token));
    socket.send("hello");
    assertThat(socket.receive()).isEqualTo("caller-" + number + ": hello");
    return socket;
  }

  /** Those of the service and its binding; the test's own client and issuer have theirs. */
  private static Set<String> threads() {
    Set<String> names = new TreeSet<>();
    Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
        .map(thread -> thread.getThreadName() + "#" + thread.getThreadId())
        .filter(name -> !name.startsWith("HttpClient-") && !name.startsWith("test-issuer"))
        .forEach(names::add);
    return names;
  }

  @Test
  void connections_haveNoThreadEach_andAllEndWithTheirSession() throws Exception {
    List<TestSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        sockets.add(open(i));
      }
      int few = threads().size();
      for (int i = 10; i < SOCKETS; i++) {
        sockets.add(open(i));
      }
      // a server's pool may grow by some when it is busy, and not with what is open
      assertThat(threads()).hasSizeLessThan(few + SOCKETS / 10);

      assertThat(
              json(send(
                      request(
                              server.uri(),
                              "/connections?session=the-session-of-all",
                              bearer(ada()))
                          .DELETE()))
                  .path("ended")
                  .asInt())
          .isEqualTo(SOCKETS);
      for (TestSocket socket : sockets) {
        assertThat(socket.closed()).isEqualTo(REVOKED);
      }
      assertThat(json(get("/connections?session=the-session-of-all", ada())).path("connections"))
          .isEmpty();
    } finally {
      sockets.forEach(TestSocket::close);
    }
  }
}
