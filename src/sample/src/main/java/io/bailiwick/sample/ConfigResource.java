package io.bailiwick.sample;

import io.bailiwick.scope.ResourceUri;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** How the service is set up, for those who may read that. Names no agent: lists do. */
@Path("/config")
@Produces(MediaType.APPLICATION_JSON)
public final class ConfigResource {
  private final Config config;

  @Inject
  public ConfigResource(SampleSettings settings, ResourceUri resource) {
    config =
        new Config(
            settings.audience(),
            resource.text(),
            settings.issuer(),
            SampleSettings.MAX_BODY_BYTES,
            SampleSettings.MAX_MESSAGE_BYTES);
  }

  /** What is told. */
  public record Config(
      String osId, String resource, String issuer, int maxBodyBytes, int maxMessageBytes) {}

  @GET
  public Config config() {
    return config;
  }
}
