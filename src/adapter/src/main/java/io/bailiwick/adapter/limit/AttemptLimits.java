package io.bailiwick.adapter.limit;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How often callers may try, and how often an address may fail. One set of limits counts for all
 * gates that it is given to.
 *
 * <p><b>Whom a limit keeps out.</b> Attempts are counted of callers that were verified, and only
 * once they were; so nobody uses up another's by what it only claims. Failures are counted of the
 * address that they come from, apart from attempts, and of no subject: who sends a bad token with
 * somebody's name in it does nothing to that name. Where the failures of an address are used up,
 *
 * <ul>
 *   <li>a token that verifies gets in as ever, with keys that are at hand: it is verified before
 *       anybody looks at the failures;
 *   <li>nobody is asked on its behalf and waited for: a ticket, an API key that is not remembered,
 *       and a token whose key is not at hand are refused as rate limited. Whoever has a good one
 *       can't be told from whoever guesses, and brings a token instead, or comes again; for a key
 *       that is not at hand the keys are read without anybody waiting, at their own pace, so that
 *       it is a moment later;
 *   <li>one more failure is answered as rate limited (429, or 3429 on a socket) rather than as what
 *       is wrong with it.
 * </ul>
 *
 * <p>A failure is a credential that nobody vouches for: one that can't be read, is signed by no
 * known key, is no good handle, or lacks its proof; and a socket that was opened for a first
 * message and brought no credential in it. A token that its issuer has signed and that has expired,
 * was revoked or is for another service is none, nor is a request without a credential.
 *
 * <p><b>What holds in memory.</b> Of each limit a fixed number is remembered, 16,384 unless told,
 * each as 128 bits of a keyed hash. Where there is no room, the one that has most left is
 * forgotten; so those who are kept out stay kept out, and a flood of new addresses pushes out
 * itself. Who has many addresses (an IPv6 network of 48 bits has 65,536 of them) has the failures
 * of each: this limit slows down one place, not a network of them.
 *
 * <p>Counts are of this process, or of all that share a {@link Builder#shared proxy manager}. Where
 * that fails each process counts by itself. Thread-safe; to count takes no lock, but for who is
 * new.
 */
public final class AttemptLimits {
  /** How many are remembered of each limit, unless told. */
  public static final int CAPACITY = 1 << 14;

  private static final int SEED_BYTES = 16;
  private static final byte[] NO_SEED = {};

  private final Map<Limit, One> limits = new EnumMap<>(Limit.class);
  private final Set<Limit> lifted;
  private final @Nullable SharedBuckets shared;
  private final byte[] seed = new byte[SEED_BYTES];

  /** One limit that holds. */
  private record One(Limit limit, Rate rate, BucketTable table, LongAdder refused) {}

  private AttemptLimits(Builder told) {
    new SecureRandom().nextBytes(seed);
    this.lifted = Set.copyOf(told.lifted);
    this.shared = told.shared == null ? null : new SharedBuckets(told.shared);
    Elapsed time = new Elapsed(told.clock == null ? Clock.systemUTC() : told.clock);
    int most = told.capacity == null ? CAPACITY : told.capacity;
    for (Limit limit : Limit.values()) {
      Rate rate = told.rates.getOrDefault(limit, limit.standard().orElse(null));
      if (rate != null && !lifted.contains(limit)) {
        BucketTable table = new BucketTable(rate, time, most);
        limits.put(limit, new One(limit, rate, table, new LongAdder()));
      }
    }
  }

  /** What every {@link Limit} holds unless told, in this process. */
  public static AttemptLimits standard() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Whether that is limited at all. */
  public boolean holds(Limit limit) {
    return limits.containsKey(limit);
  }

  /**
   * Counts one more.
   *
   * @param who whose it is, as values: an issuer and a subject, say
   * @return empty where it may go on; else when to come again, and it was not counted
   */
  public Optional<Duration> take(Limit limit, List<String> who) {
    Optional<Duration> after = ask(Counter.TAKE, limit, who);
    if (after.isPresent()) {
      refused(limit);
    }
    return after;
  }

  /** As {@link #take}, and counts nothing. */
  public Optional<Duration> look(Limit limit, List<String> who) {
    return ask(Counter.LOOK, limit, who);
  }

  /** Somebody was refused for that, after a look. */
  public void refused(Limit limit) {
    One one = limits.get(limit);
    if (one != null) {
      one.refused.increment();
    }
  }

  /** Every setting that loosens a check, one sentence each: to be shown at start. */
  public List<String> loosened() {
    return lifted.stream().sorted().map(each -> "unlimited: " + each.text()).toList();
  }

  /** Every limit with its rate, one a line, those that don't hold included; for the start. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (Limit limit : Limit.values()) {
      One one = limits.get(limit);
      lines.add(
          String.format(
              "%-7s %-48s %s", "LIMIT", limit.text(), one == null ? "not limited" : one.rate));
    }
    return List.copyOf(lines);
  }

  /** How many have come too often. */
  long refusals(Limit limit) {
    One one = limits.get(limit);
    return one == null ? 0 : one.refused.sum();
  }

  /** How many are remembered. */
  int remembered() {
    return limits.values().stream().mapToInt(one -> one.table.size()).sum();
  }

  /** How many there is room for. */
  int capacity() {
    return limits.values().stream().mapToInt(one -> one.table.capacity()).sum();
  }

  /** How many were forgotten before they had all back. */
  long forgotten() {
    return limits.values().stream().mapToLong(one -> one.table.forgotten()).sum();
  }

  /** How often what is shared could not be had. */
  long sharedFailures() {
    return shared == null ? 0 : shared.failures();
  }

  private Optional<Duration> ask(Counter counter, Limit limit, List<String> who) {
    One one = limits.get(limit);
    if (one == null) {
      return Optional.empty();
    }
    if (shared != null) {
      Optional<SharedBuckets.Said> said =
          shared.ask(counter, limit, one.rate, Counted.of(NO_SEED, who));
      if (said.isPresent()) {
        return said.get().after();
      }
    }
    return Optional.ofNullable(counter.in(one.table, Counted.of(seed, who))).flatMap(counter::ask);
  }

  /** Setting a thing twice is an error. Not thread-safe. */
  public static final class Builder {
    private final Map<Limit, Rate> rates = new EnumMap<>(Limit.class);
    private final Set<Limit> lifted = EnumSet.noneOf(Limit.class);
    private @Nullable Clock clock;
    private @Nullable Integer capacity;
    private @Nullable ProxyManager<String> shared;

    private Builder() {}

    public Builder limit(Limit limit, Rate rate) {
      once(rates.containsKey(limit) || lifted.contains(limit), limit.text());
      rates.put(limit, rate);
      return this;
    }

    /** Loosens: lifts a limit that holds unless told. */
    public Builder unlimited(Limit limit) {
      once(rates.containsKey(limit) || lifted.contains(limit), limit.text());
      if (limit.standard().isEmpty()) {
        throw new IllegalArgumentException(limit.text() + " is not limited unless told");
      }
      lifted.add(limit);
      return this;
    }

    /** By which windows go; the system's where none is set. One that is set back does no harm. */
    public Builder clock(Clock source) {
      once(clock != null, "clock");
      clock = source;
      return this;
    }

    /** How many are remembered of each limit; {@value AttemptLimits#CAPACITY} unless told. */
    public Builder capacity(int each) {
      once(capacity != null, "capacity");
      if (each < 64 || each > 1 << 24) {
        throw new IllegalArgumentException("From 64 to 16,777,216 are remembered");
      }
      capacity = each;
      return this;
    }

    /**
     * Counts in what several processes share: any of Bucket4j's back ends, by its own proxy
     * manager. Its keys are texts of some 80 characters without a name or an address in them
     * ({@code withMapper} makes them what the back end needs), its time is the back end's, and so
     * is how long it is waited for: up to four times for a connection, one after another.
     */
    public Builder shared(ProxyManager<String> manager) {
      once(shared != null, "shared");
      shared = manager;
      return this;
    }

    public AttemptLimits build() {
      return new AttemptLimits(this);
    }

    private static void once(boolean set, String what) {
      if (set) {
        throw new IllegalStateException(what + " is set already; set it once");
      }
    }
  }
}
