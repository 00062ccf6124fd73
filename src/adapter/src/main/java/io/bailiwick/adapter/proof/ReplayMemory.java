package io.bailiwick.adapter.proof;

import io.bailiwick.adapter.token.Caller.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Used proofs, in this process: bounded, and closed where it is full. Nothing is forgotten before
 * its time, since whoever could push entries out could use proofs of others again; and no holder of
 * tokens may take the room of the others, however many keys it has: each may have half as many as
 * there is still room for (one alone a third of all), so that the more is taken the less a busy one
 * gets, and a quiet one still finds room. Thread-safe.
 *
 * <p>A holder is who a token was made for: issuer, subject and client. Where all requests of a
 * gateway come as one, a memory of {@value #CAPACITY} and the window of {@link DpopProofs} (60
 * seconds, and 10 ahead) leave it some 1,200 requests a second for as long as it is alone; where
 * that is not enough, make one with more room. Who can become many subjects or clients can still
 * take much of the room: to bound that is for the rate limits in front of issuer and service.
 *
 * <p>A clock that is set back lets no used proof in: what has the end of one that is forgotten, or
 * an earlier one, counts as seen. Where the clock was ahead for so long that proofs of that time
 * were forgotten, new ones are refused until it is as late again: restart the service then.
 *
 * <p>A memory starts empty, so proofs that were made before it did are refused: {@link #since()}.
 * It counts in whole seconds, as proofs do. What a client has made with a later time than its own
 * start, by a clock that is ahead, and used just before a restart, would be taken once more; only
 * {@link DpopNonces#ofProcess nonces of the process}, or a memory that outlives it, rule that out.
 */
public final class ReplayMemory implements ProofReplays {
  /** How many proofs are remembered unless told: some 30 MB if it is ever full. */
  public static final int CAPACITY = 1 << 18;

  /** The fewest that make sense. */
  private static final int LEAST = 64;

  /** How many of the old are forgotten with each that is new. */
  private static final int STEPS = 4;

  /** 128 bits of SHA-256 over key and id: nobody finds two proofs of one key with the same. */
  private record Entry(long high, long low) {}

  /** What one holder has of the room. */
  private static final class Share {
    private final Identity holder;
    private int count;

    Share(Identity holder) {
      this.holder = holder;
    }
  }

  private record Taken(Entry entry, Share share, long until) implements Comparable<Taken> {
    @Override
    public int compareTo(Taken other) {
      return Long.compare(until, other.until);
    }
  }

  private final Clock clock;
  private final int capacity;
  private final Instant since;
  private final Set<Entry> taken = new HashSet<>();
  private final PriorityQueue<Taken> byEnd = new PriorityQueue<>();
  private final Map<Identity, Share> shares = new HashMap<>();
  private long forgotten = Long.MIN_VALUE;

  private ReplayMemory(Clock clock, int capacity) {
    this.clock = clock;
    this.capacity = capacity;
    this.since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** One of {@value #CAPACITY} proofs. */
  public static ReplayMemory of(Clock clock) {
    return of(clock, CAPACITY);
  }

  /**
   * @throws IllegalArgumentException where there is room for fewer than 64 proofs
   */
  public static ReplayMemory of(Clock clock, int capacity) {
    if (capacity < LEAST) {
      throw new IllegalArgumentException("A memory of proofs has room for at least " + LEAST);
    }
    return new ReplayMemory(clock, capacity);
  }

  @Override
  public Outcome take(Identity holder, String thumbprint, String id, Instant until) {
    Entry entry = entry(thumbprint, id);
    long end = until.toEpochMilli();
    synchronized (taken) {
      forget(clock.millis());
      if (end <= forgotten || taken.contains(entry)) {
        return Outcome.SEEN;
      }
      if (isCrowded(holder)) {
        return Outcome.CROWDED;
      }
      Share share = shares.computeIfAbsent(holder, Share::new);
      share.count++;
      taken.add(entry);
      byEnd.add(new Taken(entry, share, end));
      return Outcome.FIRST;
    }
  }

  @Override
  public Instant since() {
    return since;
  }

  /** How many are remembered now. */
  public int size() {
    synchronized (taken) {
      return taken.size();
    }
  }

  /** How many there is room for. */
  public int capacity() {
    return capacity;
  }

  private boolean isCrowded(Identity holder) {
    Share share = shares.get(holder);
    return (share == null ? 0 : share.count) >= (capacity - taken.size()) / 2;
  }

  /** In the order of their end, whatever the clock did since they came. */
  private void forget(long now) {
    for (int i = 0; i < STEPS || taken.size() >= capacity / 2; i++) {
      Taken first = byEnd.peek();
      if (first == null || first.until > now) {
        return;
      }
      byEnd.remove();
      taken.remove(first.entry);
      forgotten = Math.max(forgotten, first.until);
      if (--first.share.count == 0) {
        shares.remove(first.share.holder);
      }
    }
  }

  private static Entry entry(String thumbprint, String id) {
    byte[] digest = Sha256.digest((thumbprint + ' ' + id).getBytes(StandardCharsets.UTF_8));
    ByteBuffer start = ByteBuffer.wrap(digest);
    return new Entry(start.getLong(), start.getLong());
  }
}
