package io.bailiwick.sample;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, for a Prometheus server that may read it: in its text format, or in OpenMetrics
 * where that is asked for. How many callers are refused, and for what, is nobody else's business.
 */
@Path("/metrics")
public final class MetricsResource {
  private static final ExpositionFormats FORMATS = ExpositionFormats.init();

  private final Vitals vitals;

  @Inject
  MetricsResource(Vitals vitals) {
    this.vitals = vitals;
  }

  @GET
  public Response metrics(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept)
      throws IOException {
    ExpositionFormatWriter writer = FORMATS.findWriter(accept);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    writer.write(text, PrometheusText.of(vitals.measurements()));
    return Response.ok(text.toByteArray(), writer.getContentType()).build();
  }
}
