package io.bailiwick.keycloak.issue;

import io.bailiwick.keycloak.audit.Finding;
import io.bailiwick.keycloak.audit.Findings;
import io.bailiwick.scope.MalformedPath;
import io.bailiwick.scope.ResourceUri;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The agent services of a realm, read anew for each request. Which clients carry the attribute
 * comes from {@link AgentServiceIndex}; what they say comes from Keycloak's own cache of clients,
 * so a change counts at once on every node.
 *
 * <p>Services whose URIs are equal or nested can't be told apart, and a URI that is another
 * client's id would make that client an audience of the service's tokens: such services are
 * disabled, and so is a disabled or misconfigured client. Their audiences stay reserved all the
 * same.
 */
final class AgentServices {
  private final KeycloakSession session;
  private final RealmModel realm;
  private final List<AgentService> active;
  private final Set<String> reservedClientIds;
  private final List<ResourceUri> reservedUris;

  private AgentServices(
      KeycloakSession session,
      RealmModel realm,
      List<AgentService> active,
      Set<String> reservedClientIds,
      List<ResourceUri> reservedUris) {
    this.session = session;
    this.realm = realm;
    this.active = active;
    this.reservedClientIds = reservedClientIds;
    this.reservedUris = reservedUris;
  }

  /** Those of that realm; read once for each Keycloak session, which serves one request. */
  static AgentServices of(KeycloakSession session, RealmModel realm) {
    String attribute = AgentServices.class.getName() + "." + realm.getId();
    AgentServices known = session.getAttribute(attribute, AgentServices.class);
    if (known == null) {
      known = read(session, realm);
      session.setAttribute(attribute, known);
    }
    return known;
  }

  private static AgentServices read(KeycloakSession session, RealmModel realm) {
    List<ClientModel> clients =
        AgentServiceIndex.of(session).clientIds(session, realm).stream()
            .map(id -> session.clients().getClientById(realm, id))
            .filter(Objects::nonNull)
            .filter(client -> client.getAttribute(AgentService.RESOURCE) != null)
            .toList();
    Set<String> clientIds = new HashSet<>();
    List<ResourceUri> uris = new ArrayList<>();
    List<AgentService> enabled = new ArrayList<>();
    for (ClientModel client : clients) {
      clientIds.add(client.getClientId());
      try {
        AgentService service = AgentService.read(client);
        uris.add(service.uri());
        if (client.isEnabled()) {
          enabled.add(service);
        }
      } catch (AgentService.Misconfigured e) {
        Findings.report(e.finding(), realm.getName(), client.getClientId());
      }
    }
    List<AgentService> active =
        enabled.stream().filter(service -> standsAlone(realm, service, enabled)).toList();
    return new AgentServices(session, realm, active, clientIds, uris);
  }

  private static boolean standsAlone(
      RealmModel realm, AgentService service, List<AgentService> all) {
    for (AgentService other : all) {
      if (!other.id().equals(service.id())
          && (other.uri().overlaps(service.uri())
              || isUnder(service.uri(), other.clientId())
              || isUnder(other.uri(), service.clientId()))) {
        Findings.report(Finding.RESOURCE_CONFLICT, realm.getName(), service.clientId());
        return false;
      }
    }
    return true;
  }

  private static boolean isUnder(ResourceUri uri, String text) {
    try {
      return uri.resolve(ResourceUri.parse(text)).isPresent();
    } catch (MalformedPath e) {
      return false;
    }
  }

  /**
   * Whether no client of the realm means to be an agent service: then nothing is any business of
   * ours.
   */
  boolean isEmpty() {
    return reservedClientIds.isEmpty();
  }

  /** What a requested resource names; empty where it names nothing or is malformed. */
  Optional<AgentTarget> resolve(String resource) {
    ResourceUri asked;
    try {
      asked = ResourceUri.parse(resource);
    } catch (MalformedPath e) {
      return Optional.empty();
    }
    for (AgentService service : active) {
      Optional<ResourceUri.Target> target = service.uri().resolve(asked);
      if (target.isPresent()) {
        return isAnotherClient(service, service.uri().text()) || isAnotherClient(service, resource)
            ? Optional.empty()
            : Optional.of(new AgentTarget(service, target.get().agent(), resource));
      }
    }
    return Optional.empty();
  }

  /** The URI as asked becomes an audience, so it must not be the name of any other client. */
  private boolean isAnotherClient(AgentService service, String text) {
    ClientModel client = session.clients().getClientByClientId(realm, text);
    if (client == null || client.getId().equals(service.id())) {
      return false;
    }
    Findings.report(Finding.RESOURCE_IS_CLIENT_ID, realm.getName(), service.clientId());
    return true;
  }

  /** Whether that client means to be an agent service, be it in working order or not. */
  boolean reserves(String clientId) {
    return reservedClientIds.contains(clientId);
  }

  /**
   * Whether that audience belongs to an agent service: its client id, or a URI at or under its own.
   */
  boolean reservesAudience(String audience) {
    return reserves(audience)
        || reservedUris.stream().anyMatch(reserved -> isUnder(reserved, audience));
  }

  List<AgentService> active() {
    return active;
  }
}
