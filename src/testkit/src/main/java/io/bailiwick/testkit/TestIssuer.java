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
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An issuer in this process: discovery and JWKS over HTTP on loopback, keys that rotate, faults on
 * demand, and tokens as Bailiwick's providers make them. Thread-safe.
 */
public final class TestIssuer implements AutoCloseable {
  /** The client id that tokens are for, unless told otherwise. */
  public static final String AUDIENCE = "research-os";

  /** The resource URI that tokens are for, unless told otherwise. */
  public static final String RESOURCE = "http://localhost:7777";

  private static final String PATH = "/realms/test";

  private final Clock clock;
  private final HttpServer server;
  private final ExecutorService threads;
  private final List<Map<String, Object>> published = new CopyOnWriteArrayList<>();
  private final AtomicInteger discoveries = new AtomicInteger();
  private final AtomicInteger jwksReads = new AtomicInteger();
  private final AtomicInteger generation = new AtomicInteger();
  private volatile Behaviour behaviour = new Behaviour(Fault.NONE);
  private volatile TestKey key;

  /** How the issuer fails. */
  public enum Fault {
    NONE,
    /** Breaks the connection without a word. */
    DOWN,
    /** Answers 500. */
    ERROR,
    /** Answers 200 with what is no JSON. */
    GARBAGE,
    /** Answers what it would have answered at once, but only when the fault is over. */
    HANGING,
    /** Sends half an answer, and the rest only when the fault is over. */
    STALLED,
    /** Answers with 10 MB. */
    HUGE,
    /** Redirects to a server that would answer. */
    REDIRECT,
    /** Speaks for another issuer. */
    WRONG_ISSUER,
    /** A JWKS without keys. */
    EMPTY
  }

  /** A fault, and a gate that opens when it is over. */
  private record Behaviour(Fault fault, CountDownLatch over) {
    Behaviour(Fault fault) {
      this(fault, new CountDownLatch(1));
    }
  }

  private TestIssuer(Clock clock, HttpServer server, TestKey key) {
    this.clock = clock;
    this.server = server;
    this.key = key;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "test-issuer");
              thread.setDaemon(true);
              return thread;
            });
    published.add(key.jwk());
  }

  /** Starts on a free port of loopback, by the system's clock. */
  public static TestIssuer start() {
    return start(Clock.systemUTC());
  }

  /** Starts on a free port of loopback, with one RS256 key. */
  public static TestIssuer start(Clock clock) {
    return start(clock, TestKey.generate("key-0", "RS256"));
  }

  public static TestIssuer start(Clock clock, TestKey key) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
      TestIssuer issuer = new TestIssuer(clock, server, key);
      server.setExecutor(issuer.threads);
      server.createContext(PATH + "/.well-known/openid-configuration", issuer::answerDiscovery);
      server.createContext(PATH + "/protocol/openid-connect/certs", issuer::answerJwks);
      server.createContext("/elsewhere", exchange -> send(exchange, 200, issuer.jwks()));
      server.start();
      return issuer;
    } catch (IOException e) {
      throw new UncheckedIOException("No port of loopback is free", e);
    }
  }

  /** The issuer's name: the {@code iss} of its tokens. */
  public String issuer() {
    return "http://localhost:" + server.getAddress().getPort() + PATH;
  }

  public URI jwksUri() {
    return URI.create(issuer() + "/protocol/openid-connect/certs");
  }

  /** What the JWKS says now, whatever the fault. */
  public String jwks() {
    return JSONObjectUtils.toJSONString(Map.of("keys", new ArrayList<Object>(published)));
  }

  /** The key that signs now. */
  public TestKey key() {
    return key;
  }

  /** Signs with a new key from now on; the old ones stay published. Returns the old one. */
  public TestKey rotate() {
    return rotate(TestKey.generate("key-" + generation.incrementAndGet(), key.algorithm()));
  }

  public TestKey rotate(TestKey next) {
    TestKey old = key;
    published.add(0, next.jwk());
    key = next;
    return old;
  }

  /** Publishes one more entry in the JWKS, whatever it says. */
  public void publish(Map<String, Object> jwk) {
    published.add(jwk);
  }

  /** Takes a key out of the JWKS. */
  public void retire(String kid) {
    published.removeIf(jwk -> kid.equals(jwk.get("kid")));
  }

  /** Fails that way from now on; {@link Fault#NONE} heals. */
  public void fail(Fault fault) {
    Behaviour before = behaviour;
    behaviour = new Behaviour(fault);
    before.over.countDown();
  }

  /** How often the discovery document was asked for. */
  public int discoveries() {
    return discoveries.get();
  }

  /** How often the JWKS was asked for. */
  public int jwksReads() {
    return jwksReads.get();
  }

  /** A good token: five minutes, for {@link #AUDIENCE}, {@code agents:read}. */
  public TestToken token() {
    TestKey signing = key;
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", signing.algorithm());
    header.put("typ", "at+jwt");
    header.put("kid", signing.kid());
    Map<String, Object> claims = new LinkedHashMap<>();
    long now = clock.instant().getEpochSecond();
    claims.put("exp", now + Duration.ofMinutes(5).toSeconds());
    claims.put("iat", now);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("iss", issuer());
    claims.put("aud", List.of(AUDIENCE, RESOURCE));
    claims.put("sub", "5c1e2c8a-bert");
    claims.put("typ", "Bearer");
    claims.put("azp", "demo-cli");
    claims.put("sid", "session-1");
    return new TestToken(clock, signing, header, claims).scopes("agents:read");
  }

  @Override
  public void close() {
    behaviour.over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answerDiscovery(HttpExchange exchange) throws IOException {
    discoveries.incrementAndGet();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(
        "issuer", behaviour.fault == Fault.WRONG_ISSUER ? "https://issuer.example" : issuer());
    document.put("jwks_uri", jwksUri().toString());
    answer(exchange, JSONObjectUtils.toJSONString(document));
  }

  private void answerJwks(HttpExchange exchange) throws IOException {
    jwksReads.incrementAndGet();
    answer(exchange, behaviour.fault == Fault.EMPTY ? "{\"keys\":[]}" : jwks());
  }

  private void answer(HttpExchange exchange, String good) throws IOException {
    Behaviour now = behaviour;
    switch (now.fault) {
      case NONE, WRONG_ISSUER, EMPTY -> send(exchange, 200, good);
      case DOWN -> exchange.close();
      case ERROR -> send(exchange, 500, "{}");
      case GARBAGE -> send(exchange, 200, "<html>not what you asked for</html>");
      case HUGE -> send(exchange, 200, good + " ".repeat(10 * 1024 * 1024));
      case REDIRECT -> {
        exchange
            .getResponseHeaders()
            .set("Location", "http://localhost:" + server.getAddress().getPort() + "/elsewhere");
        send(exchange, 302, "");
      }
      case HANGING -> {
        await(now);
        send(exchange, 200, good);
      }
      case STALLED -> {
        byte[] body = good.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        OutputStream out = exchange.getResponseBody();
        out.write(Arrays.copyOf(body, body.length / 2));
        out.flush();
        await(now);
        out.write(body, body.length / 2, body.length - body.length / 2);
        exchange.close();
      }
    }
  }

  private static void await(Behaviour fault) {
    try {
      fault.over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
