package io.bailiwick.adapter.keys;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a file, one look at a time and in a thread of its own: where the file system hangs, that
 * thread hangs with it and no other. Who asks for a look waits for its share at most, which begins
 * with the look, so that who comes later to one that hangs does not wait at all. The thread is a
 * daemon, and is there only while there is something to look at. Thread-safe.
 */
final class FileLooks implements AutoCloseable {
  private final Runnable look;
  private final Runnable overdue;
  private final Duration share;
  private final ExecutorService thread;
  private @Nullable Look underWay;
  private boolean closed;

  private static final class Look {
    private final long begunNanos = System.nanoTime();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean told = new AtomicBoolean();

    long left(Duration share) {
      return share.toNanos() - (System.nanoTime() - begunNanos);
    }
  }

  /** A look, and whether it began only when it was asked for. */
  private record Boarding(Look look, boolean begunNow) {}

  /**
   * @param look never two of it at once, and each sees what the one before it did
   * @param overdue what to do about a look that did not end in its share; once for each
   * @param share how long anybody waits for one
   */
  FileLooks(Runnable look, Runnable overdue, Duration share) {
    this.look = look;
    this.overdue = overdue;
    this.share = share;
    this.thread = ReadingThread.named("bailiwick-jwks-file");
  }

  /**
   * Waits for a look that began after the question.
   *
   * @return whether there was one, and it has ended
   */
  boolean fresh() {
    Optional<Boarding> first = board();
    if (first.isEmpty() || !await(first.get().look())) {
      return false;
    }
    if (first.get().begunNow()) {
      return true;
    }
    // it may have read the file before it changed; whoever began the next, that one can't have
    return board().map(next -> await(next.look())).orElse(false);
  }

  /**
   * Begins a look and waits for it; who need not wait for another's does not.
   *
   * @return whether it has ended
   */
  boolean unlessUnderWay() {
    return board().filter(Boarding::begunNow).map(mine -> await(mine.look())).orElse(false);
  }

  /** Whether one is under way that has had its share. */
  synchronized boolean hangs() {
    return underWay != null && underWay.left(share) <= 0;
  }

  @Override
  public synchronized void close() {
    closed = true;
    thread.shutdownNow();
  }

  /** Joins the look that is under way or begins one; empty where no thread can be had. */
  private synchronized Optional<Boarding> board() {
    if (underWay != null) {
      return Optional.of(new Boarding(underWay, false));
    }
    if (closed) {
      return Optional.empty();
    }
    Look mine = new Look();
    try {
      thread.execute(() -> run(mine));
    } catch (RuntimeException | OutOfMemoryError e) {
      return Optional.empty();
    }
    underWay = mine;
    return Optional.of(new Boarding(mine, true));
  }

  private boolean await(Look waited) {
    try {
      if (waited.ended.await(waited.left(share), TimeUnit.NANOSECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    if (waited.told.compareAndSet(false, true)) {
      overdue.run();
    }
    return false;
  }

  private void run(Look mine) {
    try {
      look.run();
    } finally {
      end(mine);
    }
  }

  private void end(Look mine) {
    synchronized (this) {
      underWay = null;
    }
    mine.ended.countDown();
  }
}
