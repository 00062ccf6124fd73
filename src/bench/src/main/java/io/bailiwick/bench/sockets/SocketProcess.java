package io.bailiwick.bench.sockets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A {@link SocketServer}, from outside. Closing stops it. */
final class SocketProcess implements AutoCloseable {
  /** A free one, unless told. */
  private static final int PORT = Integer.getInteger("bench.port", 0);

  private final Process process;
  private final PrintStream to;
  private final BufferedReader from;
  private final Thread stop;
  private final int port;

  /**
   * @param heap bytes in use after a collection
   * @param resident bytes of memory that the kernel has given the process; 0 where it doesn't say
   */
  record State(long heap, long resident, int threads) {}

  private SocketProcess(Process process, String pem, String token) throws IOException {
    this.process = process;
    this.stop = new Thread(process::destroy, "stop-server");
    Runtime.getRuntime().addShutdownHook(stop);
    this.to = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    this.from =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    to.println(pem);
    to.println(token);
    this.port = Integer.parseInt(read("port "));
  }

  /**
   * @param kind as {@link SocketServer} knows them
   */
  static SocketProcess start(String kind, String issuer, String pem, String token)
      throws IOException {
    return new SocketProcess(
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xms64m",
                    "-Xmx1g",
                    "-cp",
                    System.getProperty("java.class.path"),
                    SocketServer.class.getName(),
                    kind,
                    issuer,
                    Integer.toString(PORT)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start(),
        pem,
        token);
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
    read("state ");
  }

  /** What it takes now, after a collection. */
  State state() throws IOException {
    to.println("state");
    String[] told = read("state ").split(" ", -1);
    return new State(Long.parseLong(told[0]), resident(), Integer.parseInt(told[1]));
  }

  private long resident() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
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

  private String read(String begins) throws IOException {
    String line = Objects.requireNonNullElse(from.readLine(), "nothing");
    if (!line.startsWith(begins)) {
      process.destroy();
      throw new IOException("The server said " + line);
    }
    return line.substring(begins.length());
  }
}
