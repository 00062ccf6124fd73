package io.bailiwick.adapter.proof;

import io.bailiwick.adapter.token.Caller.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

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

  private record Taken(Share share, long until) {}

  private final Clock clock;
  private final int capacity;
  private final Map<Entry, Taken> taken = new LinkedHashMap<>();
  private final Map<Identity, Share> shares = new HashMap<>();

  private ReplayMemory(Clock clock, int capacity) {
    this.clock = clock;
    this.capacity = capacity;
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
    synchronized (taken) {
      forget(clock.millis());
      if (taken.containsKey(entry)) {
        return Outcome.SEEN;
      }
      if (isCrowded(holder)) {
        return Outcome.CROWDED;
      }
      Share share = shares.computeIfAbsent(holder, Share::new);
      share.count++;
      taken.put(entry, new Taken(share, until.toEpochMilli()));
      return Outcome.FIRST;
    }
  }

  /** How many are remembered now. */
  public int size() {
    synchronized (taken) {
      return taken.size();
    }
  }

  private boolean isCrowded(Identity holder) {
    Share share = shares.get(holder);
    return (share == null ? 0 : share.count) >= (capacity - taken.size()) / 2;
  }

  /** In the order in which they came, which is that of their end as long as the clock runs on. */
  private void forget(long now) {
    Iterator<Taken> oldest = taken.values().iterator();
    for (int i = 0; oldest.hasNext() && (i < STEPS || taken.size() >= capacity / 2); i++) {
      Taken one = oldest.next();
      if (one.until > now) {
        return;
      }
      oldest.remove();
      if (--one.share.count == 0) {
        shares.remove(one.share.holder);
      }
    }
  }

  private static Entry entry(String thumbprint, String id) {
    byte[] digest = Sha256.digest((thumbprint + ' ' + id).getBytes(StandardCharsets.UTF_8));
    ByteBuffer start = ByteBuffer.wrap(digest);
    return new Entry(start.getLong(), start.getLong());
  }
}
