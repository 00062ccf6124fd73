package io.bailiwick.it.npm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a client of Agno AgentOS says, over Node's own WebSocket: there is none on npm to be run
 * unchanged.
 */
final class AgnoClientIT extends ClientTestBase {
  AgnoClientIT() {
    super("agno", Map.of());
  }

  private void connect() {
    String url = sample.uri().resolve("/agents/research-agent").toString();
    driver.step("connect", "url", url.replaceFirst("^http", "ws"));
    driver.see("open");
  }

  private void say(String text) {
    driver.step("say", "text", text);
  }

  private void authenticate(String token) {
    say("{\"action\":\"authenticate\",\"token\":\"" + token + "\"}");
  }

  private void assertClosed(int code) {
    assertThat(driver.see("close").path("code").asInt()).isEqualTo(code);
  }

  @Test
  void authenticatesInItsFirstMessage_refreshesWithTheSame_andIsToldOfExpiry() {
    connect();
    say("hello");
    assertThat(driver.see("auth_required").path("error").asText()).isNotEmpty();
    authenticate(sample.bert().sign());
    assertThat(driver.see("authenticated").path("user_id").asText()).isEqualTo("bert");
    say("hello");
    assertThat(driver.see("message").path("text").asText()).isEqualTo("bert: hello");
    authenticate(sample.bert().expiresIn(SampleForClients.BRIEF).sign());
    assertThat(driver.see("authenticated").path("user_id").asText()).isEqualTo("bert");
    driver.see("auth_required");
    assertThat(driver.see("auth_error").path("error_type").asText()).isEqualTo("expired");
    assertClosed(3005);
  }

  @Test
  void isToldWhyAndMayTryAgain_aFewTimes() {
    connect();
    for (Map.Entry<String, String> row :
        List.of(
            Map.entry("invalid_token", "invalid_token"),
            Map.entry("expired_token", "expired"),
            Map.entry("insufficient_permissions", "invalid_token"))) {
      authenticate(sample.bad(row.getKey()));
      assertThat(driver.see("auth_error").path("error_type").asText()).isEqualTo(row.getValue());
    }
    authenticate(sample.bert().sign());
    assertThat(driver.see("authenticated").path("user_id").asText()).isEqualTo("bert");
    connect();
    for (int i = 0; i < 5; i++) {
      authenticate(sample.bad("wrong_audience"));
      assertThat(driver.see("auth_error").path("error_type").asText()).isEqualTo("invalid_token");
    }
    assertClosed(4401);
  }

  @Test
  void anothersTokenOnALiveSocket_endsIt() {
    connect();
    authenticate(sample.bert().sign());
    driver.see("authenticated");
    authenticate(sample.bert().subject("ada").sign());
    assertThat(driver.see("auth_error").path("error_type").asText()).isEqualTo("invalid_token");
    assertClosed(4403);
  }

  @Test
  void revokedSocket_isToldAndClosed() {
    connect();
    authenticate(sample.bert().sign());
    driver.see("authenticated");
    sample.revoke("bert");
    JsonNode error = driver.see("auth_error");
    assertThat(error.path("error_type").asText()).isEqualTo("invalid_token");
    assertClosed(4403);
  }
}
