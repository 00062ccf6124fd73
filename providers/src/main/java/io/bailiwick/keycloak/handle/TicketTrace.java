package io.bailiwick.keycloak.handle;

import io.bailiwick.keycloak.issue.HandleGrant;
import io.bailiwick.scope.AgentBinding;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/**
 * What is remembered of a ticket a while longer than the ticket, so that the event of a second
 * redemption can say whose it was. Nothing can be redeemed with it.
 *
 * @param client the client id that the presented token was issued to
 * @param expires when the ticket ended or ends, in seconds since 1970
 */
record TicketTrace(
    String user,
    String client,
    Optional<String> session,
    String resource,
    Optional<String> agent,
    long expires) {
  private static final String USER = "user";
  private static final String CLIENT = "client";
  private static final String SESSION = "sid";
  private static final String RESOURCE = "resource";
  private static final String AGENT = "agent";
  private static final String EXPIRES = "exp";

  static TicketTrace of(
      KeycloakSession session, HandleGrant grant, ClientModel client, long expires) {
    return new TicketTrace(
        grant.user(),
        client.getClientId(),
        grant.session(),
        grant.resource(),
        grant.agent(session).map(AgentBinding::name),
        expires);
  }

  void describe(EventBuilder event) {
    event
        .user(user)
        .detail(TicketEvents.CALLER_CLIENT, client)
        .detail(OAuth2Constants.RESOURCE, resource);
    session.ifPresent(event::session);
    agent.ifPresent(name -> event.detail(TicketEvents.AGENT, name));
  }

  Map<String, String> notes() {
    Map<String, String> notes = new HashMap<>();
    notes.put(USER, user);
    notes.put(CLIENT, client);
    notes.put(RESOURCE, resource);
    notes.put(EXPIRES, String.valueOf(expires));
    session.ifPresent(id -> notes.put(SESSION, id));
    agent.ifPresent(name -> notes.put(AGENT, name));
    return notes;
  }

  static TicketTrace read(Map<String, String> notes) {
    return new TicketTrace(
        required(notes, USER),
        required(notes, CLIENT),
        Optional.ofNullable(notes.get(SESSION)),
        required(notes, RESOURCE),
        Optional.ofNullable(notes.get(AGENT)),
        Long.parseLong(required(notes, EXPIRES)));
  }

  private static String required(Map<String, String> notes, String name) {
    String value = notes.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }
}
