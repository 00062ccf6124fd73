package io.bailiwick.it.issue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bailiwick.it.keycloak.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The device on which a person says yes or no to a CIBA request: what Keycloak's channel {@code
 * ciba-http-auth-channel} posts to. It listens on the loopback address and keeps each request until
 * it is told what the person said, in the order in which they came.
 */
final class AuthenticationDevice implements AutoCloseable {
  private static final String PATH = "/requests";

  private final HttpServer server;
  private final BlockingQueue<String> authorizations = new LinkedBlockingQueue<>();

  private AuthenticationDevice(HttpServer server) {
    this.server = server;
  }

  static AuthenticationDevice start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AuthenticationDevice device = new AuthenticationDevice(server);
    server.createContext(PATH, device::take);
    server.start();
    return device;
  }

  /** Where Keycloak is to post. */
  URI uri() {
    InetSocketAddress address = server.getAddress();
    return URI.create(
        "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + PATH);
  }

  /**
   * Tells Keycloak what the person said to the oldest open request. Keycloak keeps that request
   * only after the device took it, so this is for when the client has its {@code auth_req_id}.
   *
   * @param status {@code SUCCEED}, {@code UNAUTHORIZED} or {@code CANCELLED}
   * @return the HTTP status
   */
  int answer(URI callback, String status) {
    return Http.send(
            Http.request(callback)
                .header("Authorization", authorizations.remove())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"status\":\"" + status + "\"}")))
        .status();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      boolean asked = authorization != null && authorization.startsWith("Bearer ");
      if (asked) {
        authorizations.add(authorization);
      }
      exchange.sendResponseHeaders(asked ? 201 : 401, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
