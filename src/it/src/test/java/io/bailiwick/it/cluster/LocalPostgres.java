package io.bailiwick.it.cluster;

import io.bailiwick.it.keycloak.BuildPaths;
import io.bailiwick.it.keycloak.Ports;
import io.bailiwick.it.keycloak.ProcessTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server of the test's own, of the binaries that this machine has. It listens on the
 * loopback address only, wants a password that nobody knows, and waits for no disk, since nothing
 * is to outlive it. PostgreSQL refuses to run as root, so there it runs as the user that Debian's
 * package has made for it.
 */
final class LocalPostgres implements Database {
  private static final String USER = "keycloak";
  private static final Duration START = Duration.ofMinutes(1);
  private static final Duration STEP = Duration.ofMinutes(2);

  private final ProcessTree tree;
  private final Path work;
  private final int port;
  private final String password;

  private LocalPostgres(ProcessTree tree, Path work, int port, String password) {
    this.tree = tree;
    this.work = work;
    this.port = port;
    this.password = password;
  }

  /** Makes and starts one, and returns when it listens. */
  static LocalPostgres start() {
    PostgresBinaries binaries = PostgresBinaries.find();
    try {
      Path work = workDirectory(binaries);
      String password = randomPassword();
      Path log = work.resolve("postgres.log");
      initialize(binaries, work, password, log);
      int port = Ports.free();
      Process process = begin(binaries.command("postgres", server(work, port)), work, log);
      LocalPostgres postgres = new LocalPostgres(new ProcessTree(process), work, port, password);
      try {
        postgres.awaitListening(log);
        return postgres;
      } catch (RuntimeException e) {
        postgres.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  @Override
  public String user() {
    return USER;
  }

  @Override
  public String password() {
    return password;
  }

  @Override
  public void close() {
    tree.close();
    try (var files = Files.walk(work)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "LocalPostgres[" + port + "]";
  }

  /** Under {@code target}, or where its user may not go there, among what is temporary. */
  private static Path workDirectory(PostgresBinaries binaries) throws IOException {
    Path homes = Files.createDirectories(BuildPaths.homes());
    boolean reachable = binaries.canEnter(homes);
    Path work =
        reachable
            ? Files.createTempDirectory(homes, "postgres-")
            : Files.createTempDirectory("bailiwick-postgres-");
    own(binaries, work);
    return work;
  }

  private static void own(PostgresBinaries binaries, Path path) throws IOException {
    if (binaries.user().isPresent()) {
      UserPrincipal owner =
          path.getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(binaries.user().get());
      Files.setOwner(path, owner);
    }
  }

  private static void initialize(PostgresBinaries binaries, Path work, String password, Path log)
      throws IOException {
    Path file = work.resolve("password");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, password);
    own(binaries, file);
    Process process =
        begin(
            binaries.command(
                "initdb",
                "-D",
                work.resolve("data").toString(),
                "--username=" + USER,
                "--auth=scram-sha-256",
                "--pwfile=" + file,
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync"),
            work,
            log);
    try (ProcessTree tree = new ProcessTree(process)) {
      if (!process.waitFor(STEP.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("initdb did not end well:\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during initdb", e);
    } finally {
      Files.delete(file);
    }
  }

  private static String[] server(Path work, int port) {
    List<String> line =
        new ArrayList<>(List.of("-D", work.resolve("data").toString(), "-h", "127.0.0.1"));
    line.addAll(List.of("-p", String.valueOf(port), "-k", ""));
    for (String setting :
        List.of(
            "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=250")) {
      line.addAll(List.of("-c", setting));
    }
    return line.toArray(String[]::new);
  }

  private static Process begin(ProcessBuilder command, Path work, Path log) throws IOException {
    return command
        .directory(work.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private void awaitListening(Path log) throws IOException {
    Instant deadline = Instant.now().plus(START);
    while (!listens()) {
      if (!tree.isAlive() || Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("PostgreSQL did not start:\n" + Files.readString(log));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while PostgreSQL starts", e);
      }
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static String randomPassword() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
