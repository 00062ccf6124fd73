package io.bailiwick.adapter.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys one flight at a time, however many ask, and no more often than the bucket of tries
 * lets. Keeps what the latest good flight brought. Thread-safe.
 */
final class JwksFlights implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(JwksFlights.class.getName());

  private final JwksFetch fetch;
  private final String name;
  private final Clock clock;
  private final TryBucket tries;
  private final ThreadPoolExecutor thread;
  private volatile @Nullable Loaded loaded;
  private volatile @Nullable KeyFailure failure;
  private @Nullable Flight flying;
  private boolean closed;

  /** What a flight brought. As old as its beginning: what changed after that it may have missed. */
  record Loaded(KeySet keys, Instant at) {}

  /** One attempt. */
  static final class Flight {
    private final long begunNanos = System.nanoTime();
    private final CompletableFuture<Loaded> landed = new CompletableFuture<>();

    /**
     * Waits until it has landed, or until it has flown for {@code patience}: who comes late to a
     * flight that hangs does not wait anew.
     *
     * @return empty where it has not landed yet, or brought nothing
     */
    Optional<Loaded> await(Duration patience) {
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

  JwksFlights(JwksFetch fetch, String name, Clock clock, TryBucket tries) {
    this(
        fetch,
        name,
        clock,
        tries,
        task -> {
          Thread daemon = new Thread(task, "bailiwick-jwks");
          daemon.setDaemon(true);
          return daemon;
        });
  }

  JwksFlights(JwksFetch fetch, String name, Clock clock, TryBucket tries, ThreadFactory threads) {
    this.fetch = fetch;
    this.name = name;
    this.clock = clock;
    this.tries = tries;
    this.thread =
        new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    thread.allowCoreThreadTimeOut(true);
  }

  Optional<Loaded> loaded() {
    return Optional.ofNullable(loaded);
  }

  /** Why the latest attempt failed; empty where it did not. */
  Optional<KeyFailure> failure() {
    return Optional.ofNullable(failure);
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
    thread.shutdownNow();
  }

  private void fly(Flight flight) {
    Instant begun = clock.instant();
    try {
      Loaded earlier = loaded;
      KeySet read = fetch.fetch();
      Loaded brought = new Loaded(earlier == null ? read : read.keeping(earlier.keys), begun);
      KeyFailure before = failure;
      loaded = brought;
      failure = brought.keys().isEmpty() ? KeyFailure.NO_USABLE_KEY : null;
      if (before != null && failure == null) {
        LOG.log(System.Logger.Level.INFO, "The keys of {0} can be read again", name);
      }
      land();
      flight.landed.complete(brought);
    } catch (FetchFailed e) {
      fail(flight, e.failure());
    } catch (RuntimeException | Error e) {
      // whatever else went wrong, whoever waits must hear of it, and the next attempt must fly
      fail(flight, KeyFailure.MALFORMED);
    }
  }

  private void fail(Flight flight, KeyFailure why) {
    if (failure != why) {
      LOG.log(System.Logger.Level.WARNING, "The keys of {0} can''t be read: {1}", name, why);
    }
    failure = why;
    land();
    flight.landed.completeExceptionally(new FetchFailed(why));
  }

  private synchronized void land() {
    flying = null;
  }
}
