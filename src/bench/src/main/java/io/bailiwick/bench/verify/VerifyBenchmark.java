package io.bailiwick.bench.verify;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One verification, of one of sixteen tokens in turn. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
public class VerifyBenchmark {
  private static final int TOKENS = 16;

  /** The process's keys: a lane that has its turn again finds the same ones. */
  private static final Map<Algorithm, Trust> TRUST = new ConcurrentHashMap<>();

  private static final Map<String, TokenCheck> CHECKS = new ConcurrentHashMap<>();
  private static final Map<Algorithm, Sample[]> SAMPLES = new ConcurrentHashMap<>();

  @Param({"RS256", "ES256", "EdDSA", "HS256"})
  public Algorithm algorithm = Algorithm.RS256;

  @Param({"raw JCA", "bailiwick", "nimbus-jose-jwt", "keycloak-core", "java-jwt", "jose4j"})
  public String candidate = "";

  private Sample[] samples = {};
  private TokenCheck check = sample -> sample;
  private int next;

  @Setup
  public void prepare() throws Exception {
    Trust trust = TRUST.computeIfAbsent(algorithm, Trust::of);
    samples =
        SAMPLES.computeIfAbsent(
            algorithm,
            key -> IntStream.range(0, TOKENS).mapToObj(trust::good).toArray(Sample[]::new));
    String name = algorithm + " " + candidate;
    TokenCheck made = CHECKS.get(name);
    if (made == null) {
      made = new Candidate(candidate).check(trust);
      CHECKS.put(name, made);
    }
    check = made;
  }

  @Benchmark
  public @Nullable Object verify() throws Exception {
    return check.check(samples[next++ & (TOKENS - 1)]);
  }
}
