package io.bailiwick.keycloak.handle;

import org.keycloak.events.EventType;

/**
 * How Keycloak's events speak of tickets: never with the ticket. Keycloak's types of event can't be
 * added to, so all are {@link #TYPE}, and the detail {@value #WHAT} tells them apart.
 */
final class TicketEvents {
  static final EventType TYPE = EventType.OAUTH2_EXTENSION_GRANT;

  static final String WHAT = "bailiwick_event";
  static final String MINTED = "ticket_minted";
  static final String MINT_REFUSED = "ticket_mint_refused";
  static final String REDEEMED = "ticket_redeemed";
  static final String REDEMPTION_REFUSED = "ticket_refused";
  static final String REPLAYED = "ticket_replayed";

  static final String FINDING = "bailiwick_finding";
  static final String AGENT_SERVICE = "agent_service";
  static final String AGENT = "agent";
  static final String CALLER_CLIENT = "caller_client";
  static final String ORIGIN = "origin";

  private TicketEvents() {}
}
