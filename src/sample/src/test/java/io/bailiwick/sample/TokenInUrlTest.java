package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestLog;
import io.bailiwick.testkit.TestSocket;
import io.bailiwick.testkit.TestToken;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Where the service takes tokens from URLs, for clients that can do nothing else. */
class TokenInUrlTest {
  /** Jetty's own debug log writes what it reads; whoever turns it on has that. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  /** The test's own client, which knows what it sends. */
  private static final Logger CLIENT = Logger.getLogger("jdk.internal.httpclient");

  @Test
  void token_isInNoLogAndNoReason_andThatItIsTakenIsListed() throws Exception {
    List<String> told = new ArrayList<>();
    try (TestIssuer issuer = TestIssuer.start();
        SampleServer server =
            SampleServer.start(
                SampleSettings.read(
                    Map.of(
                        "BAILIWICK_ISSUER",
                        issuer.issuer(),
                        "BAILIWICK_AUDIENCE",
                        TestIssuer.AUDIENCE,
                        "BAILIWICK_SAMPLE_PORT",
                        "0",
                        "BAILIWICK_CONNECTION_GRACE",
                        "0",
                        "BAILIWICK_CLIENTS",
                        "cloudflare")));
        TestLog log = TestLog.everything()) {
      JETTY.setLevel(Level.INFO);
      CLIENT.setLevel(Level.OFF);
      assertThat(server.loosened()).anyMatch(line -> line.startsWith("acceptTokenInQuery:"));
      TestToken bert = issuer.token().subject("bert").scopes("agents:ops-agent:run");
      List<String> tokens =
          List.of(
              bert.expiresIn(Duration.ofSeconds(2)).sign(),
              bert.expired().sign(),
              bert.flippedByte());
      for (String token : tokens) {
        URI uri = server.uri().resolve("/agents/ops-agent/room-1?userId=bert&token=" + token);
        try (TestSocket socket = TestSocket.open(uri)) {
          told.add(socket.closed().toString());
        }
      }
      told.addAll(log.lines());
      String all = String.join("\n", told);
      for (String token : tokens) {
        for (String part : token.split("\\.", -1)) {
          assertThat(all.contains(part)).as("a part of a token leaked").isFalse();
        }
      }
      assertThat(all).contains("Unauthorized", "code=3005", "refused: expired_token");
    } finally {
      JETTY.setLevel(null);
      CLIENT.setLevel(null);
    }
  }
}
