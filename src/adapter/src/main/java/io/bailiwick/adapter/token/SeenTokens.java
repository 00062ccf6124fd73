package io.bailiwick.adapter.token;

import io.bailiwick.adapter.keys.JwsAlgorithm;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.keys.VerificationKey;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A bounded table of tokens that verified. To look one up takes no lock and allocates nothing. Room
 * for a new one is made by the clock algorithm: a hand goes round, passes once over what was used
 * since it last came by, and evicts the first that was not. Thread-safe.
 *
 * <p>By hand, since a general cache must be given a key that hashes and equals: that reads all of a
 * token, in a time that depends on what it reads.
 */
final class SeenTokens {
  /** How often the hand passes over something in use, at most: so making room takes no longer. */
  private static final int SECOND_CHANCES = 64;

  private static final int OVER_AT_ONCE = 4;

  private final int maxTokens;
  private final long maxBytes;
  private final TokenText text;

  /** Chains by tag; read without the lock, written under it. */
  private final AtomicReferenceArray<@Nullable Seen> heads;

  private final Object lock = new Object();

  /** Written under the lock. */
  private volatile long epoch;

  // under the lock
  private @Nullable Seen hand;
  private int tokens;
  private long bytes;
  private long evictions;

  /** One token, and what was found of it. */
  static final class Seen {
    private final long tag;
    private final String token;
    private final Verified verified;
    private final KeySource keys;
    private final Optional<String> kid;
    private final JwsAlgorithm algorithm;
    private final long seenAt;
    private final long until;
    private volatile VerificationKey key;
    private volatile boolean used;
    private volatile @Nullable Seen next;

    // under the table's lock; null where it is not in the table
    private @Nullable Seen before;
    private @Nullable Seen after;

    /**
     * @param seenAt since when it is known, in milliseconds of the epoch
     * @param until from then on it is not
     */
    Seen(long tag, String token, Verified verified, long seenAt, long until) {
      this.tag = tag;
      this.token = token;
      this.verified = verified;
      this.seenAt = seenAt;
      this.until = until;
      this.key = verified.key();
      // what is looked at for each hit is here, and the key's own texts rather than the token's:
      // each step to memory that is no longer in a cache of the processor costs as much as the rest
      this.keys = verified.keys();
      this.kid = verified.kid().equals(key.kid()) ? key.kid() : verified.kid();
      this.algorithm = verified.algorithm();
    }

    Verified verified() {
      return verified;
    }

    /**
     * Whether a verification would find it good now, too. Not before it was seen either: a clock
     * that was set back doesn't lengthen its life.
     *
     * @throws io.bailiwick.adapter.keys.KeysUnavailable where that can't be told now
     */
    boolean stands(long now) {
      if (now < seenAt || now >= until) {
        return false;
      }
      Optional<VerificationKey> found = keys.find(kid, algorithm);
      return found.isPresent() && isBy(found.get());
    }

    /** Whether that is the key that verified it, be it read anew meanwhile. */
    private boolean isBy(VerificationKey found) {
      if (found == key) {
        return true;
      }
      if (!found.isSameAs(key)) {
        return false;
      }
      key = found;
      return true;
    }

    void use() {
      // most often it is so already, and to write it would take the line from other cores
      if (!used) {
        used = true;
      }
    }

    /** The text, and what was read from it, which is about three times that and a fixed part. */
    long bytes() {
      return 2048 + 4L * token.length();
    }
  }

  SeenTokens(int maxTokens, long maxBytes, TokenText text) {
    this.maxTokens = maxTokens;
    this.maxBytes = maxBytes;
    this.text = text;
    int places = Integer.highestOneBit(Math.max(16, Math.min(maxTokens, 1 << 24)) - 1) << 1;
    this.heads = new AtomicReferenceArray<>(places);
  }

  /** The very text, compared in constant time; null where it is not there. */
  @Nullable Seen find(String token, long tag) {
    for (Seen one = heads.get(place(tag)); one != null; one = one.next) {
      if (one.tag == tag && text.same(one.token, token)) {
        return one;
      }
    }
    return null;
  }

  /** Ends whenever something is forgotten: what began before may not know of it. */
  long epoch() {
    return epoch;
  }

