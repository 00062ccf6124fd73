package io.bailiwick.keycloak.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Three nodes, with messages between them that are late or lost, and a follower that asks any of
 * them at any time: what it isn't told is gone it has heard, once.
 */
final class ThreeNodesTest {
  private static final List<String> NAMES = List.of("AAAAAAAA", "BBBBBBBB", "CCCCCCCC");
  private static final int NODES = NAMES.size();
  private static final int STEPS = 120;

  private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private final List<History> nodes =
      NAMES.stream().map(name -> new History(name, 12, Duration.ofHours(1), clock)).toList();

  /** What is on its way from one to another, in order. */
  private final List<Queue<Runnable>> wires = new ArrayList<>();

  private final Set<String> heard = new HashSet<>();
  private final Set<String> owed = new HashSet<>();
  private Cursor cursor = nodes.get(0).present();
  private int sent;

  ThreeNodesTest() {
    for (int i = 0; i < NODES * NODES; i++) {
      wires.add(new ArrayDeque<>());
    }
  }

  @Property(tries = 300)
  void follower_missesNothing_orIsTold(@ForAll long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      int node = random.nextInt(NODES);
      switch (random.nextInt(4)) {
        case 0 -> send(node, random);
        case 1 -> deliver(wires.get(random.nextInt(wires.size())));
        case 2 -> beat(node);
        default -> ask(node);
      }
    }
    wires.forEach(wire -> wire.forEach(Runnable::run));
    wires.forEach(Queue::clear);
    for (int node = 0; node < NODES; node++) {
      beat(node);
    }
    wires.forEach(wire -> wire.forEach(Runnable::run));
    int node = random.nextInt(NODES);
    for (int i = 0; i < STEPS; i++) {
      ask(node);
    }

    assertThat(owed).isEmpty();
  }

  private void send(int node, Random random) {
    String value = "v" + sent++;
    owed.add(value);
    long first = nodes.get(node).append(List.of(HistoryTest.notice(value)));
    for (int to = 0; to < NODES; to++) {
      if (to != node && random.nextInt(8) > 0) {
        post(node, to, first, List.of(HistoryTest.notice(value)));
      }
    }
  }

  private void beat(int node) {
    for (int to = 0; to < NODES; to++) {
      post(node, to, nodes.get(node).last() + 1, List.of());
    }
  }

  private void post(int from, int to, long first, List<Notice> notices) {
    wires.get(from * NODES + to).add(() -> nodes.get(to).receive(NAMES.get(from), first, notices));
  }

  private static void deliver(Queue<Runnable> wire) {
    if (!wire.isEmpty()) {
      wire.remove().run();
    }
  }

  private void ask(int node) {
    Reading reading = nodes.get(node).read(cursor, "realm", "os", 3);
    if (reading.gone()) {
      // whatever came before is the follower's to see to; what this node hasn't heard yet comes
      heard.clear();
      owed.clear();
    }
    for (String value : HistoryTest.values(reading)) {
      assertThat(heard.add(value)).as("%s comes once", value).isTrue();
    }
    owed.removeAll(heard);
    cursor = reading.cursor();
  }
}
