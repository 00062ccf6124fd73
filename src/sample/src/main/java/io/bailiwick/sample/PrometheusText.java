package io.bailiwick.sample;

import io.bailiwick.adapter.metrics.Instrument;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.metrics.MeasurementSource;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;

/**
 * Measurements as Prometheus has them: dots become underscores, the unit ends the name, and
 * counters end in {@code _total}, as OpenTelemetry's rules for Prometheus say.
 */
final class PrometheusText {
  private PrometheusText() {}

  /** What is measured now; an instrument without a measurement is left out. */
  static MetricSnapshots of(MeasurementSource source) {
    List<Measurement> now = source.measurements();
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    for (Instrument instrument : source.instruments()) {
      List<Measurement> its =
          now.stream().filter(each -> each.instrument().equals(instrument)).toList();
      if (!its.isEmpty()) {
        all.metricSnapshot(snapshot(instrument, its));
      }
    }
    return all.build();
  }

  private static MetricSnapshot snapshot(Instrument instrument, List<Measurement> its) {
    return switch (instrument.kind()) {
      case COUNTER -> {
        CounterSnapshot.Builder counter = describe(CounterSnapshot.builder(), instrument);
        for (Measurement each : its) {
          counter.dataPoint(
              CounterDataPointSnapshot.builder().labels(labels(each)).value(each.value()).build());
        }
        yield counter.build();
      }
      case GAUGE -> {
        GaugeSnapshot.Builder gauge = describe(GaugeSnapshot.builder(), instrument);
        for (Measurement each : its) {
          gauge.dataPoint(
              GaugeDataPointSnapshot.builder().labels(labels(each)).value(each.value()).build());
        }
        yield gauge.build();
      }
    };
  }

  private static <B extends MetricSnapshot.Builder<B>> B describe(B builder, Instrument of) {
    String name = PrometheusNaming.prometheusName(of.name());
    B described = builder.help(of.description());
    return switch (of.unit()) {
      case "s" -> described.name(name + "_seconds").unit(Unit.SECONDS);
      case "By" -> described.name(name + "_bytes").unit(Unit.BYTES);
      default -> described.name(name);
    };
  }

  private static Labels labels(Measurement of) {
    Labels.Builder labels = Labels.builder();
    of.attributes()
        .forEach((name, value) -> labels.label(PrometheusNaming.prometheusName(name), value));
    return labels.build();
  }
}
