package io.bailiwick.bench.sockets;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens sockets and closes them again as RFC 6455 has it, eight at a time, and takes nothing but
 * 101. On Linux from eight addresses of loopback, so that no address runs out of ports.
 */
final class SocketLoad implements AutoCloseable {
  private static final int AT_ONCE = 8;
  private static final int ANSWER_MILLIS = 20_000;

  /** RFC 6455, 5.5.1: a close without a code, masked as a client's frames are. */
  private static final byte[] CLOSE = {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0};

  private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

  private final int port;
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  SocketLoad(int port) {
    this.port = port;
  }

  /** A handshake with a token, or with a ticket in its URL. */
  static byte[] handshake(String query, String authorization) {
    return ("GET "
            + SocketTokens.PATH
            + query
            + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
            + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Opens and closes that many, with these handshakes in turn, and waits for all.
   *
   * @throws IllegalStateException where one is not opened
   */
  void connect(List<byte[]> handshakes, int count) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      int address = LINUX ? i + 1 : 1;
      running.add(
          threads.submit(
              () -> {
                for (int one = next.getAndIncrement(); one < count; one = next.getAndIncrement()) {
                  connect(handshakes.get(one % handshakes.size()), address);
                }
                return null;
              }));
    }
    try {
      for (Future<?> each : running) {
        each.get(10, TimeUnit.MINUTES);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The sockets were not opened", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void connect(byte[] handshake, int address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.bind(
          new InetSocketAddress(
              InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) address}), 0));
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      InputStream in = new BufferedInputStream(socket.getInputStream(), 2048);
      socket.getOutputStream().write(handshake);
      String status = line(in);
      if (!status.startsWith("HTTP/1.1 101")) {
        throw new IOException("Not 101 but " + status);
      }
      while (!line(in).isEmpty()) {
        // the headers say nothing that counts here
      }
      socket.getOutputStream().write(CLOSE);
      // its close, and then the end of the connection
      in.transferTo(OutputStream.nullOutputStream());
    }
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
