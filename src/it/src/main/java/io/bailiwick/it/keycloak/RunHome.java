package io.bailiwick.it.keycloak;

import io.bailiwick.it.realm.RealmFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The home of one server run. Its files are links to a prepared home, so it costs neither time nor
 * space; what the server writes is its own. Named after the process that made it, so that what a
 * killed one left behind is found and removed by the next.
 */
public final class RunHome implements AutoCloseable {
  private static final String PREFIX = "run-";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path path;

  private RunHome(Path path) {
    this.path = path;
  }

  static RunHome of(Path prepared, Path directory) {
    String name = PREFIX + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    RunHome home = new RunHome(directory.resolve(name));
    try {
      removeAbandoned(directory);
      Directories.delete(home.path);
      Directories.link(prepared, home.path);
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return path;
  }

  /** Puts realms where {@code --import-realm} finds them. */
  void imports(List<RealmFile> realms) {
    Path directory = path.resolve("data").resolve("import");
    realms.forEach(realm -> realm.write(directory.resolve(realm.name() + "-realm.json")));
  }

  @Override
  public void close() {
    try {
      Directories.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeAbandoned(Path directory) throws IOException {
    List<Path> runs;
    try (Stream<Path> entries = Files.list(directory)) {
      runs = entries.filter(entry -> isAbandoned(entry.getFileName().toString())).toList();
    }
    for (Path run : runs) {
      Directories.delete(run);
    }
  }

  private static boolean isAbandoned(String name) {
    if (!name.matches(PREFIX + "\\d+-\\d+(\\.log)?")) {
      return false;
    }
    long pid = Long.parseLong(name.substring(PREFIX.length(), name.lastIndexOf('-')));
    return ProcessHandle.of(pid).isEmpty();
  }
}
