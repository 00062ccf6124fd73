package io.bailiwick.keycloak.revocation;

import io.bailiwick.keycloak.audience.LiveAudiences;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Takes committed revocations, finds out whom they concern, and gives them to this node's feed and
 * to the other nodes: on one thread of its own, so that they go out in the order of their numbers
 * and no request waits for it. Thread-safe.
 */
final class Dispatcher implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("io.bailiwick.keycloak");

  /** How often a node says that it lives; so late at most is it noticed that a message was lost. */
  private static final int BEAT_SECONDS = 10;

  /** A token that was on its way out when its holder was looked for is found by then. */
  private static final int SECOND_LOOK_SECONDS = 5;

  private static final int AT_ONCE = 200;
  private static final int MOST_QUEUED = 100_000;
  private static final int ATTEMPTS = 3;

  private final RevocationFeed feed;
  private final LiveAudiences audiences;
  private final KeycloakSessionFactory factory;
  private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
  private final ScheduledThreadPoolExecutor thread;

  Dispatcher(RevocationFeed feed, LiveAudiences audiences, KeycloakSessionFactory factory) {
    this.feed = feed;
    this.audiences = audiences;
    this.factory = factory;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, "bailiwick-revocations");
              made.setDaemon(true);
              return made;
            });
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Listens to the other nodes, and tells them of this one. */
  void start() {
    job(
        session ->
            Cluster.listen(
                session,
                envelope -> feed.receive(envelope.origin(), envelope.first(), envelope.notices())));
    thread.scheduleWithFixedDelay(this::beat, 0, BEAT_SECONDS, TimeUnit.SECONDS);
  }

  private void beat() {
    send(new Envelope(feed.self(), feed.last() + 1, List.of()), 1);
  }

  /** Takes what a transaction that has just committed revokes. */
  void accept(List<Pending> committed) {
    long now = Time.currentTime();
    if (queue.size() > MOST_QUEUED) {
      // nothing may be forgotten, and no more can be kept: all of those realms, then
      Set<String> realms = new HashSet<>();
      for (Pending one = queue.poll(); one != null; one = queue.poll()) {
        realms.add(one.realm());
      }
      realms.forEach(realm -> queue.add(Pending.all(realm).committed(now)));
    }
    committed.forEach(one -> queue.add(one.committed(now)));
    try {
      thread.execute(this::drain);
    } catch (RejectedExecutionException e) {
      LOG.debug("the server is going down");
    }
  }

  private void drain() {
    List<Pending> batch = new ArrayList<>();
    for (Pending one = queue.poll(); one != null; one = queue.poll()) {
      batch.add(one);
      if (batch.size() == AT_ONCE) {
        dispatch(batch, Map.of());
        batch = new ArrayList<>();
      }
    }
    if (!batch.isEmpty()) {
      dispatch(batch, Map.of());
    }
  }

  /**
   * @param told who has been told of which already; empty at the first look
   */
  private void dispatch(List<Pending> batch, Map<Pending, Set<String>> told) {
    Map<Pending, Optional<Set<String>>> found = addressees(batch);
    List<Notice> notices = new ArrayList<>();
    Map<Pending, Set<String>> first = new LinkedHashMap<>();
    found.forEach(
        (one, to) -> {
          if (to.isEmpty()) {
            notices.add(one.notice(to));
            return;
          }
          Set<String> more = new HashSet<>(to.get());
          more.removeAll(told.getOrDefault(one, Set.of()));
          if (!more.isEmpty()) {
            notices.add(one.notice(Optional.of(more)));
          }
          if (one.holder().isPresent()) {
            first.put(one, to.get());
          }
        });
    if (!notices.isEmpty()) {
      long number = feed.append(notices);
      send(new Envelope(feed.self(), number, notices), ATTEMPTS);
    }
    if (told.isEmpty() && !first.isEmpty()) {
      thread.schedule(
          () -> dispatch(new ArrayList<>(first.keySet()), first),
          SECOND_LOOK_SECONDS,
          TimeUnit.SECONDS);
    }
  }

  /** Where they can't be found out, all. */
  private Map<Pending, Optional<Set<String>>> addressees(List<Pending> batch) {
    Map<Pending, Optional<Set<String>>> found = new LinkedHashMap<>();
    batch.forEach(one -> found.put(one, Optional.empty()));
    try {
      job(
          session -> {
            Addressees addressees = new Addressees(session, audiences, Time.currentTime());
            found.replaceAll((one, unknown) -> addressees.of(one));
          });
    } catch (RuntimeException e) {
      LOG.warn("BW-403 it can't be told whom revocations concern; all agent services hear them", e);
      found.replaceAll((one, any) -> Optional.empty());
    }
    return found;
  }

  /** Other nodes notice what never reaches them, by the numbers, and tell their followers. */
  private void send(Envelope envelope, int attempts) {
    for (int i = 1; i <= attempts; i++) {
      try {
        job(session -> Cluster.send(session, envelope));
        return;
      } catch (RuntimeException e) {
        if (i == attempts) {
          LOG.warn("BW-404 revocations could not be sent to the other nodes of the cluster", e);
        }
      }
    }
  }

  private void job(Consumer<KeycloakSession> work) {
    KeycloakModelUtils.runJobInTransaction(factory, work::accept);
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
