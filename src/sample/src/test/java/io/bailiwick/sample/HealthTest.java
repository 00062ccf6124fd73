package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.adapter.token.SecurityKey;
import io.bailiwick.testkit.TestIssuer.Fault;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestToken;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What everybody is told of the service's health, and what those who may read more. */
class HealthTest extends SampleTestBase {
  private static TestToken reader() {
    return issuer.token().subject("operator").scopes("config:read");
  }

  @Test
  void everybody_isToldThatItIsUp_andNothingElse() throws Exception {
    assertThat(send(request(server.uri(), "/health")).body()).isEqualTo("{\"status\":\"ok\"}");
    issuer.fail(Fault.DOWN);
    try {
      assertThat(send(request(server.uri(), "/health")).body()).isEqualTo("{\"status\":\"ok\"}");
    } finally {
      issuer.fail(Fault.NONE);
    }
  }

  @Test
  void withoutTheRight_noDetailsAreTold() throws Exception {
    assertThat(send(request(server.uri(), "/health/details")).statusCode()).isEqualTo(401);
    for (TestToken other : List.of(bert(), dan(), reader().agent("research-agent"))) {
      HttpResponse<String> refused = get("/health/details", other);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).doesNotContain("issuer", "usable");
    }
  }

  @Test
  void details_tellHowTheKeysAre_andWhyTheyCanNotBeRead() throws Exception {
    JsonNode well = json(get("/health/details", reader()));
    assertThat(well.path("status").asText()).isEqualTo("ok");
    JsonNode keys = well.path("keys").path(0);
    assertThat(keys.path("issuer").asText()).isEqualTo(issuer.issuer());
    assertThat(keys.path("usable").asInt()).isPositive();
    assertThat(keys.path("age_seconds").isIntegralNumber()).isTrue();
    assertThat(keys.path("last_failure").isNull()).isTrue();
    assertThat(keys.path("reads").asLong()).isPositive();
    assertThat(well.path("token_cache").path("tokens").asInt()).isPositive();

    issuer.fail(Fault.DOWN);
    try {
      TestKey unknown = TestKey.generate("not-known-yet", "RS256");
      assertThat(get("/me", bert().signedWith(unknown)).statusCode()).isEqualTo(503);
      JsonNode failing = json(get("/health/details", reader()));
      assertThat(failing.path("status").asText()).isEqualTo("failing");
      JsonNode last = failing.path("keys").path(0);
      assertThat(last.path("last_failure").asText()).isNotEmpty();
      assertThat(last.path("failures").path(last.path("last_failure").asText()).asLong())
          .isPositive();
      assertThat(last.path("usable").asInt()).as("what is known verifies on").isPositive();
    } finally {
      issuer.fail(Fault.NONE);
    }
  }

  @Test
  void withoutKeys_detailsTellOfNone() throws Exception {
    String key = "a-security-key-of-this-test-only";
    try (SampleServer other =
        SampleServer.start(
            settings(Map.of()), SecurityKey.forDevelopment(key), Clock.systemUTC())) {
      String[] bearer = {"Authorization", "Bearer " + key};
      JsonNode details = json(send(request(other.uri(), "/health/details", bearer)));
      assertThat(details.path("keys")).isEmpty();
      assertThat(details.path("token_cache").isNull()).isTrue();
      assertThat(send(request(other.uri(), "/metrics", bearer)).body())
          .contains("bailiwick_decisions_total{bailiwick_outcome=\"admitted\"} 2.0")
          .doesNotContain("bailiwick_keys", key);
    }
  }
}
