package io.bailiwick.it.keycloak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The distribution, unpacked and augmented with the very jar that ships: prepared once, and again
 * only when the distribution, the jar's content or the build options are others. A home is made
 * aside and renamed when whole, so an interrupted preparation is never taken for one. Processes
 * that prepare at once wait for each other.
 */
public final class KeycloakHome {
  /** What a home is built for, since Keycloak wants to know its kind of database by then. */
  public enum Database {
    /**
     * A demo and its tests begin the same each time, and the realm is imported from the files as
     * they are now.
     */
    IN_MEMORY("dev-mem"),
    POSTGRES("postgres");

    private final String vendor;

    Database(String vendor) {
      this.vendor = vendor;
    }
  }

  private static final String PREPARED = "home-";
  private static final String UNFINISHED = "unfinished-";
  private static final int KEPT = 3;

  private final Path distribution;
  private final Path providerJar;
  private final Path directory;
  private final Consumer<String> progress;
  private final List<String> buildOptions;

  /**
   * One that keeps all in memory.
   *
   * @param distribution the {@code keycloak-quarkus-dist} zip
   * @param providerJar the jar to drop into {@code providers/}
   * @param directory where homes are kept
   * @param progress gets a line at each long step
   */
  public KeycloakHome(
      Path distribution, Path providerJar, Path directory, Consumer<String> progress) {
    this(distribution, providerJar, directory, progress, Database.IN_MEMORY);
  }

  /**
   * @param database what it is built for
   */
  public KeycloakHome(
      Path distribution,
      Path providerJar,
      Path directory,
      Consumer<String> progress,
      Database database) {
    this.distribution = existing(distribution);
    this.providerJar = existing(providerJar);
    this.directory = directory.toAbsolutePath();
    this.progress = progress;
    this.buildOptions = List.of("--db=" + database.vendor);
  }

  /** The prepared home, made now where it is not there yet; nobody may run or change it itself. */
  public Path prepared() {
    try {
      Files.createDirectories(directory);
      Path home = directory.resolve(PREPARED + fingerprint());
      try (FileChannel channel =
              FileChannel.open(
                  directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var lock = channel.lock()) {
        if (!lock.isValid()) {
          throw new IllegalStateException("No lock on " + directory);
        }
        if (!Files.isDirectory(home)) {
          prepare(home);
        }
        Files.setLastModifiedTime(home, FileTime.from(Instant.now()));
        return home;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Preparing Keycloak in " + directory, e);
    }
  }

  /**
   * A home to run one server in: linked to the prepared one, with a {@code data} directory of its
   * own. Made anew, and gone when {@link RunHome#close} is called.
   */
  public RunHome runHome() {
    return RunHome.of(prepared(), directory);
  }

  private void prepare(Path home) throws IOException {
    removeAll(UNFINISHED, 0);
    Path unfinished = directory.resolve(UNFINISHED + home.getFileName());
    progress.accept("Unpacking " + distribution.getFileName());
    Unzip.stripped(distribution, unfinished);
    Path dropped = unfinished.resolve("providers").resolve(providerJar.getFileName());
    Files.copy(providerJar, dropped, StandardCopyOption.COPY_ATTRIBUTES);
    progress.accept(
        "Building Keycloak with " + providerJar.getFileName() + " (once, about a minute)");
    new KeycloakScript(unfinished)
        .runToEnd("build", buildOptions, directory.resolve("build.log"), progress);
    Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    removeAll(PREPARED, KEPT - 1);
  }

  /** Removes the oldest, but this many. A running server keeps its linked files. */
  private void removeAll(String prefix, int but) throws IOException {
    List<Path> found;
    try (Stream<Path> entries = Files.list(directory)) {
      found =
          entries
              .filter(entry -> entry.getFileName().toString().startsWith(prefix))
              .sorted(Comparator.comparing(KeycloakHome::lastUsed).reversed())
              .toList();
    }
    for (Path old : found.stream().skip(but).toList()) {
      Directories.delete(old);
    }
  }

  private static FileTime lastUsed(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private String fingerprint() throws IOException {
    return Fingerprint.empty()
        .text(distribution.getFileName().toString())
        .text(Long.toString(Files.size(distribution)))
        .text(providerJar.getFileName().toString())
        .content(providerJar)
        .text(String.join(" ", buildOptions))
        .hex();
  }

  private static Path existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("There is no " + file + "; build it with Maven first");
    }
    return file.toAbsolutePath();
  }
}
