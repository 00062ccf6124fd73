package io.bailiwick.keycloak.revocation;

import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;

/**
 * How long an access token of a realm may live: the longest of the realm's own lifespans and those
 * that clients have instead. A client's text that is no number stands for as long as a session may
 * last.
 */
final class LongestLife {
  private static final String QUERY =
      "select a.value from ClientAttributeEntity a"
          + " where a.name = :name and a.client.realmId = :realm";

  private LongestLife() {}

  static Duration of(KeycloakSession session, RealmModel realm) {
    Stream<String> ofClients =
        session
            .getProvider(JpaConnectionProvider.class)
            .getEntityManager()
            .createQuery(QUERY, String.class)
            .setParameter("name", OIDCConfigAttributes.ACCESS_TOKEN_LIFESPAN)
            .setParameter("realm", realm.getId())
            .getResultList()
            .stream();
    return Duration.ofSeconds(
        LongStream.concat(
                LongStream.of(
                    realm.getAccessTokenLifespan(), realm.getAccessTokenLifespanForImplicitFlow()),
                ofClients.mapToLong(text -> seconds(text, realm)))
            .max()
            .orElseThrow());
  }

  private static long seconds(String text, RealmModel realm) {
    try {
      long seconds = Long.parseLong(text.strip());
      return seconds >= 0 ? seconds : realm.getSsoSessionMaxLifespan();
    } catch (NumberFormatException e) {
      return realm.getSsoSessionMaxLifespan();
    }
  }
}
