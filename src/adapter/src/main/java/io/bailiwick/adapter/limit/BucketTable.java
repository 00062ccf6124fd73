package io.bailiwick.adapter.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of one limit in this process, in a fixed number of places. Each has eight that it may
 * be in, and nobody outside can tell which; where all are taken, the one that has most left makes
 * room. One that is full again says nothing and goes first, so nothing is lost as long as few are
 * in use at once; and one that is used up goes only where the seven beside it are used up as well.
 * Whoever wants to be forgotten has to use up a table full of others for it, which is to do many
 * times over what it is kept from.
 *
 * <p>By hand, since a general cache evicts by age or use, and it is the age of others that a flood
 * makes. To find one takes no lock, to add one a lock of its own part. Thread-safe.
 */
final class BucketTable {
  private static final int WAYS = 8;
  private static final int LOCKS = 64;

  private final Rate rate;
  private final TimeMeter time;
  private final AtomicReferenceArray<@Nullable Entry> places;
  private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();
  private final LongAdder forgotten = new LongAdder();

  private record Entry(Counted who, Bucket bucket) {}

  /**
   * @param most how many there are places for, rounded up to a power of two
   */
  BucketTable(Rate rate, TimeMeter time, int most) {
    this.rate = rate;
    this.time = time;
    int size = Math.max(WAYS, Integer.highestOneBit(Math.max(1, most - 1)) << 1);
    this.places = new AtomicReferenceArray<>(size);
  }

  /** Null where there is none, and so all is left. */
  @Nullable Bucket find(Counted who) {
    int first = first(who);
    for (int i = first; i < first + WAYS; i++) {
      Entry entry = places.get(i);
      if (entry != null && entry.who.equals(who)) {
        return entry.bucket;
      }
    }
    return null;
  }

  Bucket findOrAdd(Counted who) {
    Bucket found = find(who);
    return found == null ? add(who) : found;
  }

  /** How many were forgotten before they had all back. */
  long forgotten() {
    return forgotten.sum();
  }

  int size() {
    int size = 0;
    for (int i = 0; i < places.length(); i++) {
      size += places.get(i) == null ? 0 : 1;
    }
    return size;
  }

  int capacity() {
    return places.length();
  }

  private Bucket add(Counted who) {
    int first = first(who);
    synchronized (locks.get((first / WAYS) % LOCKS)) {
      Bucket found = find(who);
      if (found != null) {
        return found;
      }
      int place = makeRoom(first);
      Bucket fresh =
          Bucket.builder()
              .addLimit(
                  Bandwidth.builder()
                      .capacity(rate.count())
                      .refillGreedy(rate.count(), rate.window())
                      .build())
              .withCustomTimePrecision(time)
              .build();
      places.set(place, new Entry(who, fresh));
      return fresh;
    }
  }

  /** A place that is free, or else that of the one that has most left; of several, any. */
  private int makeRoom(int first) {
    int start = ThreadLocalRandom.current().nextInt(WAYS);
    int most = first;
    long left = -1;
    for (int i = 0; i < WAYS; i++) {
      int place = first + (start + i) % WAYS;
      Entry entry = places.get(place);
      if (entry == null) {
        return place;
      }
      long its = entry.bucket.getAvailableTokens();
      if (its > left) {
        left = its;
        most = place;
      }
    }
    if (left < rate.count()) {
      forgotten.increment();
    }
    return most;
  }

  private int first(Counted who) {
    return ((int) who.high() & (places.length() / WAYS - 1)) * WAYS;
  }
}
