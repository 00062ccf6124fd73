package io.bailiwick.keycloak.revocation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What Keycloak's events say that ends the right of living tokens: logouts, tokens and consents
 * revoked, and what administrators do. Keycloak sends them within the transaction that they tell
 * of.
 */
final class EventSource implements EventListenerProvider {
  private final KeycloakSession session;
  private final Consumer<List<Pending>> sender;

  EventSource(KeycloakSession session, Consumer<List<Pending>> sender) {
    this.session = session;
    this.sender = sender;
  }

  private void revoke(Pending pending) {
    Outbox.add(session, sender, pending);
  }

  private void touch(Touch touch) {
    Comparison.note(session, sender, touch);
  }

  @Override
  public void onEvent(Event event) {
    @Nullable RealmModel realm = realm(event.getRealmId());
    if (realm == null || event.getError() != null) {
      return;
    }
    Optional<String> sid = text(event.getSessionId());
    Optional<String> person = text(event.getUserId());
    switch (event.getType()) {
      case LOGOUT ->
          sid.map(id -> Pending.session(realm, id))
              .or(() -> person.map(id -> Pending.person(realm, id)))
              .ifPresent(this::revoke);
      case REVOKE_GRANT -> revoked(realm, event, sid, person);
      case USER_DISABLED_BY_PERMANENT_LOCKOUT ->
          person.ifPresent(id -> revoke(Pending.person(realm, id)));
      default -> {
        // says nothing of living tokens
      }
    }
  }

  /**
   * RFC 7009, or a consent withdrawn. A refresh token takes with it what its client had of the
   * session, and a consent what its client had of the person: neither can be named in a revocation,
   * so the whole session, or person, is.
   */
  private void revoked(
      RealmModel realm, Event event, Optional<String> sid, Optional<String> person) {
    Map<String, String> details = event.getDetails() == null ? Map.of() : event.getDetails();
    Optional<String> token = text(details.get(Details.TOKEN_ID));
    boolean exchanged = details.containsKey(Details.TOKEN_EXCHANGE_REVOKED_CLIENTS);
    if (token.isPresent() && person.isPresent()) {
      revoke(Pending.token(realm, token.get(), person.get()));
    }
    if (token.isEmpty() || exchanged) {
      sid.map(id -> Pending.session(realm, id))
          .or(() -> person.map(id -> Pending.person(realm, id)))
          .ifPresent(this::revoke);
    }
  }

  @Override
  public void onEvent(AdminEvent event, boolean includeRepresentation) {
    @Nullable RealmModel realm = realm(event.getRealmId());
    if (realm == null || event.getError() != null) {
      return;
    }
    AdminPath path =
        AdminPath.parse(event.getResourcePath() == null ? "" : event.getResourcePath());
    OperationType operation = event.getOperationType();
    if (operation == OperationType.CREATE) {
      return;
    }
    if (event.getResourceType() == ResourceType.REALM) {
      realm(realm, path);
    } else if (path.startsWith("sessions", "*") && operation == OperationType.DELETE) {
      path.at(1).ifPresent(id -> revoke(Pending.session(realm, id)));
    } else if (path.startsWith("users", "*")) {
      path.at(1).ifPresent(id -> person(realm, id, path));
    } else if (path.startsWith("roles", "*") || path.startsWith("roles-by-id", "*")) {
      path.at(1).ifPresent(name -> touch(new Touch.Role(realm.getId(), Optional.empty(), name)));
    } else if (path.startsWith("clients", "*", "roles", "*")) {
      touch(new Touch.Role(realm.getId(), path.at(1), path.at(3).orElseThrow()));
    } else if (path.startsWith("client-scopes", "*", "scope-mappings")
        || (path.is("client-scopes", "*") && operation == OperationType.DELETE)) {
      // what any client that has it may give
      revoke(Pending.all(realm.getId()));
    } else if (path.startsWith("clients", "*", "scope-mappings")
        || path.startsWith("clients", "*", "default-client-scopes")
        || path.startsWith("clients", "*", "optional-client-scopes")) {
      path.at(1)
          .map(id -> session.clients().getClientById(realm, id))
          .ifPresent(client -> revoke(Pending.client(realm, client.getClientId())));
    }
  }

  private void realm(RealmModel realm, AdminPath path) {
    if (path.startsWith("logout-all")) {
      revoke(Pending.all(realm.getId()));
    } else {
      touch(new Touch.Settings(realm.getId()));
    }
  }

  private void person(RealmModel realm, String id, AdminPath path) {
    if (path.startsWith("users", "*", "logout") || path.startsWith("users", "*", "consents")) {
      revoke(Pending.person(realm, id));
    } else if (path.is("users", "*")
        || path.startsWith("users", "*", "role-mappings")
        || path.startsWith("users", "*", "groups")) {
      touch(new Touch.Person(realm.getId(), id));
    }
  }

  /** A realm that has agent services; null for any other. */
  private @Nullable RealmModel realm(@Nullable String id) {
    return id == null ? null : Realms.withAgentServices(session, session.realms().getRealm(id));
  }

  private static Optional<String> text(@Nullable String text) {
    return Optional.ofNullable(text).filter(value -> !value.isEmpty());
  }

  @Override
  public void close() {
    // holds nothing
  }
}
