package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestSocket;
import io.bailiwick.testkit.TestToken;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes too often, as real clients are told over HTTP and WebSocket. */
class LimitsTest extends SampleTestBase {
  private final TestClock clock = TestClock.fixed();
  private final TestIssuer own = TestIssuer.start(clock);
  private SampleServer limited;

  @BeforeEach
  @SuppressWarnings("NullAway.Init")
  void startLimited() {
    limited =
        SampleServer.start(
            settings(
                Map.of(
                    "BAILIWICK_ISSUER", own.issuer(),
                    "BAILIWICK_FAILURES_PER_ADDRESS", "3",
                    "BAILIWICK_ATTEMPTS_PER_CALLER", "2",
                    "BAILIWICK_REQUESTS_PER_CALLER", "4",
                    "BAILIWICK_TRUSTED_PROXIES", "127.0.0.0/8, ::1")),
            JwksUrl.ofIssuer(own.issuer())
                .clock(clock)
                .patience(Duration.ofSeconds(20))
                .timeout(Duration.ofSeconds(20))
                .build(),
            clock);
  }

  @AfterEach
  void stopLimited() {
    limited.close();
    own.close();
  }

  private TestToken someone(String subject) {
    return own.token().subject(subject).scopes("agents:run", "config:read");
  }

  private URI agent() {
    return limited.uri().resolve("/agents/research-agent");
  }

  private HttpResponse<String> me(String token, String... more) throws Exception {
    return send(request(limited.uri(), "/me", more).header("Authorization", "Bearer " + token));
  }

  private static void assertTooOften(HttpResponse<?> answer, int seconds) {
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).contains(Integer.toString(seconds));
  }

  @Test
  void failures_areTooOften_andAValidTokenStillGetsIn() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(me("junk").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> tooOften = me("junk");
    assertTooOften(tooOften, 20);
    assertThat(json(tooOften).path("code").asText()).isEqualTo("rate_limited");
    assertThat(json(tooOften).at("/metadata/retryAfter").asInt()).isEqualTo(20);
    assertTooOften(TestSocket.refused(agent(), "Authorization", "Bearer junk"), 20);
    assertThat(me(someone("ada").sign()).statusCode()).isEqualTo(200);
    try (TestSocket socket = TestSocket.open(agent(), bearer(someone("ada")))) {
      assertThat(socket.isOpen()).isTrue();
    }
    // from elsewhere, by the word of a proxy that is trusted
    assertThat(me("junk", "X-Forwarded-For", "203.0.113.7").statusCode()).isEqualTo(401);
    clock.advance(Duration.ofSeconds(20));
    assertThat(me("junk").statusCode()).isEqualTo(401);
  }

  @Test
  void connections_areRefusedBeforeTheUpgrade() throws Exception {
    for (int i = 0; i < 2; i++) {
      TestSocket.open(agent(), bearer(someone("bert"))).close();
    }
    assertTooOften(TestSocket.refused(agent(), bearer(someone("bert"))), 30);
    try (TestSocket other = TestSocket.open(agent(), bearer(someone("cleo")))) {
      assertThat(other.isOpen()).isTrue();
    }
  }

  @Test
  void refreshInPlace_isAnAttempt_andClosesWhatComesTooOften() throws Exception {
    try (TestSocket socket =
        TestSocket.open(agent(), List.of("bailiwick.life"), bearer(someone("dan")))) {
      assertThat(socket.receive()).contains("bailiwick.life");
      socket.send(refresh(someone("dan")));
      assertThat(socket.receive()).contains("bailiwick.life");
      socket.send(refresh(someone("dan")));
      assertThat(socket.closed()).isEqualTo(new TestSocket.Closed(3429, "auth.rate_limited"));
    }
  }

  private static String refresh(TestToken token) {
    return "{\"type\":\"bailiwick.refresh\",\"token\":\"" + token.sign() + "\"}";
  }

  @Test
  void requests_areLimitedWhereTold_andMetricsSayWhich() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThat(me(someone("eva").sign()).statusCode()).isEqualTo(200);
    }
    assertTooOften(me(someone("eva").sign()), 15);
    HttpResponse<String> metrics =
        send(request(limited.uri(), "/metrics", bearer(someone("fred"))));
    assertThat(metrics.body())
        .contains("bailiwick_limits_refused_total{bailiwick_limit=\"requests_of_caller\"} 1.0")
        .contains("bailiwick_limits_refused_total{bailiwick_limit=\"connections_to_agent\"} 0.0")
        .doesNotContain("eva", "127.0.0.1");
  }

  @Test
  void limits_areToldAtStart() {
    assertThat(limited.limits())
        .anyMatch(line -> line.matches("LIMIT +connections_of_caller +2 in PT1M"))
        .anyMatch(line -> line.matches("LIMIT +requests_to_agent +not limited"));
    assertThat(limited.loosened()).anyMatch(line -> line.startsWith("trustedProxies"));
    assertThat(server.loosened()).isEmpty();
  }
}
