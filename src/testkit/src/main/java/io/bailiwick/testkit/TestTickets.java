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
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A token endpoint on loopback that redeems tickets, each once, as Bailiwick's providers do: the
 * client's secret, the grant, the ticket and its origin are looked at. Tickets never expire here.
 * Answers and silences on demand. Thread-safe.
 */
public final class TestTickets implements AutoCloseable {
  /** The client that may redeem. */
  public static final String CLIENT_ID = TestIssuer.AUDIENCE;

  /** That client's secret. */
  public static final String CLIENT_SECRET = "the-secret-of:research-os";

  private static final String GRANT = "urn:bailiwick:params:oauth:grant-type:ticket";

  private final HttpServer server;
  private final ExecutorService threads;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Entry> live = new ConcurrentHashMap<>();
  private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
  private volatile Optional<Scripted> scripted = Optional.empty();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private record Entry(String token, Optional<String> origin) {
    /** A ticket that no page has fetched is bound to no origin. */
    boolean isFor(@Nullable String sent) {
      return origin.isEmpty() || origin.get().equals(sent);
    }
  }

  private record Scripted(int status, Map<String, String> headers, String body) {}

  private TestTickets(HttpServer server) {
    this.server = server;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "test-tickets");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts on a free port of loopback. */
  public static TestTickets start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
      TestTickets tickets = new TestTickets(server);
      server.setExecutor(tickets.threads);
      server.createContext("/token", tickets::answer);
      server.start();
      return tickets;
    } catch (IOException e) {
      throw new UncheckedIOException("No port of loopback is free", e);
    }
  }

  /** Where tickets are redeemed. */
  public URI tokenEndpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
  }

  /** A ticket that is minted with that token, and redeemed for one of its own. */
  public String mint(TestToken token) {
    return mint(token.redeemed().sign(), Optional.empty());
  }

  /** A ticket that a page of that origin has fetched. */
  public String mint(TestToken token, String origin) {
    return mint(token.redeemed().sign(), Optional.of(origin));
  }

  /** A ticket that stands for exactly that text. */
  public String mint(String token, Optional<String> origin) {
    String ticket = unknown();
    live.put(ticket, new Entry(token, origin));
    return ticket;
  }

  /** What has the form of a ticket and is none. */
  public String unknown() {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return "bwt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /** The form of each request so far, with {@code Authorization} among its fields. */
  public List<Map<String, String>> requests() {
    return List.copyOf(requests);
  }

  /** Answers everything with that from now on. */
  public void script(int status, Map<String, String> headers, String body) {
    scripted = Optional.of(new Scripted(status, Map.copyOf(headers), body));
  }

  /** Answers nothing until {@link #release}. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  /** Answers what was held, and again. */
  public void release() {
    gate.countDown();
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> form = form(exchange);
    requests.add(Map.copyOf(form));
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (scripted.isPresent()) {
      Scripted said = scripted.get();
      said.headers().forEach(exchange.getResponseHeaders()::set);
      send(exchange, said.status(), said.body());
    } else {
      redeem(exchange, form);
    }
  }

  private void redeem(HttpExchange exchange, Map<String, String> form) throws IOException {
    if (!basic().equals(form.get("Authorization"))) {
      send(exchange, 401, error("invalid_client"));
      return;
    }
    if (!GRANT.equals(form.get("grant_type"))) {
      send(exchange, 400, error("unsupported_grant_type"));
      return;
    }
    Entry found = live.remove(form.getOrDefault("ticket", ""));
    if (found == null || !found.isFor(form.get("origin"))) {
      send(exchange, 400, error("invalid_grant"));
      return;
    }
    send(
        exchange,
        200,
        JSONObjectUtils.toJSONString(
            Map.of("access_token", found.token(), "token_type", "Bearer", "expires_in", 300)));
  }

  private static String basic() {
    String pair = CLIENT_ID + ":" + CLIENT_SECRET.replace(":", "%3A");
    return "Basic "
        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String error(String code) {
    return JSONObjectUtils.toJSONString(Map.of("error", code));
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new LinkedHashMap<>();
    Arrays.stream(body.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> form.put(decoded(pair[0]), decoded(pair[1])));
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) {
      form.put("Authorization", authorization);
    }
    return form;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json"));
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    } finally {
      exchange.close();
    }
  }
}
