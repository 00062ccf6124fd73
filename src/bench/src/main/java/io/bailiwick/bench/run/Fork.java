package io.bailiwick.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.runner.CompilerHints;

/** Starts a {@link Rotation} in a process of its own, and reads what it measured. */
final class Fork {
  /** Far beyond what any group takes, even in the long mode. */
  private static final long MAX_MINUTES = 60;

  private Fork() {}

  static List<Turn> run(Group group, Pace pace, Path directory) {
    try {
      Path lanes = Files.createTempFile(directory, "lanes", ".txt");
      Path results = Files.createTempFile(directory, "turns", ".txt");
      Files.write(lanes, group.lanes().stream().map(Lane::line).toList());
      List<String> command = java();
      CompilerHints.addCompilerHints(command);
      command.addAll(
          List.of(
              Rotation.class.getName(),
              lanes.toString(),
              results.toString(),
              Long.toString(pace.warmUp().toMillis()),
              Long.toString(pace.turn().toMillis()),
              Integer.toString(pace.rounds()),
              group.accpInstalled() ? "accp" : "jdk"));
      Process process = new ProcessBuilder(command).inheritIO().start();
      finish(process, group.title());
      return Files.readAllLines(results).stream().map(Turn::read).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(group.title() + " could not be measured", e);
    }
  }

  /** This JVM again, with its class path, a fixed heap and no other option. */
  static List<String> java() {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms1g",
            "-Xmx1g",
            "-Djmh.ignoreLock=true",
            "-cp",
            System.getProperty("java.class.path")));
  }

  private static void finish(Process process, String title) {
    Thread stop = new Thread(process::destroy, "stop-fork");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      if (!process.waitFor(MAX_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(title + " was not measured to its end; see above");
      }
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    } finally {
      process.destroy();
    }
  }
}
