package io.bailiwick.adapter.hook;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where hooks run: on threads of their own, each for its time, so many at once and no more. None
 * are kept while nothing runs. Thread-safe.
 */
final class HookThreads implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HookRunner.class.getName());
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration LATER = Duration.ofSeconds(5);

  private final HookLimits limits;
  private final Semaphore room;
  private final ThreadPoolExecutor opening;
  private final ThreadPoolExecutor closing;
  private final ScheduledThreadPoolExecutor timer;
  private final ConcurrentHashMap<Object, Integer> ofCaller = new ConcurrentHashMap<>();

  HookThreads(HookLimits limits) {
    this.limits = limits;
    room = new Semaphore(limits.threads());
    opening =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            daemons("bailiwick-hook"));
    // what is to be told of an end is told: those that wait are bounded where connections open
    closing =
        new ThreadPoolExecutor(
            limits.closingThreads(),
            limits.closingThreads(),
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            daemons("bailiwick-hook-end"));
    closing.allowCoreThreadTimeOut(true);
    timer = new ScheduledThreadPoolExecutor(1, daemons("bailiwick-hook-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  /**
   * What it returns, within its time.
   *
   * @param who whose it is, for the bound of each caller
   * @throws Refused where there is no room for it, it takes too long, or it throws
   */
  <T> T call(Object who, Callable<T> hook) {
    Place place = new Place(who);
    FutureTask<T> task = new FutureTask<>(() -> place.left(hook));
    try {
      opening.execute(
          () -> {
            task.run();
            // one that was given up before it began
            place.leave();
          });
    } catch (RejectedExecutionException e) {
      place.leave();
      throw unavailable();
    } catch (OutOfMemoryError e) {
      // no thread is to be had
      place.leave();
      throw e;
    }
    try {
      return task.get(limits.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw unavailable();
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw unavailable();
    } catch (ExecutionException e) {
      throw new Refused(Refusal.meaningOf(cause(e)));
    }
  }

  /** Runs that when there is a thread for it; what it throws is told to nobody but the log. */
  void atEnd(Callable<?> hook) {
    try {
      closing.execute(() -> timed(hook));
    } catch (RejectedExecutionException e) {
      // after the end of all there is nobody else to do it
      timed(hook);
    }
  }

  /**
   * @throws Refused while too many wait to be told of an end
   */
  void requireRoom() {
    if (waiting() >= limits.closing()) {
      throw unavailable();
    }
  }

  /** Interrupts what runs, and gives what has to be told of an end some time. */
  @Override
  public void close() {
    opening.shutdownNow();
    closing.shutdown();
    try {
      if (!closing.awaitTermination(limits.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
        closing.shutdownNow();
      }
    } catch (InterruptedException e) {
      closing.shutdownNow();
      Thread.currentThread().interrupt();
    }
    timer.shutdownNow();
  }

  /** How many threads there are, for hooks of whatever kind. */
  int size() {
    return opening.getPoolSize() + closing.getPoolSize();
  }

  /** How many hooks may begin now. */
  int room() {
    return room.availablePermits();
  }

  /** How many wait to be told of an end. */
  int waiting() {
    return closing.getQueue().size();
  }

  /** Whether nobody is counted any more. */
  boolean isIdle() {
    return ofCaller.isEmpty();
  }

  private void timed(Callable<?> hook) {
    FutureTask<?> task = new FutureTask<>(hook);
    ScheduledFuture<?> late = null;
    try {
      late =
          timer.schedule(() -> task.cancel(true), limits.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // closed: it runs for as long as the process lets it
    }
    task.run();
    if (late != null) {
      late.cancel(false);
    }
    try {
      task.get();
    } catch (CancellationException e) {
      // the interrupt was for it, and not for whoever comes next
      Thread.interrupted();
      LOG.log(System.Logger.Level.WARNING, "onDisconnect took too long and was interrupted");
    } catch (ExecutionException e) {
      // which logs it under an id, unless it is a refusal
      Refusal.meaningOf(cause(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One of those that run at once; taken until the hook is over, be it given up before. */
  private final class Place {
    private final Object who;
    private final AtomicBoolean left = new AtomicBoolean();

    /**
     * @throws Refused where there is none
     */
    Place(Object who) {
      this.who = who;
      ofCaller.compute(who, (same, now) -> oneMore(now == null ? 0 : now));
      if (!room.tryAcquire()) {
        oneLess();
        throw unavailable();
      }
    }

    /** Runs it, and leaves before whoever waits for it knows. */
    <T> T left(Callable<T> hook) throws Exception {
      try {
        return hook.call();
      } finally {
        leave();
      }
    }

    void leave() {
      if (left.compareAndSet(false, true)) {
        room.release();
        oneLess();
      }
    }

    private int oneMore(int now) {
      if (now >= limits.perCaller()) {
        throw new Refused(Refusal.rateLimited(LATER));
      }
      return now + 1;
    }

    private void oneLess() {
      ofCaller.computeIfPresent(who, (same, now) -> now == 1 ? null : now - 1);
    }
  }

  private static Throwable cause(ExecutionException thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : cause;
  }

  private static Refused unavailable() {
    return new Refused(Refusal.unavailable(LATER));
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
