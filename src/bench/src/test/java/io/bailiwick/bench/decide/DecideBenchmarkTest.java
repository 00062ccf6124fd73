package io.bailiwick.bench.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class DecideBenchmarkTest {

  @Test
  void everyCandidate_allowsWhatIsHeldAndNothingElse() {
    DecideBenchmark benchmark = new DecideBenchmark();
    benchmark.scopes = 5;
    benchmark.prepare();
    candidates(benchmark).forEach((name, may) -> assertThat(may.getAsBoolean()).as(name).isTrue());
    benchmark.ask("agent-124");
    candidates(benchmark).forEach((name, may) -> assertThat(may.getAsBoolean()).as(name).isFalse());
  }

  private static Map<String, BooleanSupplier> candidates(DecideBenchmark benchmark) {
    return Map.of(
        "limit", benchmark::limit,
        "limit, fresh id", benchmark::limitFreshId,
        "bailiwick", benchmark::bailiwick,
        "bailiwick, fresh id", benchmark::bailiwickFreshId,
        "Shiro", benchmark::shiroPermissions,
        "jCasbin", benchmark::casbin,
        "jCasbin, memo", benchmark::casbinMemo,
        "Spring, manager", benchmark::springManager,
        "Spring, set", benchmark::springSet,
        "by hand", benchmark::naive);
  }
}
