package io.bailiwick.bench.sockets;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ten thousand sockets that are open at once, each of another caller: what one takes of the
 * service's memory, how many threads there are, and how long it takes until all of them have heard
 * that their session is revoked. The client is the JDK's, in this process.
 */
public final class LiveSockets {
  private static final int COUNT = Integer.getInteger("bench.sockets", 10_000);
  private static final int WARM_UP = 500;
  private static final int OPENING = 64;

  /** What both sides have open beside their sockets. */
  private static final int OTHER_FILES = 500;

  private static final String REVOKED = "4403 auth.invalid_token";

  private final SocketProcess server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String administrator;
  private final List<Ear> open = new ArrayList<>();
  private final List<WebSocket> sockets = new ArrayList<>();

  private LiveSockets(SocketProcess server, String administrator) {
    this.server = server;
    this.administrator = administrator;
  }

  /** Hears when its socket is closed, and how. */
  private static final class Ear implements WebSocket.Listener {
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private volatile long closedAt;

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closedAt = System.nanoTime();
      closed.complete(code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closedAt = System.nanoTime();
      closed.complete("broken: " + error);
    }
  }

  /** Measures; gives Markdown. */
  public static String measure() {
    requireFiles();
    System.out.println("Measuring: " + COUNT + " live sockets");
    try (TicketDesk desk = TicketDesk.open()) {
      SocketTokens tokens = new SocketTokens(desk.issuer());
      List<String> made = tokens.make(COUNT + WARM_UP, "");
      try (SocketProcess server =
          SocketProcess.start(SocketServer.SHIPPED, desk.issuer(), tokens.pem(), made.get(0))) {
        return new LiveSockets(server, tokens.administrators()).measure(made);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The live sockets could not be measured", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private String measure(List<String> tokens) throws IOException, InterruptedException {
    open(tokens.subList(COUNT, COUNT + WARM_UP));
    endAll("?session=no-such-session");
    sockets.forEach(WebSocket::abort);
    sockets.clear();
    open.clear();
    awaitNone();
    StringBuilder text = new StringBuilder("\n## ").append(COUNT).append(" live sockets\n\n");
    text.append(
        "| open | heap after a collection | of it a socket | resident | of it a socket | threads |"
            + " to open them |\n|---|---|---|---|---|---|---|\n");
    SocketProcess.State none = server.state();
    row(text, 0, none, none, Duration.ZERO);
    int had = 0;
    for (int step : List.of(COUNT / 4, COUNT / 2, COUNT)) {
      long begun = System.nanoTime();
      open(tokens.subList(had, step));
      row(text, step, none, server.state(), Duration.ofNanos(System.nanoTime() - begun));
      had = step;
    }
    long cpu = server.cpu().toNanos();
    long begun = System.nanoTime();
    endAll("?session=" + SocketTokens.SESSION);
    long answered = System.nanoTime();
    long[] closed = new long[open.size()];
    for (int i = 0; i < closed.length; i++) {
      String how = open.get(i).closed.orTimeout(2, TimeUnit.MINUTES).join();
      if (!how.equals(REVOKED)) {
        throw new IllegalStateException("A socket was closed as " + how);
      }
      closed[i] = open.get(i).closedAt - begun;
    }
    Arrays.sort(closed);
    awaitNone();
    row(text, 0, none, server.state(), Duration.ZERO);
    return text.append(
            String.format(
                Locale.ROOT,
                "%nOne session was revoked: answered after %d ms, by when nothing is allowed on any"
                    + " of them; the first socket had heard it after %d ms, half of them after %d"
                    + " ms, the last one after %d ms, each with %s. It took %d ms of the server's"
                    + " processor time.%n",
                millis(answered - begun),
                millis(closed[0]),
                millis(closed[closed.length / 2]),
                millis(closed[closed.length - 1]),
                REVOKED,
                millis(server.cpu().toNanos() - cpu)))
        .toString();
  }

  private void open(List<String> tokens) throws InterruptedException {
    Semaphore opening = new Semaphore(OPENING);
    URI uri = URI.create("ws://127.0.0.1:" + server.port() + SocketTokens.PATH);
    List<CompletableFuture<WebSocket>> all = new ArrayList<>();
    for (String token : tokens) {
      opening.acquire();
      Ear ear = new Ear();
      open.add(ear);
      all.add(
          client
              .newWebSocketBuilder()
              .header("Authorization", "Bearer " + token)
              .buildAsync(uri, ear)
              .whenComplete((socket, failed) -> opening.release()));
    }
    all.forEach(each -> sockets.add(each.join()));
  }

  private void endAll(String query) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            request("/connections" + query).DELETE().build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("The connections were not ended: " + answer.statusCode());
    }
  }

  private void awaitNone() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!client
        .send(request("/connections").build(), HttpResponse.BodyHandlers.ofString())
        .body()
        .startsWith("{\"connections\":[]")) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Connections are left");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "Bearer " + administrator);
  }

  private static void row(
      StringBuilder text,
      int open,
      SocketProcess.State none,
      SocketProcess.State now,
      Duration took) {
    text.append(
        String.format(
            Locale.ROOT,
            "| %,d | %.1f MB | %s | %.1f MB | %s | %d | %s |%n",
            open,
            now.heap() / 1e6,
            each(now.heap() - none.heap(), open),
            now.resident() / 1e6,
            each(now.resident() - none.resident(), open),
            now.threads(),
            took.isZero() ? "" : String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1e3)));
  }

  private static String each(long more, int open) {
    return open == 0 ? "" : String.format(Locale.ROOT, "%.1f KB", more / 1e3 / open);
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  /** Says what to do, where the sockets could not all be opened. */
  private static void requireFiles() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        && system.getMaxFileDescriptorCount() < COUNT + OTHER_FILES) {
      throw new IllegalStateException(
          "This process may open "
              + system.getMaxFileDescriptorCount()
              + " files, and so may the server; raise that first (ulimit -n "
              + (COUNT + OTHER_FILES)
              + "), or ask for fewer sockets with -Dbench.sockets");
    }
  }
}
