package io.bailiwick.it.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.Ports;
import io.bailiwick.sample.SampleServer;
import io.bailiwick.sample.SampleSettings;
import io.bailiwick.testkit.TestSocket;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is taken back in the real Keycloak ends the sample's live sockets by the feed of
 * revocations, those that it is meant for and no others, and their tokens don't come back.
 */
final class FeedIT {
  private static final TestSocket.Closed REVOKED =
      new TestSocket.Closed(4403, "auth.invalid_token");

  private static TestRealm realm;
  private static SampleServer sample;

  /** What an administrator does. */
  private interface Step {
    void run();
  }

  @BeforeAll
  static void open() {
    int port = Ports.free();
    realm = TestRealm.demo(Map.of("BAILIWICK_SAMPLE_PORT", String.valueOf(port)));
    sample =
        SampleServer.start(
            SampleSettings.read(
                Map.of(
                    "BAILIWICK_SAMPLE_PORT",
                    String.valueOf(port),
                    "BAILIWICK_ISSUER",
                    realm.endpoints().issuer().toString(),
                    "BAILIWICK_CLIENT_SECRET",
                    "research-os-secret",
                    "BAILIWICK_REVOCATION_FEED",
                    "followed")));
  }

  @AfterAll
  static void close() {
    if (sample != null) {
      sample.close();
    }
    if (realm != null) {
      realm.close();
    }
  }

  private static int status(String token) {
    return Http.get(sample.uri().resolve("/me"), token).status();
  }

  /**
   * One that is taken: not of the very second in which something was revoked, or the feed began.
   */
  private static String tokenOf(String name) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      String token = realm.person(name).resource(sample.uri().toString()).send().accessToken();
      if (status(token) == 200) {
        return token;
      }
      assertThat(System.nanoTime()).as("a token is taken in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private static TestSocket socket(String agent, String token) throws Exception {
    URI address = sample.uri().resolve("/agents/" + agent);
    TestSocket socket = TestSocket.open(address, "Authorization", "Bearer " + token);
    answers(socket);
    return socket;
  }

  private static void answers(TestSocket socket) throws Exception {
    socket.send("hello");
    assertThat(socket.receive()).endsWith(": hello");
  }

  /** Bert's socket ends and his token is good for nothing more; ada's goes on. */
  private static void endsBertAlone(Step step) throws Exception {
    String bert = tokenOf("bert");
    try (TestSocket berts = socket("research-agent", bert);
        TestSocket adas = socket("research-agent", tokenOf("ada"))) {
      step.run();
      assertThat(berts.closed()).isEqualTo(REVOKED);
      assertThat(status(bert)).isEqualTo(401);
      answers(adas);
    }
  }

  /** Everybody's do. */
  private static void endsAll(Step step) throws Exception {
    String bert = tokenOf("bert");
    String ada = tokenOf("ada");
    try (TestSocket berts = socket("research-agent", bert);
        TestSocket adas = socket("research-agent", ada)) {
      step.run();
      assertThat(berts.closed()).isEqualTo(REVOKED);
      assertThat(adas.closed()).isEqualTo(REVOKED);
      assertThat(status(bert)).isEqualTo(401);
      assertThat(status(ada)).isEqualTo(401);
    }
  }

  private static String bert() {
    return "users/" + realm.idOfUser("bert");
  }

  private static void enabled(String path, boolean is) {
    realm.put(path, ((ObjectNode) realm.get(path)).put("enabled", is).toString());
  }

  @Test
  void personWhomAnAdministratorLogsOut() throws Exception {
    endsBertAlone(() -> realm.post(bert() + "/logout", ""));
    // and comes back with a new login
    socket("research-agent", tokenOf("bert")).close();
  }

  @Test
  void sessionThatIsEnded_takesNoOtherOfTheSamePersonAlong() throws Exception {
    String first = tokenOf("bert");
    try (TestSocket one = socket("research-agent", first);
        TestSocket other = socket("research-agent", tokenOf("bert"))) {
      realm.delete("sessions/" + realm.introspect(first).path("sid").asText());
      assertThat(one.closed()).isEqualTo(REVOKED);
      assertThat(status(first)).isEqualTo(401);
      answers(other);
    }
  }

  @Test
  void personWhoIsDisabled() throws Exception {
    endsBertAlone(() -> enabled(bert(), false));
    enabled(bert(), true);
  }

  @Test
  void personWhoLosesARole() throws Exception {
    String roles =
        "users/"
            + realm.idOfUser("cleo")
            + "/role-mappings/clients/"
            + realm.idOfClient("research-os");
    String held = realm.get(roles).toString();
    String cleo = tokenOf("cleo");
    try (TestSocket cleos = socket("support-agent", cleo);
        TestSocket adas = socket("research-agent", tokenOf("ada"))) {
      realm.delete(roles, held);
      assertThat(cleos.closed()).isEqualTo(REVOKED);
      assertThat(status(cleo)).isEqualTo(401);
      answers(adas);
    } finally {
      realm.post(roles, held);
    }
  }

  @Test
  void allWhoAreLoggedOut() throws Exception {
    endsAll(() -> realm.post("logout-all", ""));
  }

  @Test
  void clientThatIsDisabled() throws Exception {
    String client = "clients/" + realm.idOfClient("demo-cli");
    endsAll(() -> enabled(client, false));
    enabled(client, true);
  }

  @Test
  void notBeforeThatIsPushed() throws Exception {
    endsAll(
        () -> {
          // a token of that very second is not before it
          long second = Instant.now().getEpochSecond();
          while (Instant.now().getEpochSecond() == second) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
          }
          realm.put(
              "",
              ((ObjectNode) realm.get(""))
                  .put("notBefore", Instant.now().getEpochSecond())
                  .toString());
        });
  }
}
