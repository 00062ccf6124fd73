package io.bailiwick.adapter.life;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.metrics.Instrument;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.metrics.MeasurementSource;
import java.util.ArrayList;
import java.util.List;

/**
 * How many connections are live, and with what those before them have ended, as measurements: by
 * codes of ours only, each there from the start. Thread-safe.
 */
public final class ConnectionMetrics implements MeasurementSource {
  public static final Instrument LIVE =
      Instrument.gauge("bailiwick.connections", "{connection}", "Connections that are live");
  public static final Instrument ENDED =
      Instrument.counter(
          "bailiwick.connections.ended",
          "{connection}",
          "Connections that have ended, by whether the peer left or what they were closed with");

  /** The attribute that says how: {@code left}, or the code of the refusal. */
  public static final String HOW = "bailiwick.ended";

  private final ConnectionRegistry registry;

  private ConnectionMetrics(ConnectionRegistry registry) {
    this.registry = registry;
  }

  public static ConnectionMetrics of(ConnectionRegistry registry) {
    return new ConnectionMetrics(registry);
  }

  @Override
  public List<Instrument> instruments() {
    return List.of(LIVE, ENDED);
  }

  @Override
  public List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    all.add(LIVE.of(registry.size()));
    all.add(ENDED.of(registry.ends().left(), HOW, "left"));
    for (Refusal.Code code : Refusal.Code.values()) {
      // callers are not told revoked from invalid, operators are
      String text = code == Refusal.Code.REVOKED ? "revoked" : code.text();
      all.add(ENDED.of(registry.ends().with(code), HOW, text));
    }
    return List.copyOf(all);
  }
}
