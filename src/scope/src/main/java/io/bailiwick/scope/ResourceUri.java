package io.bailiwick.scope;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resource URI of an agent service, or of an agent or instance under it (RFC 8707). Immutable;
 * equal where the text is.
 *
 * <p>Scheme, host and port match exactly, as they are written: {@code http://h} and {@code
 * http://h:80} are two services' URIs, and so are {@code http://h} and {@code http://H}. The path
 * matches by whole segments, each decoded once.
 */
public final class ResourceUri {
  /** The most characters of a resource URI. */
  public static final int MAX_LENGTH = 8192;

  // a host is a name without empty labels, or an IPv6 address; no zone, no escape, no userinfo
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?<scheme>https?)://"
              + "(?<host>[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]++)*+|\\[[0-9A-Fa-f:.]{2,45}+])"
              + "(?::(?<port>[1-9][0-9]{0,4}))?"
              + "(?<path>/.*)?",
          Pattern.DOTALL);

  private final String text;
  private final String scheme;
  private final String host;
  private final Optional<Integer> port;
  private final List<String> segments;

  private ResourceUri(
      String text, String scheme, String host, Optional<Integer> port, List<String> segments) {
    this.text = text;
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.segments = segments;
  }

  /**
   * Reads an absolute {@code http} or {@code https} URI. A lone slash after the authority is the
   * same as none; after a longer path it is an empty segment, and refused.
   *
   * @throws MalformedPath where the text is no such URI, the scheme is not in lower case, there is
   *     userinfo, a query, a fragment or an impossible port, or the path is one that {@link
   *     AgentPath#segments} refuses
   */
  public static ResourceUri parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new MalformedPath("A resource URI has at most " + MAX_LENGTH + " characters");
    }
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      throw new MalformedPath(
          "A resource URI is http(s)://host, an optional port and path, and nothing else");
    }
    Optional<Integer> port = Optional.ofNullable(shape.group("port")).map(Integer::valueOf);
    if (port.isPresent() && port.get() > 65535) {
      throw new MalformedPath("A port is at most 65535");
    }
    String path = shape.group("path");
    return new ResourceUri(
        text,
        shape.group("scheme"),
        shape.group("host"),
        port,
        path == null ? List.of() : AgentPath.segments(path));
  }

  /** The text exactly as given. */
  public String text() {
    return text;
  }

  /**
   * Whether one is the other or lies under it: such two services can't be told apart. Here, unlike
   * in {@link #resolve}, a host's case and a scheme's own port make no difference, since what they
   * name is the same place.
   */
  public boolean overlaps(ResourceUri other) {
    return scheme.equals(other.scheme)
        && host.toLowerCase(Locale.ROOT).equals(other.host.toLowerCase(Locale.ROOT))
        && effectivePort() == other.effectivePort()
        && (startsWith(segments, other.segments) || startsWith(other.segments, segments));
  }

  /**
   * What a requested URI names at the service that has this URI.
   *
   * @return empty where it names neither this service nor an agent under it
   */
  public Optional<Target> resolve(ResourceUri requested) {
    if (!scheme.equals(requested.scheme)
        || !host.equals(requested.host)
        || !port.equals(requested.port)
        || !startsWith(requested.segments, segments)) {
      return Optional.empty();
    }
    List<String> rest = requested.segments.subList(segments.size(), requested.segments.size());
    if (rest.isEmpty()) {
      return Optional.of(new Target(Optional.empty()));
    }
    if (rest.size() < 2 || !rest.get(0).equals(AgentPath.FAMILY)) {
      return Optional.empty();
    }
    return Optional.of(new Target(Optional.of(AgentPath.of(rest).binding())));
  }

  /** The service itself ({@code agent} empty) or an agent or instance under it. */
  public record Target(Optional<AgentBinding> agent) {}

  private int effectivePort() {
    return port.orElse(scheme.equals("https") ? 443 : 80);
  }

  private static boolean startsWith(List<String> path, List<String> start) {
    return path.size() >= start.size() && path.subList(0, start.size()).equals(start);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceUri uri && text.equals(uri.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
