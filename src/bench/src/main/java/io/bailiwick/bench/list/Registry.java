package io.bailiwick.bench.list;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The agents of a service, in the order in which it lists them. */
final class Registry {
  /** One agent. */
  record Agent(String id, int position) {}

  private final List<Agent> all = new ArrayList<>();
  private final Map<String, Agent> byId = new LinkedHashMap<>();

  Registry(int size) {
    for (int i = 0; i < size; i++) {
      Agent agent = new Agent("agent-" + i, i);
      all.add(agent);
      byId.put(agent.id(), agent);
    }
  }

  List<Agent> all() {
    return all;
  }

  Map<String, Agent> byId() {
    return byId;
  }

  /** A read scope for each of that many agents, spread over all of them, in no order. */
  List<String> scopes(int count) {
    Map<Integer, String> shuffled = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      int position = (int) ((long) i * all.size() / count);
      // an odd multiplier: every number comes once
      shuffled.put((i * 0x9E3779B1) >>> 1, "agents:agent-" + position + ":read");
    }
    return List.copyOf(shuffled.values());
  }
}
