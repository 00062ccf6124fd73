package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.testkit.TestSocket;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sample follows its issuer's feed where it is told to; here the issuer has none. */
class FeedTest extends SampleTestBase {
  private static SampleServer following(String how) {
    return SampleServer.start(
        settings(
            Map.of("BAILIWICK_REVOCATION_FEED", how, "BAILIWICK_CLIENT_SECRET", "of-this-test")));
  }

  @Test
  void feedThatIsNotThere_letsNobodyIn() throws Exception {
    try (SampleServer closed = following("followed")) {
      HttpResponse<String> answer = send(request(closed.uri(), "/me", bearer(bert())));
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("5");
      assertThat(code(answer)).isEqualTo("unavailable");
      HttpResponse<?> refused =
          TestSocket.refused(closed.uri().resolve("/agents/research-agent"), bearer(bert()));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(closed.loosened()).isEmpty();
    }
  }

  @Test
  void goesOn_whereItIsToldTo_andSaysSo() throws Exception {
    try (SampleServer open = following("followed-go-on-when-lost")) {
      assertThat(send(request(open.uri(), "/me", bearer(bert()))).statusCode()).isEqualTo(200);
      assertThat(open.loosened()).singleElement().asString().startsWith("goOnWhenLost: ");
      JsonNode health =
          json(send(request(open.uri(), "/health/details", bearer(ada())))).path("feed");
      assertThat(health.path("lost").asBoolean()).isTrue();
      assertThat(health.path("revocations").asInt()).isZero();
      assertThat(send(request(open.uri(), "/metrics", bearer(ada()))).body())
          .contains("\nbailiwick_feed_lost{");
    }
    assertThat(json(get("/health/details", ada())).path("feed").isNull()).isTrue();
  }
}
