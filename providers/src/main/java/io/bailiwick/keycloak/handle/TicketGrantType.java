package io.bailiwick.keycloak.handle;

import io.bailiwick.keycloak.audit.Findings;
import io.bailiwick.keycloak.issue.HandleGrant;
import io.bailiwick.keycloak.issue.Refused;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.services.CorsErrorResponseException;

/**
 * Redeems a ticket for an access token, at the token endpoint, by the agent service that it is for,
 * authenticated as itself. The ticket is taken away first and judged after, so that of many at once
 * one succeeds, and what comes of it doesn't depend on who asked in which order.
 */
final class TicketGrantType implements OAuth2GrantType {
  static final String ID = "urn:bailiwick:params:oauth:grant-type:ticket";
  private static final String METHOD = "ticket";

  @Override
  public Response process(Context context) {
    EventBuilder event = context.getEvent();
    try {
      AccessTokenResponse response = redeem(context);
      event.detail(TicketEvents.WHAT, TicketEvents.REDEEMED).success();
      return context.getCors().add(Response.ok(response).type(MediaType.APPLICATION_JSON_TYPE));
    } catch (TicketRefused e) {
      e.record(
          event,
          e.reason().equals(TicketStore.REPLAYED)
              ? TicketEvents.REPLAYED
              : TicketEvents.REDEMPTION_REFUSED);
      throw new CorsErrorResponseException(
          context.getCors(), e.error(), e.description(), e.status());
    }
  }

  private static AccessTokenResponse redeem(Context context) throws TicketRefused {
    ClientModel service = context.getClient();
    TicketTerms terms = TicketTerms.of(service);
    if (terms.lifespan().isEmpty()) {
      terms
          .finding()
          .ifPresent(
              found -> Findings.report(found, context.getRealm().getName(), service.getClientId()));
      throw TicketRefused.client(terms.finding());
    }
    context.getEvent().detail(TicketEvents.AGENT_SERVICE, service.getClientId());
    Redemption asked =
        Redemption.of(context.getFormParams(), context.getRequest().getDecodedFormParameters());
    Ticket ticket =
        Ticket.parse(asked.ticket()).orElseThrow(() -> TicketRefused.ticket("unknown_ticket"));
    TicketStore.Kept kept = taken(context, service, ticket);
    if (kept.origin().isPresent() && !kept.origin().equals(asked.origin())) {
      throw TicketRefused.ticket("origin_mismatch");
    }
    return issue(context, kept.grant());
  }

  /** Takes the ticket away; whatever comes of it now, nobody else gets it. */
  private static TicketStore.Kept taken(Context context, ClientModel service, Ticket ticket)
      throws TicketRefused {
    TicketStore store = new TicketStore(context.getSession().singleUseObjects());
    TicketStore.Taking taking = store.take(service, ticket);
    taking.trace().ifPresent(each -> each.describe(context.getEvent()));
    return taking
        .kept(Time.currentTime())
        .orElseThrow(() -> TicketRefused.ticket(taking.reason(Time.currentTime())));
  }

  private static AccessTokenResponse issue(Context context, HandleGrant grant)
      throws TicketRefused {
    LiveCaller caller = LiveCaller.of(context.getSession(), context.getRealm(), grant);
    try {
      return grant.issue(
          context, caller.client(), caller.session(), caller.clientSession(), METHOD);
    } catch (Refused e) {
      e.describe(context.getEvent());
      throw TicketRefused.ticket(e.getError());
    }
  }

  @Override
  public EventType getEventType() {
    return TicketEvents.TYPE;
  }

  @Override
  public Set<String> getTokenParameterNames() {
    return Set.of();
  }

  /**
   * A redeemed token is for the agent service, and opens nothing of Keycloak's own accounts and
   * administration. That it is not exchanged either is for {@code issue} to see.
   */
  @Override
  public boolean isTokenAllowed(KeycloakSession session, AccessToken token) {
    return false;
  }

  @Override
  public void close() {
    // holds nothing
  }
}
