package io.bailiwick.adapter.life;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads that call what others have written: to close a socket may block on a slow peer, and must
 * not hold up the timer or whoever revokes. Some at most, and none while nothing is called.
 * Thread-safe.
 *
 * <p>A call that hangs holds up others for a moment only: then its thread counts no more and
 * another takes its place, up to {@value #MOST_LATE} of them. It is interrupted after some seconds;
 * where that does not help either, it keeps its thread. Beyond so many the others wait for the
 * interrupts.
 */
final class Closers implements AutoCloseable {
  /** How many calls may hang beside those that are under way. */
  static final int MOST_LATE = 512;

  private static final Duration LATE = Duration.ofMillis(250);
  private static final Duration TOO_LATE = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final int atOnce;
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor watch;
  private int late;

  /**
   * @param name of the threads
   * @param atOnce how many calls are under way at once, those that hang apart
   */
  Closers(String name, int atOnce) {
    this.atOnce = atOnce;
    this.threads =
        new ThreadPoolExecutor(
            atOnce,
            atOnce + MOST_LATE,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            daemons(name));
    threads.allowCoreThreadTimeOut(true);
    this.watch = new ScheduledThreadPoolExecutor(1, daemons(name + "-watch"));
    watch.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
    watch.allowCoreThreadTimeOut(true);
    watch.setRemoveOnCancelPolicy(true);
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  void tell(Runnable call) {
    try {
      threads.execute(new Watched(call));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // after the end, or where no thread is to be had, there is nobody else to do it
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
    } finally {
      watch.shutdownNow();
    }
  }

  private synchronized boolean isRoomForLate() {
    if (late == MOST_LATE) {
      return false;
    }
    late++;
    threads.setCorePoolSize(atOnce + late);
    return true;
  }

  private synchronized void isLateNoMore() {
    late--;
    threads.setCorePoolSize(atOnce + late);
  }

  /** One call, and how it is going. */
  private final class Watched implements Runnable {
    private final Runnable call;
    // under this object's lock
    private @Nullable Thread thread;
    private @Nullable Future<?> next;
    private boolean outOfCount;

    Watched(Runnable call) {
      this.call = call;
    }

    @Override
    public void run() {
      try {
        begin();
        Calls.quietly(call);
      } finally {
        end();
      }
    }

    private synchronized void begin() {
      thread = Thread.currentThread();
      try {
        next = after(LATE, this::late);
      } catch (OutOfMemoryError e) {
        // unwatched is better than undone
        next = null;
      }
    }

    private synchronized void late() {
      if (thread != null) {
        outOfCount = isRoomForLate();
        next = after(TOO_LATE, this::tooLate);
      }
    }

    private synchronized void tooLate() {
      if (thread != null) {
        thread.interrupt();
      }
    }

    private synchronized void end() {
      thread = null;
      if (next != null) {
        next.cancel(false);
      }
      if (outOfCount) {
        isLateNoMore();
      }
      // it was meant for this call, and not for the next one
      Thread.interrupted();
    }

    /** Null at the end of all, when nobody watches any more. */
    private @Nullable Future<?> after(Duration time, Runnable look) {
      try {
        return watch.schedule(look, time.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        return null;
      }
    }
  }
}
