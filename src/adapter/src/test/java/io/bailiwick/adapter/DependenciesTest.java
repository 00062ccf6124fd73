package io.bailiwick.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a user gets with the adapter: these and no others, whatever is on the class path of its
 * tests. Maven writes the list before the tests ({@code runtime-class-path} in the pom).
 */
class DependenciesTest {
  private static final int MOST_JARS = 5;
  private static final long MOST_BYTES = 3_000_000;

  private static final List<Path> RUNTIME = runtime();

  private static List<Path> runtime() {
    try {
      String text = Files.readString(Path.of("target", "runtime-class-path.txt")).strip();
      return Stream.of(text.split(File.pathSeparator, -1)).map(Path::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Maven has not written the list; run mvn test", e);
    }
  }

  @Test
  void runtimeDependencies_areTheseAndNoOthers() {
    assertThat(RUNTIME.stream().map(DependenciesTest::name))
        .containsExactlyInAnyOrder(
            "bailiwick-scope", "bucket4j_jdk17-core", "jackson-core", "nimbus-jose-jwt");
  }

  @Test
  void runtimeDependencies_areFewAndSmall() throws IOException {
    long bytes = 0;
    for (Path each : RUNTIME) {
      bytes += size(each);
    }
    assertThat(RUNTIME).hasSizeLessThanOrEqualTo(MOST_JARS);
    assertThat(bytes).isBetween(1L, MOST_BYTES);
  }

  /** The artifact's id; of another module that is not packaged yet, its folder's. */
  private static String name(Path entry) {
    String file = entry.getFileName().toString();
    if (file.equals("classes")) {
      return "bailiwick-" + entry.getName(entry.getNameCount() - 3);
    }
    return file.replaceFirst("-\\d.*\\.jar$", "");
  }

  private static long size(Path entry) throws IOException {
    if (Files.isRegularFile(entry)) {
      return Files.size(entry);
    }
    try (Stream<Path> files = Files.walk(entry)) {
      return files.filter(Files::isRegularFile).mapToLong(each -> each.toFile().length()).sum();
    }
  }
}
