package io.bailiwick.adapter.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One look into a bucket, with or without taking something out of it. */
enum Counter {
  /** Counts one more. */
  TAKE {
    @Override
    Optional<Duration> ask(Bucket bucket) {
      ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
      return probe.isConsumed()
          ? Optional.empty()
          : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    @Override
    Bucket in(BucketTable table, Counted who) {
      return table.findOrAdd(who);
    }
  },

  /** Counts nothing. */
  LOOK {
    @Override
    Optional<Duration> ask(Bucket bucket) {
      EstimationProbe probe = bucket.estimateAbilityToConsume(1);
      return probe.canBeConsumed()
          ? Optional.empty()
          : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    @Override
    @Nullable Bucket in(BucketTable table, Counted who) {
      return table.find(who);
    }
  };

  /** Empty where there is one left; else when there will be. */
  abstract Optional<Duration> ask(Bucket bucket);

  /** Null where nothing was ever counted. */
  abstract @Nullable Bucket in(BucketTable table, Counted who);
}
