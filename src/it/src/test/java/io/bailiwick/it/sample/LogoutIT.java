package io.bailiwick.it.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.Ports;
import io.bailiwick.sample.SampleServer;
import io.bailiwick.sample.SampleSettings;
import io.bailiwick.testkit.TestSocket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * OIDC back-channel logout, as the real Keycloak sends it: to the client that a person has logged
 * in to, whose logout URL is the agent service's.
 */
final class LogoutIT {
  private static final TestSocket.Closed REVOKED =
      new TestSocket.Closed(4403, "auth.invalid_token");

  private static TestRealm realm;
  private static SampleServer sample;

  @BeforeAll
  static void open() {
    assumeTrue(
        System.getProperty("bailiwick.it.server", "distribution").equals("distribution"),
        "Keycloak in a container reaches nothing that listens on this machine's loopback");
    int port = Ports.free();
    realm = TestRealm.demo(Map.of("BAILIWICK_SAMPLE_PORT", String.valueOf(port)));
    sample =
        SampleServer.start(
            SampleSettings.read(
                Map.of(
                    "BAILIWICK_SAMPLE_PORT", String.valueOf(port),
                    "BAILIWICK_ISSUER", realm.endpoints().issuer().toString(),
                    "BAILIWICK_LOGOUT_CLIENTS", "demo-cli")));
    String path = "clients/" + realm.idOfClient("demo-cli");
    JsonNode client = realm.get(path);
    ((ObjectNode) client)
        .withObject("/attributes")
        .put("backchannel.logout.url", sample.uri() + "/backchannel-logout")
        .put("backchannel.logout.session.required", "true");
    realm.put(path, client.toString());
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

  private static String tokenOf(String name) {
    return realm.person(name).resource(sample.uri().toString()).send().accessToken();
  }

  private static URI agent() {
    return sample.uri().resolve("/agents/research-agent");
  }

  private static TestSocket socket(String token) throws Exception {
    return socket(agent(), token);
  }

  /** The agent that cleo may run. */
  private static TestSocket supportSocket(String token) throws Exception {
    return socket(sample.uri().resolve("/agents/support-agent"), token);
  }

  private static TestSocket socket(URI agent, String token) throws Exception {
    TestSocket socket = TestSocket.open(agent, "Authorization", "Bearer " + token);
    socket.send("hello");
    assertThat(socket.receive()).endsWith(": hello");
    return socket;
  }

  @Test
  void personWhomAnAdministratorLogsOut_losesTheSocket_andTheToken() throws Exception {
    String bert = tokenOf("bert");
    String ada = tokenOf("ada");
    try (TestSocket berts = socket(bert);
        TestSocket adas = socket(ada)) {
      realm.post("users/" + realm.idOfUser("bert") + "/logout", "");
      assertThat(berts.closed()).isEqualTo(REVOKED);
      assertThat(TestSocket.refused(agent(), "Authorization", "Bearer " + bert).statusCode())
          .isEqualTo(401);
      adas.send("still here");
      assertThat(adas.receive()).endsWith(": still here");
      // a new login is a new session
      socket(tokenOf("bert")).close();
    }
  }

  @Test
  void sessionThatIsEnded_takesItsSocketAlong_andNoOther() throws Exception {
    String first = tokenOf("cleo");
    String second = tokenOf("cleo");
    try (TestSocket one = supportSocket(first);
        TestSocket other = supportSocket(second)) {
      realm.delete("sessions/" + realm.introspect(first).path("sid").asText());
      assertThat(one.closed()).isEqualTo(REVOKED);
      other.send("still here");
      assertThat(other.receive()).endsWith(": still here");
    }
  }
}
