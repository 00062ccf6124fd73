package io.bailiwick.bench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The process in which the lanes of one group take turns. JMH runs a benchmark to its end before
 * the next; here it is asked for one short iteration of one lane at a time, in this process. It is
 * started by {@link Fork}, which gives it JMH's own hints for the compiler.
 */
public final class Rotation {
  /** Any number: the orders are the same in each run. */
  private static final int SEED = 20261124;

  private static final int MOST_SETTLING = 20;

  private Rotation() {}

  /**
   * @param args lanes file, results file, milliseconds of warm-up, milliseconds of a turn, rounds,
   *     and {@code accp} where Amazon's provider is to be the first one
   */
  public static void main(String[] args) throws IOException, RunnerException {
    if (args.length > 5 && args[5].equals("accp")) {
      InstalledProvider.accp();
    }
    List<Lane> lanes = Files.readAllLines(Path.of(args[0])).stream().map(Lane::read).toList();
    Pace pace =
        new Pace(
            Duration.ofMillis(Long.parseLong(args[2])),
            Duration.ofMillis(Long.parseLong(args[3])),
            Integer.parseInt(args[4]));
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(Path.of(args[1])), true, StandardCharsets.UTF_8)) {
      for (Lane lane : lanes) {
        turn(lane, pace.warmUp(), pace.turn());
      }
      settle(lanes, pace);
      Random random = new Random(SEED);
      for (int round = 0; round < pace.rounds(); round++) {
        List<Lane> order = new ArrayList<>(lanes);
        Collections.shuffle(order, random);
        for (Lane lane : order) {
          out.println(Turn.of(lane.name(), round, turn(lane, Duration.ZERO, pace.turn())).line());
        }
      }
    }
  }

  /**
   * Rounds that don't count, until the compiler has hardly anything left to do: on a busy machine
   * it comes late, and what it had not reached yet would be told as slower than it is.
   */
  private static void settle(List<Lane> lanes, Pace pace) throws RunnerException {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long enough = Math.max(20, lanes.size() * pace.turn().toMillis() / 50);
    for (int round = 0; round < MOST_SETTLING; round++) {
      long before = compiler.getTotalCompilationTime();
      for (Lane lane : lanes) {
        turn(lane, Duration.ZERO, pace.turn());
      }
      if (compiler.getTotalCompilationTime() - before <= enough) {
        return;
      }
    }
  }

  private static RunResult turn(Lane lane, Duration warmUp, Duration turn) throws RunnerException {
    // one short iteration first, always: a new worker thread makes its own objects in it
    int settle = warmUp.isZero() ? 1 : (int) Math.max(1, warmUp.toMillis() / 100);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(lane.method()) + "$")
            .mode(Mode.AverageTime)
            .forks(0)
            .threads(1)
            .warmupIterations(settle)
            .warmupTime(TimeValue.milliseconds(warmUp.isZero() ? 5 : 100))
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(turn.toMillis()))
            .addProfiler(ThreadCost.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    lane.parameters().forEach(options::param);
    Collection<RunResult> results = new Runner(options.build()).run();
    if (results.size() != 1) {
      throw new IllegalStateException("Not one benchmark but " + results.size() + ": " + lane);
    }
    return results.iterator().next();
  }

  /** A secondary result's value. */
  static double value(RunResult result, String name) {
    var found = result.getSecondaryResults().get(name);
    if (found != null) {
      return found.getScore();
    }
    throw new IllegalStateException("There is no result " + name);
  }
}
