package io.bailiwick.bench.run;

import java.util.List;

/**
 * Lanes that are compared with each other, in one process.
 *
 * @param key by which a run is narrowed: {@code verify}
 * @param title the heading in the report
 * @param baseline the name of the lane that the others are ratios of
 * @param accpInstalled whether Amazon's provider is the first one of the process, for all lanes
 */
public record Group(
    String key, String title, String baseline, boolean accpInstalled, List<Lane> lanes) {
  public Group {
    lanes = List.copyOf(lanes);
    if (lanes.stream().map(Lane::name).distinct().count() != lanes.size()) {
      throw new IllegalArgumentException("Two lanes of " + title + " have the same name");
    }
    if (lanes.stream().noneMatch(lane -> lane.name().split(Report.AT, -1)[0].equals(baseline))) {
      throw new IllegalArgumentException("The baseline is no lane of " + title);
    }
  }
}
