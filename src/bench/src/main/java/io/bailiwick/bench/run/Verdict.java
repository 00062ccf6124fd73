package io.bailiwick.bench.run;

import java.math.BigDecimal;

/**
 * A goal, and whether this run met it.
 *
 * @param what is measured
 * @param goal as it was set
 * @param measured in this run
 */
public record Verdict(String what, String goal, String measured, boolean met) {
  static Verdict atMost(String what, double most, String unit, double measured, String more) {
    return new Verdict(
        what,
        "at most " + plain(most) + unit,
        Report.number("%.2f", measured) + unit + more,
        measured <= most);
  }

  static Verdict atLeast(String what, double least, String unit, double measured, String more) {
    return new Verdict(
        what,
        "at least " + plain(least) + unit,
        Report.number("%.2f", measured) + unit + more,
        measured >= least);
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
