package io.bailiwick.it.keycloak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** {@code bin/kc.sh} of one home, run by this process's own Java and by no setting of its shell. */
final class KeycloakScript {
  private static final int STEP = 10;

  private final Path home;

  KeycloakScript(Path home) {
    this.home = home;
  }

  /** Starts it, with its output in the file. */
  Process start(String command, List<String> options, Map<String, String> environment, Path log)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(home.resolve("bin").resolve(isWindows() ? "kc.bat" : "kc.sh").toString());
    line.add(command);
    line.addAll(options);
    Files.createDirectories(log.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // a KC_DB or JAVA_OPTS of the person's own shell would make another server than the one told
    builder.environment().keySet().removeIf(KeycloakScript::isForeign);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Runs it to its end; a status other than zero is an error that names the log. */
  void runToEnd(String command, List<String> options, Path log, Consumer<String> progress)
      throws IOException {
    Process process = start(command, options, Map.of(), log);
    try (ProcessTree tree = new ProcessTree(process)) {
      for (int seconds = STEP; !process.waitFor(STEP, TimeUnit.SECONDS); seconds += STEP) {
        tree.remember();
        progress.accept("  kc " + command + " is at work, " + seconds + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "kc " + command + " ended with " + process.exitValue() + ", see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted during kc " + command, e);
    }
  }

  private static boolean isForeign(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith("BAILIWICK_")
        || upper.startsWith("KC_")
        || upper.startsWith("KEYCLOAK_")
        || upper.startsWith("QUARKUS_")
        || upper.startsWith("JAVA_OPTS")
        || upper.equals("DEBUG");
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
  }
}
