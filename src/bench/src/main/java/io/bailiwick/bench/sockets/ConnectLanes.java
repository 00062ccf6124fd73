package io.bailiwick.bench.sockets;

import io.bailiwick.bench.run.Measured;
import io.bailiwick.bench.run.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What a connect costs the service's process, from the handshake to the end of a socket that is
 * closed at once, the kernel's part included. The lanes take turns against one server that runs.
 */
public final class ConnectLanes {
  /** By which a run is narrowed. */
  public static final String KEY = "sockets";

  /** A caller that was verified before is taken, whatever the token says. */
  public static final String OPEN = "no verification";

  /** A token that the server never saw. */
  public static final String FIRST = "bailiwick, token";

  /** A token that the server saw before. */
  public static final String SEEN = "bailiwick, token seen before";

  /** A ticket in the URL, that is redeemed for a token that the server never saw. */
  public static final String TICKET = "bailiwick, ticket";

  private static final List<String> LANES = List.of(OPEN, FIRST, SEEN, TICKET);
  private static final int TOKENS = 2_000;
  private static final int SEEN_TOKENS = 64;

  private final SocketProcess server;
  private final SocketLoad load;
  private final List<byte[]> first;
  private final List<byte[]> open;
  private final List<byte[]> tickets;

  private ConnectLanes(
      SocketProcess server, SocketLoad load, List<String> tokens, List<String> tickets) {
    this.server = server;
    this.load = load;
    this.first = tokens.stream().map(token -> SocketLoad.handshake("", "Bearer " + token)).toList();
    this.open =
        tokens.stream()
            .map(
                token ->
                    SocketLoad.handshake(
                        "", "Bearer " + SocketServer.UNVERIFIED + token.substring(1)))
            .toList();
    this.tickets =
        tickets.stream().map(ticket -> SocketLoad.handshake("?ticket=" + ticket, "")).toList();
  }

  /** Measures all of them. */
  public static Measured measure(boolean longer) {
    String title = "WebSocket: to open one at the sample and close it, RS256";
    System.out.println("Measuring: " + title);
    try (TicketDesk desk = TicketDesk.open()) {
      SocketTokens tokens = new SocketTokens(desk.issuer());
      List<String> made = tokens.make(TOKENS, "");
      List<String> tickets = desk.take(tokens.make(TOKENS, "ticket"));
      try (SocketProcess server =
              SocketProcess.start(
                  SocketServer.FORGETFUL, desk.issuer(), tokens.pem(), made.get(0));
          SocketLoad load = new SocketLoad(server.port())) {
        ConnectLanes lanes = new ConnectLanes(server, load, made, tickets);
        lanes.rounds(longer ? 6 : 3);
        return new Measured(title, OPEN, lanes.rounds(longer ? 30 : 8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(title + " could not be measured", e);
    }
  }

  private List<Turn> rounds(int rounds) throws IOException {
    List<Turn> turns = new ArrayList<>();
    Random random = new Random(20261124);
    for (int round = 0; round < rounds; round++) {
      List<String> order = new ArrayList<>(LANES);
      Collections.shuffle(order, random);
      for (String lane : order) {
        turns.add(turn(lane, round));
      }
    }
    return turns;
  }

  private Turn turn(String lane, int round) throws IOException {
    List<byte[]> handshakes =
        switch (lane) {
          case OPEN -> open;
          case TICKET -> tickets;
          case SEEN -> first.subList(0, SEEN_TOKENS);
          default -> first;
        };
    server.forget();
    if (lane.equals(SEEN)) {
      load.connect(handshakes, handshakes.size());
    }
    long before = server.cpu().toNanos();
    load.connect(handshakes, TOKENS);
    return new Turn(lane, round, (server.cpu().toNanos() - before) / (double) TOKENS, Double.NaN);
  }
}
