package io.bailiwick.adapter.keys;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Begins a read when it is time, though nobody asks. By the JDK's own timer, which has one thread
 * for the whole process, and through a weak reference: a source that was dropped without being
 * closed is not read for ever. Where the timer fails, tokens begin reads as well. Thread-safe.
 */
final class ReadAhead {
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final WeakReference<JwksFlights> flights;
  private final AtomicReference<@Nullable Alarm> next = new AtomicReference<>();

  private record Alarm(long dueNanos) {}

  ReadAhead(JwksFlights flights) {
    this.flights = new WeakReference<>(flights);
  }

  /**
   * In place of whatever was due before; a little earlier, so that a fleet does not ask at once.
   */
  void in(Duration wait) {
    long most = Math.max(LEAST_NANOS, wait.toNanos());
    long nanos = most - ThreadLocalRandom.current().nextLong(most / 8 + 1);
    Alarm alarm = new Alarm(System.nanoTime() + nanos);
    next.set(alarm);
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run)
        .execute(() -> ring(alarm));
  }

  void never() {
    next.set(null);
  }

  Optional<Duration> left() {
    Alarm alarm = next.get();
    return alarm == null
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, alarm.dueNanos - System.nanoTime())));
  }

  private void ring(Alarm alarm) {
    JwksFlights now = flights.get();
    if (now != null && next.compareAndSet(alarm, null)) {
      now.readAhead();
    }
  }
}
