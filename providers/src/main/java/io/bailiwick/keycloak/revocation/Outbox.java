package io.bailiwick.keycloak.revocation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/**
 * What the transaction of one Keycloak session revokes: handed on once it has committed, each once,
 * and never where it is rolled back. Not thread-safe: one session, one thread.
 */
final class Outbox extends AbstractKeycloakTransaction {
  /** A transaction that revokes more of a realm than this revokes all of it. */
  static final int MOST_OF_A_REALM = 1_000;

  private static final Logger LOG = Logger.getLogger("io.bailiwick.keycloak");
  private static final String ATTRIBUTE = Outbox.class.getName();

  private final Consumer<List<Pending>> sender;
  private final Set<Pending> pending = new LinkedHashSet<>();

  Outbox(Consumer<List<Pending>> sender) {
    this.sender = sender;
  }

  /** Adds to what the session's transaction revokes; without one it is committed already. */
  static void add(KeycloakSession session, Consumer<List<Pending>> sender, Pending one) {
    if (!session.getTransactionManager().isActive()) {
      sender.accept(List.of(one));
      return;
    }
    of(session, sender).add(one);
  }

  /** That of the session's transaction, which runs. */
  static Outbox of(KeycloakSession session, Consumer<List<Pending>> sender) {
    @Nullable Outbox outbox = session.getAttribute(ATTRIBUTE, Outbox.class);
    if (outbox == null || !outbox.isActive()) {
      outbox = new Outbox(sender);
      outbox.begin();
      session.getTransactionManager().enlistAfterCompletion(outbox);
      session.setAttribute(ATTRIBUTE, outbox);
    }
    return outbox;
  }

  void add(Pending one) {
    pending.add(one);
  }

  /** The change is done, and nothing that goes wrong here may be reported as if it weren't. */
  @Override
  protected void commitImpl() {
    try {
      if (!pending.isEmpty()) {
        sender.accept(bounded());
      }
    } catch (RuntimeException e) {
      LOG.error("BW-401 revocations could not be handed on", e);
    }
  }

  private List<Pending> bounded() {
    Set<String> tooMany =
        pending.stream()
            .collect(Collectors.groupingBy(Pending::realm, Collectors.counting()))
            .entrySet()
            .stream()
            .filter(each -> each.getValue() > MOST_OF_A_REALM)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    List<Pending> bounded =
        new ArrayList<>(pending.stream().filter(one -> !tooMany.contains(one.realm())).toList());
    tooMany.forEach(realm -> bounded.add(Pending.all(realm)));
    return bounded;
  }

  @Override
  protected void rollbackImpl() {
    pending.clear();
  }
}
