package io.bailiwick.it.npm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Cloudflare's own {@code agents} client before the sample with the preset for it. */
final class CloudflareClientIT extends ClientTestBase {
  CloudflareClientIT() {
    super("cloudflare", Map.of("BAILIWICK_CONNECTIONS_PER_CALLER", "1"));
  }

  private void connect(Object query) {
    connect("ResearchAgent", query);
  }

  private void connect(String agent, Object query) {
    driver.answering(() -> query);
    driver.step("connect", "host", sample.uri().getAuthority(), "agent", agent, "name", "room-1");
  }

  private static Map<String, String> query(String token) {
    return Map.of("token", token, "userId", "bert");
  }

  private void assertFinal(String row, int code, String reason) {
    JsonNode terminal = driver.see("terminal");
    assertThat(terminal.path("code").asInt()).as(row).isEqualTo(code);
    assertThat(terminal.path("reason").asText()).as(row).isEqualTo(reason);
    driver.step("close");
  }

  private void assertComesBack(String row, int code, String reason) {
    JsonNode close = driver.see("close");
    assertThat(close.path("code").asInt()).as(row).isEqualTo(code);
    assertThat(close.path("reason").asText()).as(row).isEqualTo(reason);
    assertThat(close.path("comesBack").asBoolean()).as(row).isTrue();
    int before = driver.queries();
    // it asks for a credential once more, and opens a socket with it
    driver.see("open");
    assertThat(driver.queries()).as(row).isGreaterThan(before);
    driver.step("close");
  }

  @Test
  void connectsCallsIsToldOfExpiryAndComesBackWithAFreshToken_untilItIsRevoked() {
    AtomicBoolean lasting = new AtomicBoolean();
    driver.answering(
        () ->
            query(
                lasting.get()
                    ? sample.bert().sign()
                    : sample.bert().expiresIn(SampleForClients.BRIEF).sign()));
    driver.step(
        "connect", "host", sample.uri().getAuthority(), "agent", "ResearchAgent", "name", "room-1");
    JsonNode identity = driver.see("identity");
    assertThat(identity.path("agent").asText()).isEqualTo("research-agent");
    assertThat(identity.path("name").asText()).isEqualTo("room-1");
    lasting.set(true);
    JsonNode close = driver.see("close");
    assertThat(close.path("code").asInt()).isEqualTo(3005);
    assertThat(close.path("comesBack").asBoolean()).isTrue();
    driver.see("identity");
    assertThat(driver.queries()).isGreaterThanOrEqualTo(2);
    driver.step("call", "method", "echo", "args", new String[] {"hello"});
    assertThat(driver.see("result").path("result").asText()).isEqualTo("bert: hello");
    driver.step("say", "text", "plain");
    assertThat(driver.see("message").path("text").asText()).isEqualTo("bert: plain");
    driver.step("call", "method", "none", "args", new String[] {});
    assertThat(driver.see("failed").path("error").asText()).contains("no such method");
    sample.revoke("bert");
    assertFinal("revoked", 4001, "Unauthorized");
  }

  @Test
  void isRefusedForEachRowOfTheTable_andKnowsWhetherToComeBack() {
    connect(Map.of("userId", "bert"));
    assertFinal("missing_token", 4001, "Unauthorized");
    for (String row : new String[] {"invalid_token", "wrong_audience", "proof_required"}) {
      connect(query(sample.bad(row)));
      assertFinal(row, 4001, "Unauthorized");
    }
    connect(Map.of("token", sample.bert().sign(), "userId", "ada"));
    assertFinal("another user", 4001, "Unauthorized");
    connect(Map.of("token", sample.bert().sign()));
    assertFinal("no user", 4001, "Unauthorized");
    connect(query(sample.bad("insufficient_permissions")));
    assertFinal("insufficient_permissions", 4403, "auth.insufficient_permissions");
    connect(query(sample.bad("forbidden")));
    assertFinal("forbidden", 4403, "auth.forbidden");
    connect("NoAgent", Map.of("token", admin(), "userId", "bert"));
    assertFinal("not_found", 4404, "request.not_found");
    connect(query(sample.bad("expired_token")));
    assertComesBack("expired_token", 3005, "auth.expired_token");
    sample.issuer().fail(TestIssuer.Fault.ERROR);
    connect(query(sample.bert().signedWith(TestKey.generate("new-key", "RS256")).sign()));
    assertComesBack("unavailable", 1013, "auth.unavailable");
  }

  @Test
  void oneTooMany_comesBackLater() {
    try (NodeDriver other = NodeDriver.start(NodeModules.installed(), "cloudflare.mjs")) {
      Map<String, String> query = query(sample.bert().sign());
      other.answering(() -> query);
      other.step(
          "connect",
          "host",
          sample.uri().getAuthority(),
          "agent",
          "ResearchAgent",
          "name",
          "room-1");
      other.see("identity");
      connect(query);
      assertComesBack("rate_limited", 3429, "auth.rate_limited");
    }
  }

  private String admin() {
    return sample.issuer().token().subject("bert").scopes("agent_os:admin").sign();
  }
}
