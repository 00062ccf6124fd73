package io.bailiwick.bench.http;

import io.bailiwick.adapter.keys.CryptoProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A {@link MeasuredServer}, from outside. Closing stops it. */
final class ServerProcess implements AutoCloseable {
  /** A free one, unless told. */
  private static final int PORT = Integer.getInteger("bench.port", 0);

  private final Process process;
  private final PrintStream to;
  private final BufferedReader from;
  private final Thread stop;
  private final int port;

  private ServerProcess(Process process, HttpTokens tokens) throws IOException {
    this.process = process;
    this.stop = new Thread(process::destroy, "stop-server");
    Runtime.getRuntime().addShutdownHook(stop);
    this.to = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    this.from =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    to.println(tokens.pem());
    to.println(tokens.make(1).get(0));
    this.port = Integer.parseInt(read(process, from, "port "));
  }

  static ServerProcess start(CryptoProvider provider, HttpTokens tokens) throws IOException {
    return new ServerProcess(
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xms512m",
                    "-Xmx512m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    MeasuredServer.class.getName(),
                    Integer.toString(PORT),
                    provider.option()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start(),
        tokens);
  }

  int port() {
    return port;
  }

  /** User and system time of the whole process. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Makes all tokens new to it. */
  void forget() throws IOException {
    to.println("forget");
    read(process, from, "forgotten");
  }

  @Override
  public void close() {
    to.close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static String read(Process process, BufferedReader from, String begins)
      throws IOException {
    String line = Objects.requireNonNullElse(from.readLine(), "nothing");
    if (!line.startsWith(begins)) {
      process.destroy();
      throw new IOException("The server said " + line);
    }
    return line.substring(begins.length());
  }
}
