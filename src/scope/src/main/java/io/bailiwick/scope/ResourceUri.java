package io.bailiwick.scope;

import java.util.Optional;

/**
 * The resource URI of an agent service (RFC 8707). Scheme, host and port match exactly, the path by
 * whole segments.
 */
public final class ResourceUri {
  private ResourceUri() {}

  /**
   * @throws MalformedPath where the text is not an absolute http(s) URI without userinfo, query,
   *     fragment, dot segments and the like
   */
  public static ResourceUri parse(String text) {
    throw new UnsupportedOperationException();
  }

  /** The text exactly as given. */
  public String text() {
    throw new UnsupportedOperationException();
  }

  /** Whether one is the other or lies under it: such two services can't be told apart. */
  public boolean overlaps(ResourceUri other) {
    throw new UnsupportedOperationException();
  }

  /**
   * What a requested URI names at the service that has this URI.
   *
   * @return empty where it names neither this service nor an agent under it
   */
  public Optional<Target> resolve(ResourceUri requested) {
    throw new UnsupportedOperationException();
  }

  /** The service itself ({@code agent} empty) or an agent or instance under it. */
  public record Target(Optional<AgentBinding> agent) {}
}
