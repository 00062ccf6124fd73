package io.bailiwick.adapter.metrics;

import java.util.List;

/** Several sources as one, each asked in turn. */
final class MeasurementSources implements MeasurementSource {
  private final List<MeasurementSource> sources;
  private final List<Instrument> instruments;

  MeasurementSources(List<MeasurementSource> sources) {
    this.sources = List.copyOf(sources);
    this.instruments = sources.stream().flatMap(each -> each.instruments().stream()).toList();
    if (instruments.stream().map(Instrument::name).distinct().count() != instruments.size()) {
      throw new IllegalArgumentException("An instrument belongs to one source");
    }
  }

  @Override
  public List<Instrument> instruments() {
    return instruments;
  }

  @Override
  public List<Measurement> measurements() {
    return sources.stream().flatMap(each -> each.measurements().stream()).toList();
  }
}
