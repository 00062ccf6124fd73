package io.bailiwick.it.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where this machine has PostgreSQL's server, and as whom it is run.
 *
 * @param user empty where it runs as whoever runs the test
 */
record PostgresBinaries(Path directory, Optional<String> user) {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final String DEBIANS_USER = "postgres";

  /**
   * In the directory that the system property {@code pg.bin} names, or where Debian has it, the
   * newest version; or along the path.
   *
   * @throws IllegalStateException where there is none; says what to do
   */
  static PostgresBinaries find() {
    @Nullable String told = System.getProperty("pg.bin");
    Optional<Path> found =
        told != null ? Optional.of(Path.of(told)) : debians().or(PostgresBinaries::onPath);
    return new PostgresBinaries(
        found
            .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "There is no PostgreSQL server here: install one (Debian: apt-get install"
                            + " postgresql), name its bin directory with -Dpg.bin, or name a"
                            + " database with -Dpg.url, -Dpg.user and -Dpg.password")),
        System.getProperty("user.name").equals("root")
            ? Optional.of(System.getProperty("pg.runas", DEBIANS_USER))
            : Optional.empty());
  }

  /** A command of PostgreSQL's, run as the user that it may run as. */
  ProcessBuilder command(String name, String... arguments) {
    List<String> line = new ArrayList<>(asUser());
    line.add(directory.resolve(name).toString());
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line);
  }

  /** Whether that user may enter a directory. */
  boolean canEnter(Path path) {
    if (user.isEmpty()) {
      return true;
    }
    List<String> line = new ArrayList<>(asUser());
    line.addAll(List.of("test", "-x", path.toString()));
    try {
      Process test = new ProcessBuilder(line).start();
      return test.waitFor(10, TimeUnit.SECONDS) && test.exitValue() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException("There is no setpriv, which comes with util-linux", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Replaces itself with the command, so that it is the command that is ended. */
  private List<String> asUser() {
    return user.map(
            name -> List.of("setpriv", "--reuid=" + name, "--regid=" + name, "--init-groups", "--"))
        .orElse(List.of());
  }

  private static Optional<Path> debians() {
    if (!Files.isDirectory(DEBIAN)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.comparingInt(PostgresBinaries::version));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int version(Path bin) {
    String name = String.valueOf(DEBIAN.relativize(bin).getName(0));
    return name.matches("[0-9]{1,4}") ? Integer.parseInt(name) : 0;
  }

  private static Optional<Path> onPath() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
        .findFirst();
  }
}
