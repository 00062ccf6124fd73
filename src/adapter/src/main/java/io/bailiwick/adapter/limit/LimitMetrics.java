package io.bailiwick.adapter.limit;

import io.bailiwick.adapter.metrics.Instrument;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.metrics.MeasurementSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Who came too often, as measurements: by the limit only, each there from the start, and by no
 * address, subject or agent. Thread-safe.
 */
public final class LimitMetrics implements MeasurementSource {
  public static final Instrument REFUSED =
      Instrument.counter(
          "bailiwick.limits.refused", "{attempt}", "Attempts beyond a limit, by which it was");
  public static final Instrument REMEMBERED =
      Instrument.gauge(
          "bailiwick.limits.remembered", "{bucket}", "Callers, agents and addresses remembered");
  public static final Instrument CAPACITY =
      Instrument.gauge(
          "bailiwick.limits.capacity",
          "{bucket}",
          "Callers, agents and addresses that there is room for");
  public static final Instrument FORGOTTEN =
      Instrument.counter(
          "bailiwick.limits.forgotten",
          "{bucket}",
          "Callers, agents and addresses forgotten before they had all attempts back");
  public static final Instrument SHARED_FAILURES =
      Instrument.counter(
          "bailiwick.limits.shared.failures",
          "{failure}",
          "Times that shared limits could not be had");

  /** The attribute that says which limit. */
  public static final String LIMIT = "bailiwick.limit";

  private final AttemptLimits limits;

  private LimitMetrics(AttemptLimits limits) {
    this.limits = limits;
  }

  public static LimitMetrics of(AttemptLimits limits) {
    return new LimitMetrics(limits);
  }

  @Override
  public List<Instrument> instruments() {
    return List.of(REFUSED, REMEMBERED, CAPACITY, FORGOTTEN, SHARED_FAILURES);
  }

  @Override
  public List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    for (Limit limit : Limit.values()) {
      all.add(REFUSED.of(limits.refusals(limit), LIMIT, limit.text()));
    }
    all.add(REMEMBERED.of(limits.remembered()));
    all.add(CAPACITY.of(limits.capacity()));
    all.add(FORGOTTEN.of(limits.forgotten()));
    all.add(SHARED_FAILURES.of(limits.sharedFailures()));
    return List.copyOf(all);
  }
}
