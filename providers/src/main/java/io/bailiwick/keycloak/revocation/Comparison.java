package io.bailiwick.keycloak.revocation;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * What a transaction has touched, compared just before it commits: what another transaction sees is
 * what was, and what this one sees is what will be. So it doesn't matter who changed what in which
 * way and how often. Where it can't be compared, it is taken for revoked. Not thread-safe: one
 * session, one thread.
 */
final class Comparison extends AbstractKeycloakTransaction {
  private static final Logger LOG = Logger.getLogger("io.bailiwick.keycloak");
  private static final String NOT_COMPARED =
      "BW-405 it can't be told what a change takes away; it is taken for revoked";
  private static final String ATTRIBUTE = Comparison.class.getName();

  /** A transaction that touches more than this is taken to take something from everybody. */
  static final int MOST_TOUCHED = 1_000;

  private final KeycloakSession session;
  private final Outbox outbox;
  private final Set<Touch> touched = new LinkedHashSet<>();

  private Comparison(KeycloakSession session, Outbox outbox) {
    this.session = session;
    this.outbox = outbox;
  }

  /** Notes what the session's transaction touches; one without a transaction touches nothing. */
  static void note(KeycloakSession session, Consumer<List<Pending>> sender, Touch touch) {
    if (!session.getTransactionManager().isActive()) {
      return;
    }
    @Nullable Comparison comparison = session.getAttribute(ATTRIBUTE, Comparison.class);
    if (comparison == null || !comparison.isActive()) {
      // the outbox first: once the transaction is ending, nothing more can join it
      comparison = new Comparison(session, Outbox.of(session, sender));
      comparison.begin();
      session.getTransactionManager().enlistPrepare(comparison);
      session.setAttribute(ATTRIBUTE, comparison);
    }
    comparison.touched.add(touch);
  }

  /** Whatever goes wrong here must not keep the change from being committed. */
  @Override
  protected void commitImpl() {
    try {
      withoutThreadsSession(this::compare);
    } catch (RuntimeException e) {
      LOG.warn(NOT_COMPARED, e);
      touched.stream().map(Touch::realm).distinct().forEach(id -> outbox.add(Pending.all(id)));
    }
  }

  private void compare() {
    if (touched.size() > MOST_TOUCHED) {
      touched.stream()
          .map(Touch::realm)
          .distinct()
          .filter(id -> Realms.withAgentServices(session, session.realms().getRealm(id)) != null)
          .forEach(id -> outbox.add(Pending.all(id)));
      return;
    }
    touched.removeIf(touch -> realm(touch) == null);
    if (touched.isEmpty()) {
      return;
    }
    before()
        .forEach(
            (touch, seen) -> {
              @Nullable RealmModel realm = realm(touch);
              if (realm != null) {
                revoked(touch, realm, seen).forEach(outbox::add);
              }
            });
  }

  /** The realm, where it has agent services. */
  private @Nullable RealmModel realm(Touch touch) {
    return Realms.withAgentServices(session, session.realms().getRealm(touch.realm()));
  }

  private List<Pending> revoked(Touch touch, RealmModel realm, Touch.@Nullable Seen before) {
    try {
      if (before == null) {
        return touch.inDoubt(realm);
      }
      if (before.id().isEmpty()) {
        return List.of();
      }
      Touch same = touch instanceof Touch.Role role ? role.byId(before.id().get()) : touch;
      return touch.revoked(realm, before, same.see(session, realm));
    } catch (RuntimeException e) {
      LOG.warn(NOT_COMPARED, e);
      return touch.inDoubt(realm);
    }
  }

  /** As committed; null where that can't be seen. */
  private Map<Touch, Touch.@Nullable Seen> before() {
    Map<Touch, Touch.@Nullable Seen> before = new HashMap<>();
    touched.forEach(touch -> before.put(touch, null));
    try {
      KeycloakModelUtils.runJobInTransaction(
          session.getKeycloakSessionFactory(), other -> see(other, before));
    } catch (RuntimeException e) {
      LOG.warn(NOT_COMPARED, e);
    }
    return before;
  }

  private void see(KeycloakSession other, Map<Touch, Touch.@Nullable Seen> before) {
    for (Touch touch : touched) {
      RealmModel realm = other.realms().getRealm(touch.realm());
      if (realm == null) {
        // made by this very transaction: nothing was issued there
        before.put(touch, Touch.Seen.NOTHING);
      } else {
        other.getContext().setRealm(realm);
        before.put(touch, touch.see(other, realm));
      }
    }
  }

  /**
   * Keycloak expands composites with the thread's session where there is one, and then with a cache
   * that doesn't know what a transaction has changed. Without one it asks the roles themselves.
   */
  private static void withoutThreadsSession(Runnable work) {
    @Nullable KeycloakSession own = KeycloakSessionUtil.getKeycloakSession();
    KeycloakSessionUtil.setKeycloakSession(null);
    try {
      work.run();
    } finally {
      KeycloakSessionUtil.setKeycloakSession(own);
    }
  }

  @Override
  protected void rollbackImpl() {
    touched.clear();
  }
}
