package io.bailiwick.keycloak.issue;

import io.bailiwick.scope.ScopeRules;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The clients of a realm that mean to be agent services, for those who must know them and issue
 * nothing. One that is at fault or disabled gets no tokens any more, yet holds those that it got
 * before, so it is among them.
 */
public final class AgentServiceDirectory {
  private final List<Entry> entries;

  private AgentServiceDirectory(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * One of them.
   *
   * @param rules how its scopes are read; the standard ones where it is at fault
   */
  public record Entry(ClientModel client, ScopeRules rules) {}

  /** As the realm is at this moment. */
  public static AgentServiceDirectory of(KeycloakSession session, RealmModel realm) {
    return new AgentServiceDirectory(
        AgentServiceIndex.of(session).clientIds(session, realm).stream()
            .map(id -> session.clients().getClientById(realm, id))
            .flatMap(client -> client == null ? Stream.empty() : entry(client))
            .toList());
  }

  private static Stream<Entry> entry(ClientModel client) {
    if (client.getAttribute(AgentService.RESOURCE) == null) {
      return Stream.empty();
    }
    try {
      return Stream.of(new Entry(client, AgentService.read(client).rules()));
    } catch (AgentService.Misconfigured e) {
      return Stream.of(new Entry(client, ScopeRules.standard()));
    }
  }

  public List<Entry> entries() {
    return entries;
  }

  /** Whether that client is one, by internal id. */
  public boolean contains(String id) {
    return entries.stream().anyMatch(each -> each.client().getId().equals(id));
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }
}
