package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.keys.JwksFuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays the seeds of the fuzz targets, and whatever a run once found: without the fuzzer, so that
 * a build needs neither its agent nor its time. {@code mvn -Pfuzz} goes on from them.
 */
class FuzzSeedsTest {
  private static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");

  private static final Map<String, Consumer<byte[]>> TARGETS =
      Map.of(
          "TokenFuzz", TokenFuzz::fuzzerTestOneInput,
          "StrictJsonFuzz", StrictJsonFuzz::fuzzerTestOneInput,
          "ScopeTextFuzz", ScopeTextFuzz::fuzzerTestOneInput,
          "JwksFuzz", JwksFuzz::fuzzerTestOneInput);

  private static List<Path> seeds(String target) throws IOException {
    try (Stream<Path> files = Files.list(SEEDS.resolve(target))) {
      return files.sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> seeds_doNothingUnexpected() throws IOException {
    Stream.Builder<DynamicTest> tests = Stream.builder();
    for (Map.Entry<String, Consumer<byte[]>> target : TARGETS.entrySet()) {
      List<Path> seeds = seeds(target.getKey());
      assertThat(seeds).as(target.getKey()).isNotEmpty();
      for (Path seed : seeds) {
        tests.add(
            DynamicTest.dynamicTest(
                target.getKey() + " " + seed.getFileName(),
                () -> target.getValue().accept(Files.readAllBytes(seed))));
      }
    }
    return tests.build();
  }

  /** Or the fuzzer would begin at the door and never come in. */
  @Test
  void seedsOfTokens_reachACaller() throws IOException {
    int accepted = 0;
    Peers peers = Peers.withSecret();
    for (Path seed : seeds("TokenFuzz")) {
      String[] parts = Files.readString(seed, StandardCharsets.ISO_8859_1).split("\n", 2);
      if (parts.length == 2) {
        byte[] header = parts[0].getBytes(StandardCharsets.ISO_8859_1);
        byte[] payload = parts[1].getBytes(StandardCharsets.ISO_8859_1);
        accepted += peers.check(peers.sign(header, payload)).isPresent() ? 1 : 0;
      }
    }
    assertThat(accepted).isGreaterThanOrEqualTo(3);
  }
}
