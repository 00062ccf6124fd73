package io.bailiwick.keycloak.handle;

import io.bailiwick.keycloak.audit.Findings;
import io.bailiwick.keycloak.issue.HandleGrant;
import io.bailiwick.keycloak.issue.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.utils.WebOriginsUtils;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * Makes one ticket: sees whose token it is, that the request may come from where it comes from and
 * that the token reaches the resource, and keeps the ticket last, so that a refusal leaves nothing.
 */
final class TicketMint {
  private static final int LONGEST_ORIGIN = 512;

  private final KeycloakSession session;
  private final RealmModel realm;
  private final EventBuilder event;

  TicketMint(KeycloakSession session, RealmModel realm, EventBuilder event) {
    this.session = session;
    this.realm = realm;
    this.event = event;
  }

  /** A ticket and how long it lives. */
  record Minted(Ticket ticket, Duration life) {}

  /**
   * Who asks. Once this is known, the client's web origins may be told the outcome.
   *
   * @throws TicketRefused {@code invalid_token}
   */
  AuthResult caller() throws TicketRefused {
    AuthResult presented = PresentedToken.verify(session);
    event.client(presented.client()).user(presented.user());
    if (presented.token().getSessionId() != null) {
      event.session(presented.token().getSessionId());
    }
    return presented;
  }

  /**
   * @return what the ticket is bound to; empty where the request says no origin
   * @throws TicketRefused where that is none of the client's web origins
   */
  Optional<String> origin(ClientModel client) throws TicketRefused {
    @Nullable List<String> said =
        session.getContext().getRequestHeaders().getRequestHeader(Cors.ORIGIN_HEADER);
    if (said == null || said.isEmpty()) {
      return Optional.empty();
    }
    String origin = said.get(0);
    Set<String> allowed = WebOriginsUtils.resolveValidWebOrigins(session, client);
    // "null" is what every sandboxed page says
    if (said.size() > 1
        || origin.length() > LONGEST_ORIGIN
        || origin.equals("null")
        || !(allowed.contains(origin)
            || allowed.contains(Cors.ACCESS_CONTROL_ALLOW_ORIGIN_WILDCARD))) {
      throw TicketRefused.origin();
    }
    event.detail(TicketEvents.ORIGIN, origin);
    return Optional.of(origin);
  }

  Minted mint(AuthResult presented, Optional<String> origin, TicketRequest request)
      throws TicketRefused {
    HandleGrant grant = grant(presented, request);
    @Nullable ClientModel service = session.clients().getClientById(realm, grant.service());
    if (service == null) {
      throw TicketRefused.target("the agent service is no more", Optional.empty());
    }
    TicketTerms terms = TicketTerms.of(service);
    if (terms.lifespan().isEmpty()) {
      terms
          .finding()
          .ifPresent(found -> Findings.report(found, realm.getName(), service.getClientId()));
      throw TicketRefused.target("the agent service takes no tickets", terms.finding());
    }
    long now = Time.currentTime();
    Duration life =
        Duration.ofSeconds(Math.min(terms.lifespan().get().toSeconds(), grant.expires() - now));
    if (life.isNegative() || life.isZero()) {
      throw TicketRefused.token("token_not_valid");
    }
    new MintLimit(session.singleUseObjects()).count(grant, terms.limit(), now);
    Ticket ticket = Ticket.random();
    long expires = now + life.toSeconds();
    TicketTrace trace = TicketTrace.of(session, grant, presented.client(), expires);
    trace.describe(event);
    event.detail(TicketEvents.AGENT_SERVICE, service.getClientId());
    new TicketStore(session.singleUseObjects())
        .put(service, ticket, life, new TicketStore.Kept(grant, origin, expires), trace);
    return new Minted(ticket, life);
  }

  private HandleGrant grant(AuthResult presented, TicketRequest request) throws TicketRefused {
    try {
      return HandleGrant.of(session, presented, request.resource());
    } catch (Refused e) {
      e.describe(event);
      throw TicketRefused.target(e.getDescription(), Optional.empty());
    } catch (IllegalArgumentException e) {
      throw TicketRefused.token("token_incomplete");
    }
  }
}
