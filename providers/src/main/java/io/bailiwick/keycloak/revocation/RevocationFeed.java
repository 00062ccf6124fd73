package io.bailiwick.keycloak.revocation;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The feed of this node: what was sent by any node and who waits for it. Thread-safe; it never
 * blocks on anything but its own lock, and answers outside of that.
 */
final class RevocationFeed implements AutoCloseable {
  /** How many revocations one answer holds. */
  static final int AT_ONCE = 500;

  static final Duration LONGEST_WAIT = Duration.ofSeconds(25);
  static final Duration AGE = Duration.ofHours(24);
  static final int MOST_HELD = 20_000;
  static final int MOST_WAITING = 4_096;
  static final int MOST_WAITING_OF_ONE = 256;
  private static final int START_ID_BYTES = 6;

  private final String self;
  private final History history;
  private final Waiters waiters;
  private final ScheduledThreadPoolExecutor timer;
  private boolean closed;

  RevocationFeed(Clock clock) {
    this(startId(), MOST_HELD, new Waiters(MOST_WAITING_OF_ONE, MOST_WAITING), clock);
  }

  RevocationFeed(String self, int mostHeld, Waiters waiters, Clock clock) {
    this.self = self;
    this.history = new History(self, mostHeld, AGE, clock);
    this.waiters = waiters;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "bailiwick-revocation-timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  private static String startId() {
    byte[] bytes = new byte[START_ID_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** This start of this node, as other nodes know it. */
  String self() {
    return self;
  }

  /** Why a follower isn't answered. */
  enum Busy {
    /** The service waits too often. */
    SERVICE,
    /** Too many wait in all, or the server is going down. */
    SERVER
  }

  /** A follower isn't answered now, and may come again. */
  static final class TooBusy extends Exception {
    private static final long serialVersionUID = 1L;
    private final Busy busy;

    TooBusy(Busy busy) {
      super(busy.name());
      this.busy = busy;
    }

    Busy busy() {
      return busy;
    }
  }

  /** From where a follower without a cursor goes on. */
  synchronized Reading present() {
    return new Reading(false, history.present(), List.of(), false);
  }

  /** All that is held for a service, as much of it as goes into one answer, and since when. */
  synchronized Reading oldest(String realm, String service) {
    return history
        .read(history.oldest(), realm, service, AT_ONCE)
        .completeSince(history.completeSince());
  }

  /**
   * What there is for a service, at once where there is something, else as soon as there is, and
   * empty at the end of the wait.
   */
  CompletionStage<Reading> read(Cursor cursor, String realm, String service, Duration wait)
      throws TooBusy {
    Waiters.Waiter waiter;
    synchronized (this) {
      Reading now = history.read(cursor, realm, service, AT_ONCE);
      if (!now.isEmpty() || wait.isZero()) {
        return CompletableFuture.completedFuture(now);
      }
      if (closed || !waiters.hasRoom()) {
        throw new TooBusy(Busy.SERVER);
      }
      if (!waiters.hasRoomFor(realm, service)) {
        throw new TooBusy(Busy.SERVICE);
      }
      waiter = new Waiters.Waiter(now.cursor(), realm, service);
      waiters.add(waiter);
    }
    ScheduledFuture<?> end =
        timer.schedule(() -> timeOut(waiter), wait.toMillis(), TimeUnit.MILLISECONDS);
    waiter.answer().whenComplete((reading, failed) -> end.cancel(false));
    return waiter.answer();
  }

  private void timeOut(Waiters.Waiter waiter) {
    Reading reading;
    synchronized (this) {
      if (!waiters.remove(waiter)) {
        return;
      }
      reading = reading(waiter);
    }
    waiter.answer().complete(reading);
  }

  private Reading reading(Waiters.Waiter waiter) {
    return history.read(waiter.cursor(), waiter.realm(), waiter.service(), AT_ONCE);
  }

  /**
   * Takes in this node's own notices and tells those who wait for them.
   *
   * @return the number of the first, to be sent to the other nodes
   */
  long append(List<Notice> notices) {
    long first;
    List<Runnable> answers;
    synchronized (this) {
      first = history.append(notices);
      answers = answers();
    }
    answers.forEach(Runnable::run);
    return first;
  }

  /** The number of this node's own last notice. */
  synchronized long last() {
    return history.last();
  }

  /** Takes in another node's; none at all tell that it lives. */
  void receive(String origin, long first, List<Notice> notices) {
    List<Runnable> answers;
    synchronized (this) {
      history.receive(origin, first, notices);
      answers = answers();
    }
    answers.forEach(Runnable::run);
  }

  /** For all who wait for these, and for all whose cursor has become too old. */
  private List<Runnable> answers() {
    List<Runnable> answers = new ArrayList<>();
    for (Waiters.Waiter waiter : waiters.all()) {
      Reading reading = reading(waiter);
      if (reading.isEmpty()) {
        waiter.advance(reading.cursor());
      } else if (waiters.remove(waiter)) {
        answers.add(() -> waiter.answer().complete(reading));
      }
    }
    return answers;
  }

  /** Answers all who wait with what there is; nobody waits any more. */
  @Override
  public void close() {
    List<Runnable> answers = new ArrayList<>();
    synchronized (this) {
      closed = true;
      for (Waiters.Waiter waiter : waiters.all()) {
        waiters.remove(waiter);
        Reading reading = reading(waiter);
        answers.add(() -> waiter.answer().complete(reading));
      }
    }
    answers.forEach(Runnable::run);
    timer.shutdownNow();
  }
}
