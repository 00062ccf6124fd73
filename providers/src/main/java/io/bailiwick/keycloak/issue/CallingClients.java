package io.bailiwick.keycloak.issue;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Who calls agent services, as far as one query each tells: clients with a role of a service in
 * their scope mappings, their own or those of a client scope of theirs. Keycloak's public SPI can't
 * be asked from the role's side. A role that is mapped inside a composite role isn't followed.
 */
final class CallingClients {
  private static final String REALMS =
      "select distinct a.client.realmId from ClientAttributeEntity a where a.name = :name"
          + " order by a.client.realmId";

  private static final String MAPPED =
      "select distinct c.id from ClientEntity c join c.scopeMappingIds mapped, RoleEntity r"
          + " where c.realmId = :realm and r.id = mapped and r.clientId in :services"
          + " order by c.id";

  private static final String BY_CLIENT_SCOPE =
      "select distinct c.id from ClientEntity c, ClientScopeClientMappingEntity m,"
          + " ClientScopeRoleMappingEntity s where c.realmId = :realm and m.clientId = c.id"
          + " and s.clientScope.id = m.clientScopeId and s.role.clientId in :services"
          + " order by c.id";

  private CallingClients() {}

  /** The internal ids of realms with agent services, so many at most. */
  static List<String> realms(KeycloakSession session, int most) {
    return entities(session)
        .createQuery(REALMS, String.class)
        .setParameter("name", AgentService.RESOURCE)
        .setMaxResults(most)
        .getResultList();
  }

  /** The internal ids of clients that call any of these services, so many at most. */
  static List<String> of(
      KeycloakSession session, RealmModel realm, List<AgentService> services, int most) {
    List<String> ids = services.stream().map(AgentService::id).toList();
    if (ids.isEmpty()) {
      return List.of();
    }
    Set<String> callers = new TreeSet<>();
    for (String query : List.of(MAPPED, BY_CLIENT_SCOPE)) {
      callers.addAll(
          entities(session)
              .createQuery(query, String.class)
              .setParameter("realm", realm.getId())
              .setParameter("services", ids)
              .setMaxResults(most)
              .getResultList());
    }
    return callers.stream().limit(most).toList();
  }

  private static EntityManager entities(KeycloakSession session) {
    return session.getProvider(JpaConnectionProvider.class).getEntityManager();
  }
}
