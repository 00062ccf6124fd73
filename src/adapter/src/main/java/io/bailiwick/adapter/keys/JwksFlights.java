package io.bailiwick.adapter.keys;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys one flight at a time, however many ask, and no more often than the bucket of tries
 * lets. Keeps what the latest good flight brought, and after each flight sees to it that there is a
 * next in time. Thread-safe.
 */
final class JwksFlights implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(JwksFlights.class.getName());

  /** How long until the next attempt after one that failed, at most, though nobody asks. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final JwksFetch fetch;
  private final String name;
  private final Ages ages;
  private final Duration maxAge;
  private final TryBucket tries;
  private final ExecutorService thread;
  private final ReadCounts counts = new ReadCounts();
  private final ReadAhead next;
  private volatile @Nullable LoadedKeys loaded;
  private volatile @Nullable KeyFailure failure;
  private @Nullable Flight flying;
  private boolean closed;

  /** One attempt. */
  static final class Flight {
    private final long begunNanos = System.nanoTime();
    private final CompletableFuture<LoadedKeys> landed = new CompletableFuture<>();

    /**
     * Waits until it has landed, or until it has flown for {@code patience}: who comes late to a
     * flight that hangs does not wait anew.
     *
     * @return empty where it has not landed yet, or brought nothing
     */
    Optional<LoadedKeys> await(Duration patience) {
      long left = patience.toNanos() - (System.nanoTime() - begunNanos);
      try {
        return Optional.of(landed.get(Math.max(0, left), TimeUnit.NANOSECONDS));
      } catch (TimeoutException | ExecutionException e) {
        return Optional.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  /** A flight, and whether it began only when it was asked for. */
  record Boarding(Flight flight, boolean begunNow) {}

  /**
   * @param maxAge how long keys are used before they are read again, at most
   */
  JwksFlights(JwksFetch fetch, String name, Ages ages, Duration maxAge, TryBucket tries) {
    this(fetch, name, ages, maxAge, tries, ReadingThread.named("bailiwick-jwks"));
  }

  /**
   * @param thread for one flight at a time; closed with this
   */
  JwksFlights(
      JwksFetch fetch,
      String name,
      Ages ages,
      Duration maxAge,
      TryBucket tries,
      ExecutorService thread) {
    this.fetch = fetch;
    this.name = name;
    this.ages = ages;
    this.maxAge = maxAge;
    this.tries = tries;
    this.next = new ReadAhead(this);
    this.thread = thread;
  }

  /** What the latest good flight brought; null where there was none yet. */
  @Nullable LoadedKeys loaded() {
    return loaded;
  }

  /** Why the latest attempt failed; empty where it did not. */
  Optional<KeyFailure> failure() {
    return Optional.ofNullable(failure);
  }

  ReadCounts counts() {
    return counts;
  }

  /** How long until a flight begins though nobody asks; empty where none will. */
  Optional<Duration> untilNextRead() {
    return next.left();
  }

  /** Joins the flight that is under way or begins one; empty during the cool-down. */
  synchronized Optional<Boarding> board() {
    if (flying != null) {
      return Optional.of(new Boarding(flying, false));
    }
    if (closed || !tries.take()) {
      return Optional.empty();
    }
    Flight flight = new Flight();
    // first: where no thread can be had, none is under way that would never land
    thread.execute(() -> fly(flight));
    flying = flight;
    return Optional.of(new Boarding(flight, true));
  }

  /** How long until another attempt may begin. */
  synchronized Duration untilNextTry() {
    return tries.untilNext();
  }

  @Override
  public synchronized void close() {
    closed = true;
    next.never();
    thread.shutdownNow();
  }

  /** It is time for the next flight. */
  void readAhead() {
    try {
      if (board().isEmpty()) {
        scheduleNext();
      }
    } catch (RuntimeException | Error e) {
      // no thread, say: the next time there may be one
      scheduleNext();
    }
  }

  private void fly(Flight flight) {
    KeyFailure before = failure;
    try {
      counts.began();
      Ages.Moment begun = ages.now();
      JwksFetch.Fetched fetched = fetch.fetch();
      LoadedKeys earlier = loaded;
      KeySet keys = earlier == null ? fetched.keys() : fetched.keys().keeping(earlier.keys());
      LoadedKeys brought = new LoadedKeys(keys, begun, fetched.freshFor(maxAge));
      loaded = brought;
      land(keys.isEmpty() ? KeyFailure.NO_USABLE_KEY : null);
      flight.landed.complete(brought);
    } catch (FetchFailed e) {
      fail(flight, e.failure());
    } catch (RuntimeException | Error e) {
      // whatever else went wrong, whoever waits must hear of it, and the next attempt must fly
      fail(flight, KeyFailure.INTERNAL_ERROR);
    }
    scheduleNext();
    // last: what logs must not keep anything of the above from happening
    tell(before, failure);
  }

  private void fail(Flight flight, KeyFailure why) {
    land(why);
    flight.landed.completeExceptionally(new FetchFailed(why));
  }

  private synchronized void land(@Nullable KeyFailure why) {
    failure = why;
    flying = null;
    if (why != null) {
      counts.failed(why);
    }
  }

  private synchronized void scheduleNext() {
    if (closed) {
      return;
    }
    LoadedKeys now = loaded;
    Duration age = now == null ? maxAge : now.maxAge();
    if (failure == null && now != null) {
      next.in(age.multipliedBy(4).dividedBy(5));
    } else {
      Duration some = age.dividedBy(5);
      next.in(some.compareTo(RETRY) < 0 ? some : RETRY);
    }
  }

  private void tell(@Nullable KeyFailure before, @Nullable KeyFailure now) {
    if (now != null && now != before) {
      LOG.log(System.Logger.Level.WARNING, "The keys of {0} can''t be read: {1}", name, now);
    } else if (now == null && before != null) {
      LOG.log(System.Logger.Level.INFO, "The keys of {0} can be read again", name);
    }
  }
}
