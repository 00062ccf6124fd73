package io.bailiwick.adapter.keys;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers every request byte by byte as it is told, which no HTTP server would. */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Script script;

  /** What is sent in answer to one request; the connection ends with it. */
  interface Script {
    void answer(OutputStream out, ScriptedServer server) throws IOException, InterruptedException;
  }

  ScriptedServer(Script first) throws IOException {
    this.script = first;
    this.socket = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** An answer of 200 with that body and these header lines. */
  static Script ok(String body, String... headers) {
    return bytes(body.getBytes(StandardCharsets.UTF_8), headers);
  }

  static Script bytes(byte[] body, String... headers) {
    return (out, server) -> {
      out.write(head("200 OK", body.length, headers));
      out.write(body);
    };
  }

  static byte[] head(String status, long length, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(length).append("\r\nConnection: close\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.US_ASCII);
  }

  void does(Script next) {
    script = next;
  }

  int requests() {
    return requests.get();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/certs");
  }

  /** Returns only when the server is closed. */
  void awaitClosed() throws InterruptedException {
    closed.await();
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
    for (Socket each : open) {
      each.close();
    }
  }

  private void accept() {
    while (!isClosed()) {
      try {
        Socket taken = socket.accept();
        open.add(taken);
        daemon(() -> serve(taken));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket taken) {
    try (taken) {
      InputStream in = taken.getInputStream();
      int ends = 0;
      while (ends < 4) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        ends = next == "\r\n\r\n".charAt(ends) ? ends + 1 : 0;
      }
      requests.incrementAndGet();
      script.answer(taken.getOutputStream(), this);
    } catch (IOException | InterruptedException e) {
      // the other side hung up, or the test is over
    } finally {
      open.remove(taken);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }
}
