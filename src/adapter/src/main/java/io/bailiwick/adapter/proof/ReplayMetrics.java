package io.bailiwick.adapter.proof;

import io.bailiwick.adapter.metrics.Instrument;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.metrics.MeasurementSource;
import java.util.List;

/**
 * How full a memory of used proofs is, as measurements. What it refused is among the gate's: {@code
 * replayed_proof} and {@code too_many_proofs}. Thread-safe.
 */
public final class ReplayMetrics implements MeasurementSource {
  public static final Instrument REMEMBERED =
      Instrument.gauge("bailiwick.dpop.proofs.remembered", "{proof}", "Used proofs remembered");
  public static final Instrument CAPACITY =
      Instrument.gauge(
          "bailiwick.dpop.proofs.capacity", "{proof}", "Used proofs that there is room for");

  private final ReplayMemory memory;

  private ReplayMetrics(ReplayMemory memory) {
    this.memory = memory;
  }

  public static ReplayMetrics of(ReplayMemory memory) {
    return new ReplayMetrics(memory);
  }

  @Override
  public List<Instrument> instruments() {
    return List.of(REMEMBERED, CAPACITY);
  }

  @Override
  public List<Measurement> measurements() {
    return List.of(REMEMBERED.of(memory.size()), CAPACITY.of(memory.capacity()));
  }
}
