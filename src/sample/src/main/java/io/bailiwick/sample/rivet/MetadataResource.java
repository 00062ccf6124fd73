package io.bailiwick.sample.rivet;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** What a client asks for first: whom it talks to. It asks until it is answered. */
@Path("/metadata")
@Produces(MediaType.APPLICATION_JSON)
public final class MetadataResource {
  @GET
  public Map<String, Object> metadata() {
    return Map.of("runtime", "bailiwick-sample", "version", "0.1.0", "actorNames", Map.of());
  }
}
