package io.bailiwick.adapter.limit;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Buckets that several processes share, in whatever a proxy manager keeps them in. Where that fails
 * nobody is let through uncounted: the process counts by itself meanwhile. Thread-safe.
 */
final class SharedBuckets {
  private static final System.Logger LOG = System.getLogger(AttemptLimits.class.getName());
  private static final String PREFIX = "bailiwick:";

  private final ProxyManager<String> manager;
  private final LongAdder failures = new LongAdder();
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * What a shared bucket said.
   *
   * @param after empty where there was one left
   */
  record Said(Optional<Duration> after) {}

  SharedBuckets(ProxyManager<String> manager) {
    this.manager = manager;
  }

  /** Empty where nobody answered. */
  Optional<Said> ask(Counter counter, Limit limit, Rate rate, Counted who) {
    // with the rate in its name, so that another rate doesn't find buckets of this one
    String key =
        PREFIX
            + limit.text()
            + ':'
            + rate.count()
            + '-'
            + rate.window().toMillis()
            + ':'
            + who.text();
    try {
      Optional<Duration> after = counter.ask(manager.builder().build(key, rate::configuration));
      tell(false);
      return Optional.of(new Said(after));
    } catch (RuntimeException e) {
      failures.increment();
      tell(true);
      return Optional.empty();
    }
  }

  /** How often nobody answered. */
  long failures() {
    return failures.sum();
  }

  /** Once for each change, and nothing of what failed: it may name whom it was asked about. */
  private void tell(boolean now) {
    if (failing.get() != now && failing.compareAndSet(!now, now)) {
      LOG.log(
          now ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
          now
              ? "Shared limits can't be had: this process counts by itself meanwhile"
              : "Shared limits can be had again");
    }
  }
}
