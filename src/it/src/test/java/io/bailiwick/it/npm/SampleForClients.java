package io.bailiwick.it.npm;

import io.bailiwick.it.keycloak.Http;
import io.bailiwick.sample.SampleServer;
import io.bailiwick.sample.SampleSettings;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestToken;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The sample with a preset, and an issuer in process that makes good and bad tokens for it. */
final class SampleForClients implements AutoCloseable {
  /** Long enough to connect with. */
  static final Duration BRIEF = Duration.ofSeconds(5);

  private final TestIssuer issuer;
  private final SampleServer server;

  private SampleForClients(TestIssuer issuer, SampleServer server) {
    this.issuer = issuer;
    this.server = server;
  }

  static SampleForClients start(String clients, Map<String, String> more) {
    TestIssuer issuer = TestIssuer.start();
    Map<String, String> told = new HashMap<>(more);
    told.put("BAILIWICK_ISSUER", issuer.issuer());
    told.put("BAILIWICK_AUDIENCE", TestIssuer.AUDIENCE);
    told.put("BAILIWICK_SAMPLE_PORT", "0");
    told.put("BAILIWICK_CONNECTION_GRACE", "0");
    told.put("BAILIWICK_CLIENTS", clients);
    return new SampleForClients(issuer, SampleServer.start(SampleSettings.read(told)));
  }

  URI uri() {
    return server.uri();
  }

  SampleServer server() {
    return server;
  }

  TestIssuer issuer() {
    return issuer;
  }

  /** Bert, who may run the research agent. */
  TestToken bert() {
    return issuer.token().subject("bert").scopes("agents:research-agent:run");
  }

  /** A token that each row of the refusal table is about, by the row's code. */
  String bad(String row) {
    return switch (row) {
      case "invalid_token" -> bert().flippedByte();
      case "wrong_audience" -> bert().wrongAudience().sign();
      case "expired_token" -> bert().expired().sign();
      case "proof_required" -> bert().boundTo(TestKey.generate("proof", "ES256")).sign();
      case "insufficient_permissions" ->
          issuer.token().subject("bert").scopes("agents:support-agent:run").sign();
      case "forbidden" -> bert().agent("research-agent", "another").sign();
      default -> throw new IllegalArgumentException(row);
    };
  }

  /** What is issued by now to that subject is revoked. */
  void revoke(String subject) {
    String admin = issuer.token().subject("ada").scopes("agent_os:admin").sign();
    Http.Answer answer =
        Http.send(
            Http.request(uri().resolve("/connections?subject=" + subject))
                .header("Authorization", "Bearer " + admin)
                .DELETE());
    if (answer.status() != 200) {
      throw new AssertionError("Revoking answered " + answer.status());
    }
  }

  @Override
  public void close() {
    server.close();
    issuer.close();
  }
}
