package io.bailiwick.keycloak.issue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Which clients of a realm carry {@code bailiwick.resource}, by internal id. Keycloak's public SPI
 * finds clients by an attribute's exact value only, and walking all clients would load each of
 * them, so this is one query, remembered for {@link #REMEMBERED} at most and until a client of the
 * realm changes on this node. What those clients say is never remembered here. Thread-safe.
 */
final class AgentServiceIndex implements ProviderEventListener {
  static final Duration REMEMBERED = Duration.ofSeconds(5);

  private static final String QUERY =
      "select a.client.id from ClientAttributeEntity a"
          + " where a.name = :name and a.client.realmId = :realm order by a.client.id";

  private final Clock clock;
  private final ConcurrentMap<String, Known> byRealm = new ConcurrentHashMap<>();

  private record Known(List<String> clientIds, Instant until) {}

  AgentServiceIndex(Clock clock) {
    this.clock = clock;
  }

  /** The one index of this server. */
  static AgentServiceIndex of(KeycloakSession session) {
    return ((AgentTokenPostProcessorFactory)
            session
                .getKeycloakSessionFactory()
                .getProviderFactory(TokenPostProcessor.class, AgentTokenPostProcessorFactory.ID))
        .index();
  }

  List<String> clientIds(KeycloakSession session, RealmModel realm) {
    Instant now = clock.instant();
    Known known = byRealm.get(realm.getId());
    if (known == null || !now.isBefore(known.until())) {
      known = new Known(query(session, realm), now.plus(REMEMBERED));
      byRealm.put(realm.getId(), known);
    }
    return known.clientIds();
  }

  private static List<String> query(KeycloakSession session, RealmModel realm) {
    return session
        .getProvider(JpaConnectionProvider.class)
        .getEntityManager()
        .createQuery(QUERY, String.class)
        .setParameter("name", AgentService.RESOURCE)
        .setParameter("realm", realm.getId())
        .getResultList();
  }

  @Override
  public void onEvent(ProviderEvent event) {
    if (event instanceof ClientModel.ClientUpdatedEvent updated) {
      forget(updated.getUpdatedClient().getRealm().getId(), updated.getKeycloakSession());
    } else if (event instanceof ClientModel.ClientRemovedEvent removed) {
      forget(removed.getClient().getRealm().getId(), removed.getKeycloakSession());
    } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
      forget(removed.getRealm().getId(), removed.getKeycloakSession());
    } else if (event instanceof RealmModel.RealmPostCreateEvent created) {
      forget(created.getCreatedRealm().getId(), created.getKeycloakSession());
    }
  }

  private void forget(String realmId, @Nullable KeycloakSession session) {
    byRealm.remove(realmId);
    if (session == null || !session.getTransactionManager().isActive()) {
      return;
    }
    // another request may read the old state again before this transaction commits
    session
        .getTransactionManager()
        .enlistAfterCompletion(
            new AbstractKeycloakTransaction() {
              @Override
              protected void commitImpl() {
                byRealm.remove(realmId);
              }

              @Override
              protected void rollbackImpl() {
                byRealm.remove(realmId);
              }
            });
  }
}
