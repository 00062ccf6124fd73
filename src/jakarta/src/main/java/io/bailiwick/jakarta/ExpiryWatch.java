package io.bailiwick.jakarta;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs something once an instant has passed by the given clock. Daemon threads only: one that
 * waits, and {@value #CLOSERS} others at most that close, since closing a socket may block on a
 * slow peer and must not hold up the next one's expiry. Thread-safe.
 */
final class ExpiryWatch implements AutoCloseable {
  /** Each of these waits for a slow peer for five seconds at most. */
  static final int CLOSERS = 8;

  private static final long IDLE_SECONDS = 30;

  private final Clock clock;
  private final ScheduledThreadPoolExecutor timer;
  private final ExecutorService closers;

  ExpiryWatch(Clock clock) {
    this.clock = clock;
    ThreadFactory daemon =
        task -> {
          Thread thread = new Thread(task, "bailiwick-expiry");
          thread.setDaemon(true);
          return thread;
        };
    timer = new ScheduledThreadPoolExecutor(1, daemon);
    timer.setRemoveOnCancelPolicy(true);
    // what waits is as many as may be watched at once, which is bounded
    ThreadPoolExecutor few =
        new ThreadPoolExecutor(
            CLOSERS, CLOSERS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemon);
    few.allowCoreThreadTimeOut(true);
    closers = few;
  }

  /** Calls {@code expired} as soon as {@code instant} has come; at once if it has. */
  Watched at(Instant instant, Runnable expired) {
    Watched watched = new Watched(instant, expired);
    watched.look();
    return watched;
  }

  /** Whether it is that late. */
  boolean hasCome(Instant instant) {
    return !clock.instant().isBefore(instant);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    closers.shutdown();
  }

  final class Watched {
    private final Instant instant;
    private final Runnable expired;
    private Future<?> next = new CompletableFuture<>();
    private boolean cancelled;

    private Watched(Instant instant, Runnable expired) {
      this.instant = instant;
      this.expired = expired;
    }

    /** Looks at the clock again rather than trusting the timer: wall clocks get set. */
    private synchronized void look() {
      if (cancelled) {
        return;
      }
      if (hasCome(instant)) {
        closers.execute(expired);
      } else {
        long left = Duration.between(clock.instant(), instant).toMillis() + 1;
        long millis = Math.min(left, TimeUnit.MINUTES.toMillis(1));
        next = timer.schedule(this::look, millis, TimeUnit.MILLISECONDS);
      }
    }

    synchronized void cancel() {
      cancelled = true;
      next.cancel(false);
    }
  }
}
