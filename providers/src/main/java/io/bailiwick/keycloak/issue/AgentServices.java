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
  private final List<Faulty> faulty;
  private final Set<String> reservedClientIds;
  private final List<ResourceUri> reservedUris;

  private AgentServices(
      KeycloakSession session,
      RealmModel realm,
      List<AgentService> active,
      List<Faulty> faulty,
      Set<String> reservedClientIds,
      List<ResourceUri> reservedUris) {
    this.session = session;
    this.realm = realm;
    this.active = active;
    this.faulty = faulty;
    this.reservedClientIds = reservedClientIds;
    this.reservedUris = reservedUris;
  }

  /** A client that means to be an agent service and is none, and why. */
  private record Faulty(ClientModel client, Finding finding) {}

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
    List<Faulty> faulty = new ArrayList<>();
    for (ClientModel client : clients) {
      clientIds.add(client.getClientId());
      try {
        AgentService service = AgentService.read(client);
        uris.add(service.uri());
        if (client.isEnabled()) {
          enabled.add(service);
        }
      } catch (AgentService.Misconfigured e) {
        faulty.add(new Faulty(client, e.finding()));
      }
    }
    List<AgentService> active = new ArrayList<>();
    for (AgentService service : enabled) {
      if (standsAlone(service, enabled)) {
        active.add(service);
      } else {
        faulty.add(new Faulty(service.client(), Finding.RESOURCE_CONFLICT));
      }
    }
    faulty.forEach(
        each -> Findings.report(each.finding(), realm.getName(), each.client().getClientId()));
    return new AgentServices(session, realm, active, faulty, clientIds, uris);
  }

  private static boolean standsAlone(AgentService service, List<AgentService> all) {
    for (AgentService other : all) {
      if (!other.id().equals(service.id())
          && (other.uri().overlaps(service.uri())
              || isUnder(service.uri(), other.clientId())
              || isUnder(other.uri(), service.clientId()))) {
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

  /**
   * What a requested resource names.
   *
   * @throws Refused {@code invalid_target} where it names nothing, is malformed, or names a service
   *     that is at fault; the event of the refusal then says which fault
   */
  AgentTarget named(String resource) {
    return resolve(resource).orElseThrow(() -> unnamed(resource));
  }

  private Refused unnamed(String resource) {
    String description = "resource names no agent service of this realm";
    return fault(resource)
        .map(finding -> Refused.target(description, finding))
        .orElseGet(() -> Refused.target(description));
  }

  private Optional<Finding> fault(String resource) {
    for (Faulty each : faulty) {
      String uri = each.client().getAttribute(AgentService.RESOURCE);
      if (uri != null && isUnder(uri, resource)) {
        return Optional.of(each.finding());
      }
    }
    return active.stream().anyMatch(service -> isUnder(service.uri(), resource))
        ? Optional.of(Finding.RESOURCE_IS_CLIENT_ID)
        : Optional.empty();
  }

  private static boolean isUnder(String uri, String text) {
    try {
      return isUnder(ResourceUri.parse(uri), text);
    } catch (MalformedPath e) {
      return false;
    }
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
