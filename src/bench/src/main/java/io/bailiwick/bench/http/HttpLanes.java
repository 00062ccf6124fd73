package io.bailiwick.bench.http;

import io.bailiwick.adapter.keys.CryptoProvider;
import io.bailiwick.bench.run.Measured;
import io.bailiwick.bench.run.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The lanes of the HTTP load. They take turns against one server that runs, each turn a number of
 * requests; what counts is the processor time of the server's process, the kernel's part included.
 */
public final class HttpLanes {
  /** By which a run is narrowed. */
  public static final String KEY = "http";

  /** The list of agents, without any verification: the same bytes in, the same bytes out. */
  public static final String OPEN = "no verification";

  /** The list of agents, each request with a token that the server never saw. */
  public static final String FIRST = "bailiwick, first connect";

  /** The list of agents, with tokens that the server saw before. */
  public static final String SEEN = "bailiwick, reconnect";

  /** Another route, that is public and answers less. */
  public static final String PUBLIC = "public route /health";

  private static final int NEW_TOKENS = 4_000;
  private static final int SEEN_TOKENS = 64;
  private static final int REQUESTS = 12_000;

  private final ServerProcess server;
  private final HttpLoad load;
  private final List<byte[]> first;
  private final List<byte[]> seen;
  private final List<byte[]> open;
  private final List<byte[]> publicly;

  private HttpLanes(ServerProcess server, HttpLoad load, List<String> tokens) {
    this.server = server;
    this.load = load;
    this.first = tokens.stream().map(token -> HttpLoad.get("/agents", token)).toList();
    this.seen = first.subList(0, SEEN_TOKENS);
    List<String> unverified =
        tokens.stream()
            .limit(SEEN_TOKENS)
            .map(token -> MeasuredServer.UNVERIFIED + token.substring(1))
            .toList();
    this.open = unverified.stream().map(token -> HttpLoad.get("/agents", token)).toList();
    this.publicly = unverified.stream().map(token -> HttpLoad.get("/health", token)).toList();
  }

  /** Measures on the JDK's provider and on Amazon's. */
  public static List<Measured> measure(boolean longer) {
    HttpTokens tokens = new HttpTokens();
    List<String> made = tokens.make(NEW_TOKENS);
    List<Measured> all = new ArrayList<>();
    for (CryptoProvider provider : List.of(CryptoProvider.JDK, CryptoProvider.ACCP)) {
      String title =
          "HTTP: the sample, RS256, with "
              + (provider == CryptoProvider.JDK ? "the JDK's provider" : "ACCP");
      System.out.println("Measuring: " + title);
      try (ServerProcess server = ServerProcess.start(provider, tokens);
          HttpLoad load = new HttpLoad(server.port())) {
        HttpLanes lanes = new HttpLanes(server, load, made);
        lanes.warmUp(longer ? 10 : 3);
        all.add(new Measured(title, OPEN, lanes.rounds(longer ? 30 : 8)));
      } catch (IOException e) {
        throw new UncheckedIOException(title + " could not be measured", e);
      }
    }
    return all;
  }

  private void warmUp(int rounds) throws IOException {
    for (int i = 0; i < rounds; i++) {
      for (String lane : List.of(OPEN, FIRST, SEEN, PUBLIC, FIRST)) {
        turn(lane, 0);
      }
    }
  }

  private List<Turn> rounds(int rounds) throws IOException {
    List<Turn> turns = new ArrayList<>();
    Random random = new Random(20261124);
    for (int round = 0; round < rounds; round++) {
      List<String> order = new ArrayList<>(List.of(OPEN, FIRST, SEEN, PUBLIC));
      Collections.shuffle(order, random);
      for (String lane : order) {
        turns.add(turn(lane, round));
      }
    }
    return turns;
  }

  private Turn turn(String lane, int round) throws IOException {
    List<byte[]> requests =
        switch (lane) {
          case FIRST -> first;
          case SEEN -> seen;
          case OPEN -> open;
          default -> publicly;
        };
    if (lane.equals(FIRST)) {
      server.forget();
    } else {
      // for reconnects: now they were seen
      load.send(requests, requests.size());
    }
    int count = lane.equals(FIRST) ? first.size() : REQUESTS;
    long before = server.cpu().toNanos();
    load.send(requests, count);
    return new Turn(lane, round, (server.cpu().toNanos() - before) / (double) count, Double.NaN);
  }
}
