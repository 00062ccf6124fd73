package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.ConnectRequest;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.metrics.Instrument;
import io.bailiwick.adapter.metrics.MeasurementSource;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.testkit.TestIssuer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the README does with measurements reaches the two libraries with the right figures. */
@SuppressWarnings("NullAway.Init")
class ReadmeMetricsTest {
  private TestIssuer issuer;
  private JwksUrl keys;
  private ConnectGate gate;
  private MeasurementSource measured;

  @BeforeEach
  void start() {
    issuer = TestIssuer.start();
    keys = JwksUrl.ofIssuer(issuer.issuer()).build();
    AgentTokenVerifier verifier =
        AgentTokenVerifier.builder()
            .issuer(issuer.issuer(), keys)
            .audience(TestIssuer.AUDIENCE)
            .build();
    ConnectGate.Builder builder =
        ConnectGate.builder()
            .verifier(verifier)
            .routes(RouteMap.builder().route("GET", "/me", Requirement.authenticated()).build());
    measured = ReadmeExamples.measured(verifier, builder);
    gate = builder.build();
  }

  @AfterEach
  void stop() {
    keys.close();
    issuer.close();
  }

  /** {@code GET /me} with a token. */
  private record Presented(String token) implements ConnectRequest {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String rawPath() {
      return "/me";
    }

    @Override
    public Optional<String> rawQuery() {
      return Optional.empty();
    }

    @Override
    public List<String> headers(String name) {
      return name.equalsIgnoreCase("Authorization") ? List.of("Bearer " + token) : List.of();
    }
  }

  private void present(String token) {
    try {
      gate.admit(new Presented(token));
    } catch (Refused expected) {
      // counted
    }
  }

  @Test
  void openTelemetry_readsThem() {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    try (SdkMeterProvider meters =
        SdkMeterProvider.builder().registerMetricReader(reader).build()) {
      ReadmeExamples.openTelemetry(measured, meters.get("io.bailiwick"));
      present(issuer.token().sign());
      present(issuer.token().sign());
      present(issuer.token().expired().sign());
      Collection<MetricData> metrics = reader.collectAllMetrics();
      assertThat(outcomes(metrics, "bailiwick.decisions"))
          .containsEntry("admitted", 2.0)
          .containsEntry("expired_token", 1.0)
          .containsEntry("forbidden", 0.0);
      assertThat(metrics)
          .extracting(MetricData::getName)
          .contains("bailiwick.keys.age", "bailiwick.token_cache.size")
          .isSubsetOf(measured.instruments().stream().map(Instrument::name).toList());
    }
  }

  private static Map<String, Double> outcomes(Collection<MetricData> metrics, String name) {
    Map<String, Double> outcomes = new HashMap<>();
    for (MetricData metric : metrics) {
      if (metric.getName().equals(name)) {
        for (DoublePointData point : metric.getDoubleSumData().getPoints()) {
          outcomes.put(
              String.valueOf(
                  point.getAttributes().get(AttributeKey.stringKey("bailiwick.outcome"))),
              point.getValue());
        }
      }
    }
    return outcomes;
  }

  @Test
  void micrometer_readsThem() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    ReadmeExamples.micrometer(measured, registry);
    assertThat(registry.find("bailiwick.keys.age").gauge()).isNull();
    present(issuer.token().sign());
    present(issuer.token().sign());
    present("x");
    ReadmeExamples.micrometer(measured, registry);
    present(issuer.token().sign());

    assertThat(counted(registry, "bailiwick.decisions", "admitted")).isEqualTo(3);
    assertThat(counted(registry, "bailiwick.tokens", "malformed")).isEqualTo(1);
    assertThat(registry.get("bailiwick.keys.usable").gauge().value()).isPositive();
    assertThat(registry.get("bailiwick.keys.age").gauge().value()).isNotNegative();
    assertThat(registry.getMeters()).hasSameSizeAs(measured.measurements());
  }

  private static double counted(SimpleMeterRegistry registry, String name, String outcome) {
    return registry.get(name).tag("bailiwick.outcome", outcome).functionCounter().count();
  }
}
