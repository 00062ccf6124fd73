package io.bailiwick.bench.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.scope.Visibility;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ListBenchmarkTest {

  @Test
  void everyCandidate_listsTheSameAgents() {
    ListBenchmark benchmark = new ListBenchmark();
    benchmark.items = 50;
    benchmark.scopes = 7;
    benchmark.prepare();
    List<Registry.Agent> visible = benchmark.probeInOrder();
    assertThat(visible).hasSize(7).isSortedAccordingTo((a, b) -> a.position() - b.position());
    assertThat(benchmark.probe()).containsExactlyInAnyOrderElementsOf(visible);
    assertThat(benchmark.bailiwickIndexed()).isEqualTo(visible);
    Map.of(
            "scan", benchmark.scan(),
            "filter", benchmark.bailiwickFilter(),
            "set", benchmark.setFilter(),
            "Shiro", benchmark.shiroPerItem(),
            "by hand", benchmark.naivePerItem())
        .forEach((name, listed) -> assertThat(listed).as(name).isEqualTo(visible));
    assertThat(benchmark.bailiwickVisibility())
        .isInstanceOfSatisfying(
            Visibility.Some.class,
            some ->
                assertThat(some.ids())
                    .containsExactlyInAnyOrderElementsOf(
                        visible.stream().map(Registry.Agent::id).toList()));
  }
}
