package io.bailiwick.adapter.life;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one timer: tells each deadline when its time has come by the clock. One daemon thread for
 * all, which is there while there are any; to set, move and cancel one costs the logarithm of how
 * many there are, and what is cancelled is let go at once. Thread-safe.
 *
 * <p>The clock is looked at twice a second at least, since wall clocks get set: set forward, what
 * is due comes within that time; set back, it comes when the clock has it.
 */
final class Deadlines implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ConnectionRegistry.class.getName());
  private static final long LOOK_MILLIS = 500;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int AT_ONCE = 256;

  /** Something with a time; in no more than one of these. */
  abstract static class Deadline {
    // under the lock; the place in the heap, or -1
    private long due;
    private int place = -1;

    /** On the timer's thread, without a lock: quick. It is set no more until it is set again. */
    abstract void come();
  }

  private final Clock clock;
  private final ThreadFactory threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Deadline> heap = new ArrayList<>();
  private @Nullable Thread thread;
  private boolean closed;

  Deadlines(Clock clock) {
    this(
        clock,
        task -> {
          Thread thread = new Thread(task, "bailiwick-life");
          thread.setDaemon(true);
          return thread;
        });
  }

  Deadlines(Clock clock, ThreadFactory threads) {
    this.clock = clock;
    this.threads = threads;
  }

  /**
   * Sets it, or moves it where it is set.
   *
   * @param due in milliseconds of the epoch
   */
  void set(Deadline deadline, long due) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (deadline.place < 0) {
        deadline.place = heap.size();
        heap.add(deadline);
      }
      deadline.due = due;
      settle(deadline);
      if (thread == null) {
        // known once it runs: where none can be had, the next call tries again
        Thread timer = threads.newThread(this::run);
        timer.start();
        thread = timer;
      }
      if (deadline.place == 0) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** It does not come any more, unless it is coming just now. */
  void cancel(Deadline deadline) {
    lock.lock();
    try {
      remove(deadline);
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return heap.size();
    } finally {
      lock.unlock();
    }
  }

  /** Whether its thread lives. */
  boolean isRunning() {
    lock.lock();
    try {
      return thread != null && thread.isAlive();
    } finally {
      lock.unlock();
    }
  }

  /** None comes any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      heap.forEach(each -> each.place = -1);
      heap.clear();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Those whose time has come, which are set no more; the first to come first. */
  List<Deadline> due(int most) {
    List<Deadline> due = new ArrayList<>();
    lock.lock();
    try {
      long now = clock.millis();
      while (!heap.isEmpty() && heap.get(0).due <= now && due.size() < most) {
        Deadline first = heap.get(0);
        remove(first);
        due.add(first);
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      try {
        List<Deadline> due = due(AT_ONCE);
        due.forEach(each -> Calls.quietly(each::come));
        if (due.isEmpty() && !await()) {
          return;
        }
      } catch (RuntimeException | Error e) {
        // a clock that throws, or no memory: the others' deadlines still are to come
        LOG.log(Level.ERROR, "The timer of connections goes on after " + e.getClass().getName());
        pause();
      }
    }
  }

  /** Waits for a while, and says whether to go on: the caller looks again in any case. */
  @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
  private boolean await() {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      if (heap.isEmpty()) {
        // then the next one starts another
        if (changed.awaitNanos(IDLE_NANOS) <= 0 && heap.isEmpty()) {
          thread = null;
          return false;
        }
      } else {
        long left = heap.get(0).due - clock.millis();
        if (left > 0) {
          changed.await(Math.min(left, LOOK_MILLIS), TimeUnit.MILLISECONDS);
        }
      }
      return !closed;
    } catch (InterruptedException e) {
      // nobody's to interrupt but ours
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // any while will do
  private void pause() {
    lock.lock();
    try {
      if (!closed) {
        changed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      // as above
    } finally {
      lock.unlock();
    }
  }

  private void remove(Deadline deadline) {
    int place = deadline.place;
    if (place < 0) {
      return;
    }
    Deadline last = heap.remove(heap.size() - 1);
    deadline.place = -1;
    if (last != deadline) {
      heap.set(place, last);
      last.place = place;
      settle(last);
    }
  }

  /** Moves it to where it belongs in the heap. */
  private void settle(Deadline deadline) {
    int place = deadline.place;
    while (place > 0 && deadline.due < heap.get((place - 1) / 2).due) {
      place = put(heap.get((place - 1) / 2), place, (place - 1) / 2);
    }
    while (2 * place + 1 < heap.size()) {
      int child = 2 * place + 1;
      if (child + 1 < heap.size() && heap.get(child + 1).due < heap.get(child).due) {
        child++;
      }
      if (deadline.due <= heap.get(child).due) {
        break;
      }
      place = put(heap.get(child), place, child);
    }
    heap.set(place, deadline);
    deadline.place = place;
  }

  /** Moves one to a place; its own is free then. */
  private int put(Deadline moved, int place, int free) {
    heap.set(place, moved);
    moved.place = place;
    return free;
  }
}
