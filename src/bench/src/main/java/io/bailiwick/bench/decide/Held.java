package io.bailiwick.bench.decide;

import java.util.ArrayList;
import java.util.List;

/** What is held and what is asked. */
final class Held {
  static final String RESOURCE = "agents";
  static final String ID = "agent-123";
  static final String ACTION = "run";
  static final String REQUIRED = RESOURCE + ":" + ID + ":" + ACTION;

  private Held() {}

  /** That many scopes; the one that allows comes last. */
  static List<String> scopes(int count) {
    List<String> scopes = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      scopes.add("agents:agent-" + (1000 + i) + ":run");
    }
    scopes.add(REQUIRED);
    return List.copyOf(scopes);
  }
}
