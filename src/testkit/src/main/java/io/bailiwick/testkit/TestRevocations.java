package io.bailiwick.testkit;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A revocation feed on loopback, as Bailiwick's providers serve it: it looks at the client's
 * secret, holds a request until there is something, and forgets on demand. Answers and silences on
 * demand. Thread-safe.
 */
public final class TestRevocations implements AutoCloseable {
  /** The client that may follow. */
  public static final String CLIENT_ID = TestIssuer.AUDIENCE;

  /** That client's secret. */
  public static final String CLIENT_SECRET = "the-secret-of:research-os";

  private static final int MOST = 500;

  private final HttpServer server;
  private final ExecutorService threads;
  private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
  // under this object's lock
  private final List<Map<String, Object>> history = new ArrayList<>();
  private int forgotten;
  private Instant completeSince = Instant.EPOCH;
  private Optional<Scripted> scripted = Optional.empty();
  private boolean silent;
  private boolean closed;

  private record Scripted(int status, Map<String, String> headers, byte[] body) {}

  private TestRevocations(HttpServer server) {
    this.server = server;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "test-revocations");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts on a free port of loopback. */
  public static TestRevocations start() {
    return start(0);
  }

  /** Starts on that port of loopback, say one where there was a feed before. */
  public static TestRevocations start(int port) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
      TestRevocations feed = new TestRevocations(server);
      server.setExecutor(feed.threads);
      server.createContext("/bailiwick/revocations", feed::answer);
      server.start();
      return feed;
    } catch (IOException e) {
      throw new UncheckedIOException("The port of loopback is not free", e);
    }
  }

  /** Where it is followed. */
  public URI endpoint() {
    return URI.create(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/bailiwick/revocations");
  }

  /** A session is revoked. */
  public void session(String sid) {
    add(Map.of("kind", "sid", "value", sid));
  }

  /** One token is revoked. */
  public void token(String jti) {
    add(Map.of("kind", "jti", "value", jti));
  }

  /** What a subject was issued by then is revoked. */
  public void subject(String sub, Instant issuedBefore) {
    add(Map.of("kind", "sub", "value", sub, "issued_before", issuedBefore.getEpochSecond()));
  }

  /** What a client was issued by then is revoked. */
  public void client(String azp, Instant issuedBefore) {
    add(Map.of("kind", "azp", "value", azp, "issued_before", issuedBefore.getEpochSecond()));
  }

  /** All that was issued by then is revoked. */
  public void everything(Instant issuedBefore) {
    add(Map.of("kind", "all", "issued_before", issuedBefore.getEpochSecond()));
  }

  /** One revocation, as JSON has it. */
  public synchronized void add(Map<String, Object> revocation) {
    history.add(Map.copyOf(revocation));
    notifyAll();
  }

  /** Forgets what it has told: whoever goes on from before is answered 410. */
  public synchronized void forget(Instant now) {
    forgotten = history.size() + 1;
    // a place that no cursor stands for
    history.add(Map.of());
    completeSince = now;
    notifyAll();
  }

  /** Since when its memory is complete; the epoch unless told. */
  public synchronized void completeSince(Instant when) {
    completeSince = when;
  }

  /** The form of each request so far, with {@code Authorization} among its fields. */
  public List<Map<String, String>> requests() {
    return List.copyOf(requests);
  }

  /** Answers everything with that from now on, held requests too. */
  public void script(int status, Map<String, String> headers, String body) {
    script(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Answers everything with these very bytes from now on. */
  public synchronized void script(int status, Map<String, String> headers, byte[] body) {
    scripted = Optional.of(new Scripted(status, Map.copyOf(headers), body.clone()));
    notifyAll();
  }

  /** Answers as it should again. */
  public synchronized void unscript() {
    scripted = Optional.empty();
    notifyAll();
  }

  /** Answers nothing while it is so. */
  public synchronized void silent(boolean is) {
    silent = is;
    notifyAll();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> form = form(exchange);
    requests.add(Map.copyOf(form));
    try {
      Scripted said = decide(form);
      said.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json"));
      exchange.sendResponseHeaders(
          said.status(), said.body().length == 0 ? -1 : said.body().length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(said.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private synchronized Scripted decide(Map<String, String> form) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds(form.get("wait")));
    while (!closed) {
      if (!silent) {
        if (scripted.isPresent()) {
          return scripted.get();
        }
        if (!basic().equals(form.get("Authorization"))) {
          return json(401, Map.of("error", "invalid_client"));
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        Optional<Scripted> now = now(form, left <= 0);
        if (now.isPresent()) {
          return now.get();
        }
        wait(left);
      } else {
        wait();
      }
    }
    return json(503, Map.of());
  }

  /** Empty where the request is to be held. */
  private Optional<Scripted> now(Map<String, String> form, boolean waited) {
    String cursor = form.get("cursor");
    if (cursor == null) {
      boolean whole = "oldest".equals(form.get("from"));
      return Optional.of(page(whole ? forgotten : history.size(), whole));
    }
    int from = Integer.parseInt(cursor);
    if (from < forgotten) {
      return Optional.of(
          json(
              410,
              Map.of(
                  "error",
                  "cursor_gone",
                  "cursor",
                  Integer.toString(history.size()),
                  "complete_since",
                  completeSince.getEpochSecond())));
    }
    return from < history.size() || waited ? Optional.of(page(from, false)) : Optional.empty();
  }

  private Scripted page(int from, boolean first) {
    int to = Math.min(history.size(), from + MOST);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("cursor", Integer.toString(to));
    answer.put("revocations", history.subList(from, to));
    if (to < history.size()) {
      answer.put("more", true);
    }
    if (first) {
      answer.put("complete_since", completeSince.getEpochSecond());
    }
    return json(200, answer);
  }

  private static long seconds(@org.jspecify.annotations.Nullable String wait) {
    return wait == null ? 0 : Long.parseLong(wait);
  }

  private static Scripted json(int status, Map<String, Object> members) {
    return new Scripted(
        status,
        Map.of("Cache-Control", "no-store"),
        JSONObjectUtils.toJSONString(members).getBytes(StandardCharsets.UTF_8));
  }

  private static String basic() {
    String pair = CLIENT_ID + ":" + CLIENT_SECRET.replace(":", "%3A");
    return "Basic "
        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new LinkedHashMap<>();
    Arrays.stream(body.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(
            pair ->
                form.put(
                    URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) {
      form.put("Authorization", authorization);
    }
    return form;
  }
}
