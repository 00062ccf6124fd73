package io.bailiwick.sample;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentBinding;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who the caller is to this service. */
@Path("/me")
@Produces(MediaType.APPLICATION_JSON)
public final class MeResource {

  /** What is said of the caller; a field without a value is {@code null}, and never left out. */
  public record Me(
      String userId,
      @Nullable String email,
      @Nullable String name,
      List<String> scopes,
      @Nullable Agent agent,
      String authMethod,
      String issuer,
      @Nullable String clientId,
      List<Actor> actors,
      long expiresAt) {

    static Me of(Caller caller) {
      return new Me(
          caller.subject(),
          caller.email().orElse(null),
          caller.name().orElse(null),
          caller.scopes().texts(),
          caller.agent().map(Agent::of).orElse(null),
          caller.authMethod().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          caller.issuer(),
          caller.identity().clientId().orElse(null),
          caller.actors().stream().map(Actor::of).toList(),
          caller.expiresAt().getEpochSecond());
    }
  }

  /** What the token is bound to: every instance where there is no key. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Agent(String name, @Nullable List<String> key) {
    static Agent of(AgentBinding binding) {
      return new Agent(binding.name(), binding.key().orElse(null));
    }
  }

  /** One link of the chain of those who act for the user (RFC 8693). */
  public record Actor(String sub, @Nullable String iss) {
    static Actor of(Caller.Actor actor) {
      return new Actor(actor.subject(), actor.issuer().orElse(null));
    }
  }

  @GET
  public Me me(@Context Caller caller) {
    return Me.of(caller);
  }
}
