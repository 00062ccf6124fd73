package io.bailiwick.adapter.life;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that tell peers: to close a socket may block on a slow one, and must not hold up the
 * timer or whoever revokes. Some at most, and none while nothing is told. Thread-safe.
 */
final class Closers implements AutoCloseable {
  private static final int THREADS = 32;
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final ThreadPoolExecutor threads;

  Closers() {
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, "bailiwick-closer");
          thread.setDaemon(true);
          return thread;
        };
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            daemons);
    threads.allowCoreThreadTimeOut(true);
  }

  void tell(Runnable call) {
    try {
      threads.execute(() -> Calls.quietly(call));
    } catch (RejectedExecutionException e) {
      // after the end there is nobody else to do it
      Calls.quietly(call);
    }
  }

  /** Waits for what was to be told, for a while. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
