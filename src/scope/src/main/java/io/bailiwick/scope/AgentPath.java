package io.bailiwick.scope;

import java.util.List;

/**
 * The path that names an agent or one of its instances: {@code /agents/{name}/{key...}}. The raw
 * path is split first and each segment is then decoded once; what is ambiguous is refused.
 */
public record AgentPath(String name, List<String> key) {
  /** The first segment, and the family of the scopes that speak of agents. */
  public static final String FAMILY = "agents";

  /**
   * Splits a raw (still percent-encoded) path into decoded segments.
   *
   * @throws MalformedPath on {@code .}, {@code ..}, an empty segment, {@code ;}, a control
   *     character, an encoded slash or backslash, a broken escape or malformed UTF-8
   */
  public static List<String> segments(String rawPath) {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads {@code /agents/{name}/{key...}}, relative to the service's own path.
   *
   * @throws MalformedPath where it is no such path
   */
  public static AgentPath parse(String rawPath) {
    throw new UnsupportedOperationException();
  }

  public AgentBinding binding() {
    throw new UnsupportedOperationException();
  }
}
