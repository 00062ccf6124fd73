package io.bailiwick.sample;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** Whether the service is up. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {

  @GET
  public Map<String, String> health() {
    return Map.of("status", "ok");
  }
}
