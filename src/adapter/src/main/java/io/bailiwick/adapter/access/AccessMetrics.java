package io.bailiwick.adapter.access;

import io.bailiwick.adapter.metrics.Instrument;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.metrics.MeasurementSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was decided on connections and what became of events, as measurements: by kinds of ours
 * only, each there from the start. Thread-safe.
 */
public final class AccessMetrics implements MeasurementSource {
  public static final Instrument DECISIONS =
      Instrument.counter(
          "bailiwick.access.decisions",
          "{decision}",
          "What connections asked for, and whether it was open to them");
  public static final Instrument SUBSCRIPTIONS =
      Instrument.gauge(
          "bailiwick.subscriptions", "{subscription}", "Subscriptions of live connections");
  public static final Instrument LOST =
      Instrument.counter(
          "bailiwick.subscriptions.lost",
          "{subscription}",
          "Subscriptions that ended since they were allowed no more");
  public static final Instrument EVENTS =
      Instrument.counter(
          "bailiwick.events", "{event}", "Events for a connection, by what became of them");
  public static final Instrument SLOW =
      Instrument.counter(
          "bailiwick.connections.slow",
          "{connection}",
          "Connections that were closed since they did not read");

  /** The attribute that says what was asked for: {@code action, queue, event, agent}. */
  public static final String KIND = "bailiwick.kind";

  /** The attribute that says what came of it. */
  public static final String OUTCOME = "bailiwick.outcome";

  private final AgentAccess<?> access;

  private AccessMetrics(AgentAccess<?> access) {
    this.access = access;
  }

  public static AccessMetrics of(AgentAccess<?> access) {
    return new AccessMetrics(access);
  }

  @Override
  public List<Instrument> instruments() {
    return List.of(DECISIONS, SUBSCRIPTIONS, LOST, EVENTS, SLOW);
  }

  @Override
  public List<Measurement> measurements() {
    AccessCounts counts = access.counts();
    List<Measurement> all = new ArrayList<>();
    for (AccessCounts.Kind kind : AccessCounts.Kind.values()) {
      all.add(decisions(kind, "allowed", counts.allowedOf(kind)));
      all.add(decisions(kind, "denied", counts.deniedOf(kind)));
    }
    all.add(SUBSCRIPTIONS.of(access.size()));
    all.add(LOST.of(counts.losses()));
    all.add(EVENTS.of(counts.deliveries(), OUTCOME, "accepted"));
    all.add(EVENTS.of(counts.drops(), OUTCOME, "dropped"));
    all.add(SLOW.of(counts.slowOnes()));
    return List.copyOf(all);
  }

  private static Measurement decisions(AccessCounts.Kind kind, String outcome, long count) {
    return new Measurement(DECISIONS, Map.of(KIND, kind.text(), OUTCOME, outcome), count);
  }
}
