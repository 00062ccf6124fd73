package io.bailiwick.sample;

import io.bailiwick.adapter.listing.Listing;
import io.bailiwick.adapter.token.Caller;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs an agent on a message: here the agent says it back. */
@Path("/agents/{id}/runs")
@Produces(MediaType.APPLICATION_JSON)
public final class RunsResource {
  private final Listing<Catalog.Hosted> agents;

  @Inject
  public RunsResource(SampleSettings settings) {
    agents = Catalog.Family.AGENTS.listing(settings);
  }

  /** A run that has ended. */
  public record Run(String runId, String agentId, String userId, String content, String status) {}

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Run run(
      @Context Caller caller,
      @PathParam("id") String id,
      @FormParam("message") @Nullable String message) {
    return start(caller, id, message);
  }

  /** The same for clients that send every form as multipart. */
  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Run run(
      @Context Caller caller, @PathParam("id") String id, @Context HttpServletRequest request) {
    return start(caller, id, part(request));
  }

  private Run start(Caller caller, String id, @Nullable String message) {
    Catalog.Hosted agent = agents.require(caller, id, "run", Catalog::agent);
    if (message == null || message.isBlank()) {
      throw new BadRequestException();
    }
    return new Run(
        UUID.randomUUID().toString(),
        agent.id(),
        caller.subject(),
        agent.name() + " heard: " + message,
        "COMPLETED");
  }

  private static @Nullable String part(HttpServletRequest request) {
    try {
      Part part = request.getPart("message");
      if (part == null) {
        return null;
      }
      try (InputStream content = part.getInputStream()) {
        return new String(content.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (ServletException | IOException e) {
      throw new BadRequestException(e);
    }
  }
}
