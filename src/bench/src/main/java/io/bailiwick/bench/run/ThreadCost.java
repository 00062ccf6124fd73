package io.bailiwick.bench.run;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A JMH profiler: processor time ({@code cpu}, ns) and allocation ({@code alloc}, bytes) of JMH's
 * worker threads alone, an operation. The compiler's and the collector's threads don't count. Also
 * usable by itself: {@code -prof io.bailiwick.bench.run.ThreadCost}.
 */
public final class ThreadCost implements InternalProfiler {
  /** The result with the processor time of an operation, in nanoseconds. */
  static final String CPU = "cpu";

  /** The result with the allocation of an operation, in bytes. */
  static final String ALLOC = "alloc";

  private static final String WORKER = "jmh-worker";

  private final ThreadMXBean threads =
      (ThreadMXBean) Objects.requireNonNull(ManagementFactory.getThreadMXBean());
  private Map<Long, Used> before = Map.of();

  private record Used(long cpu, long allocated) {}

  @Override
  public String getDescription() {
    return "Processor time and allocation of the worker threads";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = now();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long cpu = 0;
    long allocated = 0;
    for (Map.Entry<Long, Used> each : now().entrySet()) {
      Used earlier = before.getOrDefault(each.getKey(), new Used(0, 0));
      cpu += each.getValue().cpu - earlier.cpu;
      allocated += each.getValue().allocated - earlier.allocated;
    }
    double operations = result.getMetadata().getAllOps();
    return List.of(
        new ScalarResult(CPU, cpu / operations, "ns/op", AggregationPolicy.AVG),
        new ScalarResult(ALLOC, allocated / operations, "B/op", AggregationPolicy.AVG));
  }

  private Map<Long, Used> now() {
    Map<Long, Used> used = new HashMap<>();
    for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (each != null && each.getThreadName().contains(WORKER)) {
        long id = each.getThreadId();
        used.put(id, new Used(threads.getThreadCpuTime(id), threads.getThreadAllocatedBytes(id)));
      }
    }
    return used;
  }
}
