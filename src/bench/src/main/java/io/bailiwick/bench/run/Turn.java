package io.bailiwick.bench.run;

import org.openjdk.jmh.results.RunResult;

/**
 * What one turn of one lane cost.
 *
 * @param lane the lane's name
 * @param cpu nanoseconds of processor time, an operation
 * @param alloc bytes, an operation
 */
public record Turn(String lane, int round, double cpu, double alloc) {
  static Turn of(String lane, int round, RunResult result) {
    return new Turn(
        lane,
        round,
        Rotation.value(result, ThreadCost.CPU),
        Rotation.value(result, ThreadCost.ALLOC));
  }

  String line() {
    return lane + "\t" + round + "\t" + cpu + "\t" + alloc;
  }

  static Turn read(String line) {
    String[] parts = line.split("\t", -1);
    return new Turn(
        parts[0],
        Integer.parseInt(parts[1]),
        Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]));
  }
}
