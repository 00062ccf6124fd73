package io.bailiwick.adapter.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few objects that one thread at a time may use. Not one per thread: there may be a thread for
 * every connection, and each would keep its own for life. A thread looks in a place of its own
 * first, so that threads seldom meet; where it finds none, it makes one, and where its place is
 * taken meanwhile, that one is dropped. Thread-safe, without locks; it never holds more than {@link
 * #places()}.
 */
public final class StripedPool<T> {
  /** Elements between two places: each has a cache line of its own. */
  private static final int STRIDE = 16;

  private static final int PLACES =
      Math.min(
          64, Integer.highestOneBit(Math.max(1, Runtime.getRuntime().availableProcessors())) * 4);

  private final AtomicReferenceArray<@Nullable T> places =
      new AtomicReferenceArray<>(PLACES * STRIDE);

  /** How many it holds at most. */
  public static int places() {
    return PLACES;
  }

  /** One that nobody else has, or null. */
  public @Nullable T take() {
    int place = place();
    // read first: to swap a null for a null would still take the line from the others
    return places.getPlain(place) == null ? null : places.getAndSet(place, null);
  }

  /** Gives back one that is fit for the next; whoever is not sure that it is drops it. */
  public void give(T one) {
    places.compareAndSet(place(), null, one);
  }

  private static int place() {
    // ids are given out in order: threads of one pool are neighbours, and so never share a place
    return ((int) Thread.currentThread().getId() & (PLACES - 1)) * STRIDE;
  }
}
