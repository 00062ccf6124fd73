package io.bailiwick.keycloak.rest;

import io.bailiwick.keycloak.handle.TicketEndpoint;
import io.bailiwick.keycloak.revocation.RevocationsEndpoint;
import jakarta.ws.rs.Path;
import org.keycloak.models.KeycloakSession;

/** The paths under {@code /realms/{realm}/bailiwick}. One serves one request. */
public final class BailiwickResource {
  private final KeycloakSession session;

  BailiwickResource(KeycloakSession session) {
    this.session = session;
  }

  /** Where tickets are minted. */
  @Path("tickets")
  public TicketEndpoint tickets() {
    return new TicketEndpoint(session);
  }

  /** What agent services follow. */
  @Path("revocations")
  public RevocationsEndpoint revocations() {
    return new RevocationsEndpoint(session);
  }
}