  /**
   * Takes one in, unless it is too large for the table, or something was forgotten since that
   * epoch: then nobody has asked yet whether this one is to be forgotten, too.
   */
  void put(Seen one, long since) {
    long size = one.bytes();
    synchronized (lock) {
      if (since != epoch || size > maxBytes) {
        return;
      }
      Seen same = inChain(one);
      if (same != null) {
        drop(same);
      }
      dropOver(one.seenAt);
      while (tokens >= maxTokens || bytes + size > maxBytes) {
        evict();
      }
      link(one);
    }
  }

  void remove(Seen one) {
    synchronized (lock) {
      drop(one);
    }
  }

  /**
   * Removes what the predicate says, and what it throws on, be it an {@link Error}. What was found
   * while this went on is handed to nobody who comes after it.
   *
   * @throws RuntimeException the first that the predicate threw, once all were asked; an {@link
   *     Error} likewise
   */
  void forget(Predicate<? super Caller> which) {
    Throwable thrown = null;
    for (Seen one : all()) {
      boolean matches = true;
      try {
        matches = which.test(one.verified.caller());
      } catch (Throwable e) {
        thrown = thrown == null ? e : thrown;
      }
      if (matches) {
        remove(one);
      }
    }
    // what began meanwhile may have found one that was still to be removed, and wait to hand it on
    synchronized (lock) {
      epoch++;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown != null) {
      throw new UndeclaredThrowableException(thrown);
    }
  }

  /** How full it is. */
  Fill fill() {
    synchronized (lock) {
      return new Fill(tokens, bytes, evictions);
    }
  }

  /** How full a table is, and how many were evicted to make room. */
  record Fill(int tokens, long bytes, long evictions) {}

  /** All that are there, of an epoch that ends with this: what is verified now is not in it. */
  private List<Seen> all() {
    synchronized (lock) {
      epoch++;
      List<Seen> all = new ArrayList<>(tokens);
      Seen one = hand;
      for (int i = 0; i < tokens && one != null; i++) {
        all.add(one);
        one = one.after;
      }
      return all;
    }
  }

  private void evict() {
    Seen one = hand;
    for (int i = 0; i < SECOND_CHANCES && one != null && one.used; i++) {
      one.used = false;
      one = one.after;
    }
    if (one != null) {
      hand = one;
      drop(one);
      evictions++;
    }
  }

  /** What is under the hand came longest ago, so it is over first, or nearly so. */
  private void dropOver(long now) {
    for (int i = 0; i < OVER_AT_ONCE && hand != null && hand.until <= now; i++) {
      drop(hand);
    }
  }

  /** Just behind the hand, where it comes by last. */
  private void link(Seen one) {
    int place = place(one.tag);
    one.next = heads.get(place);
    heads.set(place, one);
    Seen at = hand;
    if (at == null || at.before == null) {
      one.before = one;
      one.after = one;
      hand = one;
    } else {
      Seen last = at.before;
      one.before = last;
      one.after = at;
      last.after = one;
      at.before = one;
    }
    tokens++;
    bytes += one.bytes();
  }

  /** Once: another may have removed it meanwhile. Whoever stands on it in its chain goes on. */
  private void drop(Seen one) {
    Seen before = one.before;
    Seen after = one.after;
    if (before == null || after == null) {
      return;
    }
    before.after = after;
    after.before = before;
    if (hand == one) {
      hand = after == one ? null : after;
    }
    one.before = null;
    one.after = null;
    unchain(one);
    tokens--;
    bytes -= one.bytes();
  }

  private void unchain(Seen one) {
    int place = place(one.tag);
    Seen at = heads.get(place);
    if (at == one) {
      heads.set(place, one.next);
      return;
    }
    while (at != null) {
      if (at.next == one) {
        at.next = one.next;
        return;
      }
      at = at.next;
    }
  }

  private @Nullable Seen inChain(Seen like) {
    for (Seen one = heads.get(place(like.tag)); one != null; one = one.next) {
      if (one.tag == like.tag && one.token.equals(like.token)) {
        return one;
      }
    }
    return null;
  }

  private int place(long tag) {
    return (int) tag & (heads.length() - 1);
  }
}
