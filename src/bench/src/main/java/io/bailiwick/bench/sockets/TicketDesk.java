package io.bailiwick.bench.sockets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A token endpoint on loopback that knows to which token each ticket leads, and looks at nothing
 * else. In the client's process: what redeeming costs the issuer is not what is measured.
 */
final class TicketDesk implements AutoCloseable {
  private static final String REALM = "/realms/bench";
  private static final String PREFIX = "bwt_";
  private static final int TICKET_BYTES = 32;
  private static final Pattern TICKET = Pattern.compile("ticket=bwt_([A-Za-z0-9_-]{43})");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private volatile List<String> tokens = List.of();

  private TicketDesk(HttpServer server) {
    this.server = server;
  }

  static TicketDesk open() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
      TicketDesk desk = new TicketDesk(server);
      server.setExecutor(desk.threads);
      server.createContext(REALM + "/protocol/openid-connect/token", desk::redeem);
      server.start();
      return desk;
    } catch (IOException e) {
      throw new UncheckedIOException("No port of loopback is free", e);
    }
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + REALM;
  }

  /** Takes these, and says which ticket leads to each, in their order. */
  List<String> take(List<String> redeemed) {
    tokens = List.copyOf(redeemed);
    return IntStream.range(0, redeemed.size()).mapToObj(TicketDesk::ticket).toList();
  }

  private static String ticket(int number) {
    return PREFIX
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(ByteBuffer.allocate(TICKET_BYTES).putInt(number).array());
  }

  private void redeem(HttpExchange exchange) throws IOException {
    try (exchange) {
      String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
      Matcher found = TICKET.matcher(form);
      if (!found.find()) {
        exchange.sendResponseHeaders(400, -1);
        return;
      }
      int number = ByteBuffer.wrap(Base64.getUrlDecoder().decode(found.group(1))).getInt();
      byte[] answer =
          ("{\"access_token\":\""
                  + tokens.get(number)
                  + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}")
              .getBytes(StandardCharsets.US_ASCII);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
