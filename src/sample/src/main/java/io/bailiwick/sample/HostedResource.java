package io.bailiwick.sample;

import io.bailiwick.adapter.listing.Listing;
import io.bailiwick.adapter.token.Caller;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** What is hosted. The lists that a caller sees and the single agent come from one predicate. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class HostedResource {
  private final Listing<Catalog.Hosted> agents;
  private final Listing<Catalog.Hosted> teams;
  private final Listing<Catalog.Hosted> workflows;

  @Inject
  public HostedResource(SampleSettings settings) {
    agents = Catalog.Family.AGENTS.listing(settings);
    teams = Catalog.Family.TEAMS.listing(settings);
    workflows = Catalog.Family.WORKFLOWS.listing(settings);
  }

  @GET
  @Path("agents")
  public Object agents(@Context Caller caller) {
    return agents.body(caller, Catalog.all(Catalog.Family.AGENTS));
  }

  @GET
  @Path("agents/{id}")
  public Catalog.Hosted agent(@Context Caller caller, @PathParam("id") String id) {
    return agents.require(caller, id, Catalog::agent);
  }

  @GET
  @Path("teams")
  public Object teams(@Context Caller caller) {
    return teams.body(caller, Catalog.all(Catalog.Family.TEAMS));
  }

  @GET
  @Path("workflows")
  public Object workflows(@Context Caller caller) {
    return workflows.body(caller, Catalog.all(Catalog.Family.WORKFLOWS));
  }
}
