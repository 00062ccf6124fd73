package io.bailiwick.bench.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * The turns of a group. Of each lane the median is told, and how far its turns lie from it (median
 * absolute deviation); of two lanes the median of the ratios that each round had.
 */
public final class Measured {
  private final String title;
  private final String baseline;
  private final Map<String, List<Turn>> lanes = new LinkedHashMap<>();

  public Measured(String title, String baseline, List<Turn> turns) {
    this.title = title;
    this.baseline = baseline;
    for (Turn turn : turns) {
      lanes.computeIfAbsent(turn.lane(), name -> new ArrayList<>()).add(turn);
    }
  }

  public String title() {
    return title;
  }

  public String baseline() {
    return baseline;
  }

  public List<String> lanes() {
    return List.copyOf(lanes.keySet());
  }

  public boolean has(String lane) {
    return lanes.containsKey(lane);
  }

  /** Nanoseconds of processor time, an operation. */
  public double cpu(String lane) {
    return median(values(lane, Turn::cpu));
  }

  /** Bytes, an operation. */
  public double alloc(String lane) {
    return median(values(lane, Turn::alloc));
  }

  /** How far the turns lie from their median, in percent of it. */
  public double spread(String lane) {
    double[] cpu = values(lane, Turn::cpu);
    double middle = median(cpu);
    return 100 * median(Arrays.stream(cpu).map(each -> Math.abs(each - middle)).toArray()) / middle;
  }

  /** How many times the processor time of the other. */
  public double ratio(String lane, String other) {
    return paired(lane, other, (one, two) -> one / two);
  }

  /** How many nanoseconds more than the other. */
  public double more(String lane, String other) {
    return paired(lane, other, (one, two) -> one - two);
  }

  private double paired(String lane, String other, DoubleBinaryOperator compared) {
    Map<Integer, Double> others = new TreeMap<>();
    turns(other).forEach(turn -> others.put(turn.round(), turn.cpu()));
    return median(
        turns(lane).stream()
            .mapToDouble(
                turn ->
                    compared.applyAsDouble(
                        turn.cpu(), others.getOrDefault(turn.round(), Double.NaN)))
            .filter(value -> !Double.isNaN(value))
            .toArray());
  }

  private double[] values(String lane, ToDoubleFunction<Turn> value) {
    return turns(lane).stream().mapToDouble(value).toArray();
  }

  private List<Turn> turns(String lane) {
    List<Turn> turns = lanes.get(lane);
    if (turns == null) {
      throw new IllegalArgumentException("There is no lane " + lane + " in " + title);
    }
    return turns;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
