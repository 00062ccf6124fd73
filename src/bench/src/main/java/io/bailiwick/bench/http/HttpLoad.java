package io.bailiwick.bench.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends requests over connections that stay open, each connection one at a time, and takes nothing
 * but 200. To loopback only.
 */
final class HttpLoad implements AutoCloseable {
  private static final int CONNECTIONS = 8;
  private static final int ANSWER_MILLIS = 20_000;

  private final int port;
  private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);

  HttpLoad(int port) {
    this.port = port;
  }

  /** One request, as bytes. */
  static byte[] get(String path, String token) {
    return ("GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Sends that many, of these in turn, and waits for all answers.
   *
   * @throws IllegalStateException where one is not answered with 200
   */
  void send(List<byte[]> requests, int count) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      running.add(
          threads.submit(
              () -> {
                converse(requests, count, next);
                return null;
              }));
    }
    try {
      for (Future<?> each : running) {
        each.get(10, TimeUnit.MINUTES);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The load was not carried", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void converse(List<byte[]> requests, int count, AtomicInteger next) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(ANSWER_MILLIS);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        socket.getOutputStream().write(requests.get(i % requests.size()));
        answer(in);
      }
    }
  }

  private static void answer(InputStream in) throws IOException {
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException("Not 200 but " + status);
    }
    int length = -1;
    boolean chunked = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:");
    }
    if (!chunked) {
      in.skipNBytes(length);
      return;
    }
    int chunk;
    do {
      chunk = Integer.parseInt(line(in), 16);
      in.skipNBytes(chunk + 2L);
    } while (chunk > 0);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The server hung up");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
