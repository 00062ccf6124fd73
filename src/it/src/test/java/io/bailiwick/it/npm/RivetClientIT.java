package io.bailiwick.it.npm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Rivet's own {@code rivetkit} client before the sample with the preset for it. */
final class RivetClientIT extends ClientTestBase {
  private static final List<String> ROOM = List.of("room", "42");

  RivetClientIT() {
    super("rivet", Map.of("BAILIWICK_CONNECTIONS_PER_CALLER", "1"));
  }

  private void connect(String actor, String encoding) {
    connect(driver, actor, encoding);
  }

  private void connect(NodeDriver with, String actor, String encoding) {
    with.step(
        "connect",
        "endpoint",
        sample.uri().toString(),
        "actor",
        actor,
        "key",
        ROOM,
        "encoding",
        encoding);
  }

  private void connect(Object params) {
    driver.answering(() -> params);
    connect("research-agent", "json");
  }

  private static Map<String, String> params(String token) {
    return Map.of("token", token);
  }

  private JsonNode assertError(String group, String code) {
    JsonNode error = driver.see("error");
    assertThat(error.path("group").asText() + "." + error.path("code").asText())
        .isEqualTo(group + "." + code);
    return error;
  }

  /** It is told, gives up, and asks for no credential again. */
  private void assertFinal(String group, String code) {
    JsonNode error = assertError(group, code);
    assertThat(error.path("message").asText()).as(code).isNotEmpty();
    JsonNode status = driver.see("status");
    while (!status.path("status").asText().equals("idle")) {
      status = driver.see("status");
    }
    driver.step("close");
    driver.see("disposed");
  }

  /** It is told, and asks for a credential once more. */
  private void assertComesBack(String code, String group, String told) {
    JsonNode error = assertError(group, told);
    assertThat(error.path("metadata").path("refusal").asText()).isEqualTo("auth." + code);
    int before = driver.queries();
    // told twice each time: by the frame, and by the close reason
    while (driver.queries() == before) {
      assertError(group, told);
    }
    driver.step("close");
    driver.see("disposed");
  }

  @Test
  void connectsActsIsToldOfExpiryAndComesBackWithAFreshToken_untilItIsRevoked() {
    AtomicBoolean lasting = new AtomicBoolean();
    driver.answering(
        () ->
            params(
                lasting.get()
                    ? sample.bert().sign()
                    : sample.bert().expiresIn(SampleForClients.BRIEF).sign()));
    connect("research-agent", "json");
    driver.see("open");
    lasting.set(true);
    driver.see("close");
    assertError("auth", "expired_token");
    driver.see("open");
    assertThat(driver.queries()).isGreaterThanOrEqualTo(2);
    driver.step("call", "method", "echo", "args", new String[] {"hello"});
    assertThat(driver.see("result").path("result").asText()).isEqualTo("bert: hello");
    driver.step("call", "method", "none", "args", new String[] {});
    assertThat(driver.see("denied").path("code").asText()).isEqualTo("action_not_found");
    String revoked = sample.bert().sign();
    driver.answering(() -> params(revoked));
    sample.revoke("bert");
    assertError("auth", "invalid_token");
    // it tries once more with a token of that time, and is told for good
    assertFinal("auth", "invalid_token");
  }

  @Test
  void actsWithoutAConnection_byTheParamsInItsHeader() {
    stateless(sample.bert().sign());
    assertThat(driver.see("result").path("result").asText()).isEqualTo("bert: hi");
    stateless(sample.bert().agent("research-agent", "another").sign());
    assertThat(driver.see("denied").path("code").asText()).isEqualTo("forbidden");
    stateless(sample.bad("invalid_token"));
    assertThat(driver.see("denied").path("code").asText()).isEqualTo("invalid_token");
  }

  private void stateless(String token) {
    driver.step(
        "stateless",
        "endpoint",
        sample.uri().toString(),
        "actor",
        "research-agent",
        "key",
        ROOM,
        "encoding",
        "json",
        "params",
        params(token),
        "method",
        "echo",
        "args",
        new String[] {"hi"});
  }

  @Test
  void isRefusedForEachRowOfTheTable_andKnowsWhetherToComeBack() {
    connect(Map.of());
    assertFinal("auth", "missing_token");
    for (String row :
        List.of(
            "invalid_token",
            "wrong_audience",
            "proof_required",
            "insufficient_permissions",
            "forbidden")) {
      connect(params(sample.bad(row)));
      assertFinal("auth", row);
    }
    driver.answering(
        () -> params(sample.issuer().token().subject("bert").scopes("agent_os:admin").sign()));
    connect("no-agent", "json");
    assertFinal("request", "not_found");
    connect(Map.of("token", sample.bert().sign(), "pad", "x".repeat(4096)));
    assertFinal("request", "invalid_request");
    connect(params(sample.bad("expired_token")));
    assertComesBack("expired_token", "ws", "going_away");
    sample.issuer().fail(TestIssuer.Fault.ERROR);
    connect(params(sample.bert().signedWith(TestKey.generate("new-key", "RS256")).sign()));
    assertComesBack("unavailable", "guard", "service_unavailable");
  }

  @Test
  void oneTooMany_comesBackLater() {
    try (NodeDriver other = NodeDriver.start(NodeModules.installed(), "rivet.mjs")) {
      Map<String, String> params = params(sample.bert().sign());
      other.answering(() -> params);
      connect(other, "research-agent", "json");
      other.see("open");
      connect(params);
      assertComesBack("rate_limited", "guard", "service_unavailable");
    }
  }

  /** The frame is read by the client's own code, in each of its encodings. */
  @Test
  void isToldInItsOwnEncoding() {
    for (String encoding : List.of("cbor", "bare")) {
      driver.answering(() -> params(sample.bad("wrong_audience")));
      connect("research-agent", encoding);
      JsonNode error = assertError("auth", "wrong_audience");
      assertThat(error.path("metadata").path("refusal").asText()).isEqualTo("auth.wrong_audience");
      driver.step("close");
      driver.see("disposed");
      // what agents here speak is JSON
      driver.answering(() -> params(sample.bert().sign()));
      connect("research-agent", encoding);
      assertFinal("request", "invalid_request");
    }
  }
}
