package io.bailiwick.keycloak.revocation;

import io.bailiwick.keycloak.audience.LiveAudiences;
import io.bailiwick.keycloak.issue.AgentServiceDirectory;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Which agent services must hear of a revocation: those to whom tokens of its holder were issued
 * that may still live. Where that can't be told, because such tokens may have been issued before it
 * was written down, all of the realm.
 */
final class Addressees {
  private final KeycloakSession session;
  private final LiveAudiences audiences;
  private final long now;

  /**
   * @param now in seconds since 1970
   */
  Addressees(KeycloakSession session, LiveAudiences audiences, long now) {
    this.session = session;
    this.audiences = audiences;
    this.now = now;
  }

  /** Their internal ids, perhaps none; empty: all. */
  Optional<Set<String>> of(Pending pending) {
    RealmModel realm = session.realms().getRealm(pending.realm());
    if (realm == null) {
      return Optional.of(Set.of());
    }
    session.getContext().setRealm(realm);
    AgentServiceDirectory services = AgentServiceDirectory.of(session, realm);
    if (services.isEmpty()) {
      return Optional.of(Set.of());
    }
    if (pending.holder().isEmpty() || !isAllKnown(realm)) {
      return pending.services();
    }
    Pending.Holder holder = pending.holder().get();
    return Optional.of(
        services.entries().stream()
            .map(each -> each.client().getId())
            .filter(id -> pending.services().map(ids -> ids.contains(id)).orElse(true))
            .filter(
                id -> audiences.mayLive(session.singleUseObjects(), id, holder.by(), holder.name()))
            .collect(Collectors.toSet()));
  }

  /** Whether every token that may live in the realm was written down when it was issued. */
  private boolean isAllKnown(RealmModel realm) {
    Optional<Long> since = audiences.since(session.singleUseObjects(), realm.getId());
    return since.isPresent()
        && (since.get() == 0 || since.get() + LongestLife.of(session, realm).toSeconds() < now);
  }
}
