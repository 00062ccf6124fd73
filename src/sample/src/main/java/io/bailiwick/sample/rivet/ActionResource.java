package io.bailiwick.sample.rivet;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An action without a connection. */
@Path("/gateway/{name}/action/{action}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ActionResource {

  /** The gate has decided for the actor by its name; its key is in the query, and decided here. */
  @POST
  public Map<String, Object> act(
      @Context Caller caller,
      @PathParam("name") String name,
      @PathParam("action") String action,
      @QueryParam("rvt-key") @Nullable List<String> keys,
      JsonNode body) {
    AgentPath actor = new AgentPath(name, key(keys == null ? List.of() : keys));
    if (!caller.can(actor, "run")) {
      throw new Refused(Refusal.of(Refusal.Code.FORBIDDEN));
    }
    String output =
        Actions.run(caller.subject(), action, body.path("args"))
            .orElseThrow(() -> new Refused(Refusal.of(Refusal.Code.NOT_FOUND)));
    return Map.of("output", output);
  }

  private static List<String> key(List<String> sent) {
    if (sent.size() > 1) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
    }
    return sent.stream().flatMap(joined -> List.of(joined.split(",", -1)).stream()).toList();
  }
}
