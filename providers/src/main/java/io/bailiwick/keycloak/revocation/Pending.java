package io.bailiwick.keycloak.revocation;

import io.bailiwick.keycloak.audience.LiveAudiences;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.keycloak.models.RealmModel;

/**
 * A revocation whose change isn't committed yet, or which isn't addressed yet.
 *
 * @param realm the realm's internal id
 * @param issuedBefore empty: when the change is committed, since whatever is issued until then may
 *     say what was before
 * @param holder whose tokens are meant, by which those are found who hold such; empty: anybody's
 * @param services whom it concerns at most, where that is known
 */
record Pending(
    String realm,
    Revocation.Kind kind,
    Optional<String> value,
    OptionalLong issuedBefore,
    Optional<Holder> holder,
    Optional<Set<String>> services) {

  /** A session, person or client that tokens were issued to. */
  record Holder(LiveAudiences.By by, String name) {}

  Pending {
    services = services.map(Set::copyOf);
  }

  private static Pending of(
      RealmModel realm, Revocation.Kind kind, String value, LiveAudiences.By by, String holder) {
    return new Pending(
        realm.getId(),
        kind,
        Optional.of(value),
        OptionalLong.empty(),
        Optional.of(new Holder(by, holder)),
        Optional.empty());
  }

  static Pending session(RealmModel realm, String id) {
    return of(realm, Revocation.Kind.SID, id, LiveAudiences.By.SID, id);
  }

  static Pending person(RealmModel realm, String id) {
    return of(realm, Revocation.Kind.SUB, id, LiveAudiences.By.SUB, id);
  }

  static Pending client(RealmModel realm, String clientId) {
    return of(realm, Revocation.Kind.AZP, clientId, LiveAudiences.By.AZP, clientId);
  }

  /** One token, of this person. */
  static Pending token(RealmModel realm, String id, String person) {
    return of(realm, Revocation.Kind.JTI, id, LiveAudiences.By.SUB, person);
  }

  /** Everybody's, by the realm's internal id. */
  static Pending all(String realm) {
    return new Pending(
        realm,
        Revocation.Kind.ALL,
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  Pending issuedBefore(long moment) {
    return new Pending(realm, kind, value, OptionalLong.of(moment), holder, services);
  }

  Pending concerning(Set<String> ids) {
    return new Pending(realm, kind, value, issuedBefore, holder, Optional.of(ids));
  }

  /** As it stands once its change is committed, in seconds since 1970. */
  Pending committed(long now) {
    return issuedBefore.isPresent() ? this : issuedBefore(now);
  }

  /** For these; once committed. */
  Notice notice(Optional<Set<String>> to) {
    return new Notice(realm, new Revocation(kind, value, issuedBefore.orElseThrow()), to);
  }
}
