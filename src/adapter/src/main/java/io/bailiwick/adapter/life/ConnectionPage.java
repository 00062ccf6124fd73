package io.bailiwick.adapter.life;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some of the open connections, the eldest first.
 *
 * @param next where the next page starts; empty where this is the last
 */
public record ConnectionPage(List<Connection> connections, OptionalLong next) {
  public ConnectionPage {
    connections = List.copyOf(connections);
  }
}
