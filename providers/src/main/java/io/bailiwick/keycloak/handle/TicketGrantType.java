package io.bailiwick.keycloak.handle;

import io.bailiwick.keycloak.audit.Findings;
import io.bailiwick.keycloak.issue.HandleGrant;
import io.bailiwick.keycloak.issue.Refused;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
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
  private static final String TICKET = "ticket";
  private static final String ORIGIN = "origin";
  private static final String METHOD = "ticket";
  private static final String REPLAYED = "replayed";

  /** What would ask for less or for other than the ticket stands for; ignoring it would mislead. */
  private static final List<String> ELSEWHERE =
      List.of(OAuth2Constants.SCOPE, OAuth2Constants.RESOURCE, OAuth2Constants.AUDIENCE);

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
          e.reason().equals(REPLAYED) ? TicketEvents.REPLAYED : TicketEvents.REDEMPTION_REFUSED);
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
    for (String name : ELSEWHERE) {
      if (context.getFormParams().containsKey(name)) {
        throw TicketRefused.request("a ticket is redeemed for what it was minted for: no " + name);
      }
    }
    String text =
        parameter(context, TICKET).orElseThrow(() -> TicketRefused.request("ticket is missing"));
    Optional<String> origin = parameter(context, ORIGIN);
    Ticket ticket = Ticket.parse(text).orElseThrow(() -> TicketRefused.ticket("unknown_ticket"));
    return redeem(context, service, ticket, origin);
  }

  private static AccessTokenResponse redeem(
      Context context, ClientModel service, Ticket ticket, Optional<String> origin)
      throws TicketRefused {
    KeycloakSession session = context.getSession();
    TicketStore store = new TicketStore(session.singleUseObjects());
    Optional<TicketStore.Kept> taken = store.take(service, ticket);
    Optional<TicketTrace> trace = store.trace(service, ticket);
    trace.ifPresent(each -> each.describe(context.getEvent()));
    if (taken.isEmpty()) {
      throw TicketRefused.ticket(
          trace.isEmpty()
              ? "unknown_ticket"
              : trace.get().expires() > Time.currentTime() || store.isUsed(service, ticket)
                  ? REPLAYED
                  : "expired");
    }
    TicketStore.Kept kept = taken.get();
    if (kept.expires() <= Time.currentTime()) {
      throw TicketRefused.ticket("expired");
    }
    if (kept.origin().isPresent() && !kept.origin().equals(origin)) {
      throw TicketRefused.ticket("origin_mismatch");
    }
    return issue(context, kept.grant());
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

  /**
   * A parameter as it was sent: Keycloak takes control characters out of parameters and drops
   * overlong ones, and what was changed on the way is not what was sent.
   */
  private static Optional<String> parameter(Context context, String name) throws TicketRefused {
    List<String> values = values(context.getFormParams(), name);
    if (!values.equals(values(context.getRequest().getDecodedFormParameters(), name))) {
      throw TicketRefused.request(name + " is malformed or too long");
    }
    return values.isEmpty() || values.get(0).isEmpty()
        ? Optional.empty()
        : Optional.of(values.get(0));
  }

  private static List<String> values(
      @Nullable MultivaluedMap<String, String> parameters, String name) {
    return parameters == null ? List.of() : parameters.getOrDefault(name, List.of());
  }

  @Override
  public EventType getEventType() {
    return TicketEvents.TYPE;
  }

  @Override
  public Set<String> getTokenParameterNames() {
    return Set.of();
  }

  /** A redeemed token is for the agent service, and opens nothing at Keycloak itself. */
  @Override
  public boolean isTokenAllowed(KeycloakSession session, AccessToken token) {
    return false;
  }

  @Override
  public void close() {
    // holds nothing
  }
}
