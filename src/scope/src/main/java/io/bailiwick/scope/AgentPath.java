package io.bailiwick.scope;

import java.util.ArrayList;
import java.util.List;

/**
 * The path that names an agent or one of its instances: {@code /agents/{name}/{key...}}. The raw
 * path is split first and each segment is then decoded once; what is ambiguous is refused.
 *
 * @param name the agent
 * @param key the instance; empty where the path names the agent alone
 */
public record AgentPath(String name, List<String> key) {
  /** The first segment, and the family of the scopes that speak of agents. */
  public static final String FAMILY = "agents";

  /** The most characters of a raw path. */
  public static final int MAX_LENGTH = 8192;

  private static final PercentEncoding SEGMENT =
      new PercentEncoding(AgentPath::mayStandPlain, AgentPath::mayStandEscaped);

  public AgentPath {
    AgentBinding.requireElement(name);
    key = List.copyOf(key);
    if (!key.isEmpty()) {
      AgentBinding.requireKey(key);
    }
  }

  /**
   * Splits a raw (still percent-encoded) path into decoded segments; {@code /} alone has none. A
   * segment may be any name, {@code *} included: there is no wildcard in a path.
   *
   * @throws MalformedPath where the path does not start with a slash; has a {@code .} or {@code ..}
   *     segment, an empty one (so no trailing slash either), more than {@value
   *     AgentBinding#MAX_KEY} of them or one longer than {@link Scope#MAX_ID}; has a slash or
   *     backslash within a segment, a {@code ;} or a control character, plain or escaped; has a
   *     broken escape or malformed UTF-8; or has what RFC 3986 lets no path have, such as a space,
   *     {@code ?}, {@code #} or a plain character beyond ASCII
   */
  public static List<String> segments(String rawPath) {
    if (!rawPath.startsWith("/") || rawPath.length() > MAX_LENGTH) {
      throw new MalformedPath(
          "A path starts with a slash and has at most " + MAX_LENGTH + " characters");
    }
    List<String> segments = new ArrayList<>();
    int start = 1;
    while (start < rawPath.length() || start > 1) {
      int slash = rawPath.indexOf('/', start);
      segments.add(segment(rawPath.substring(start, slash < 0 ? rawPath.length() : slash)));
      if (slash < 0) {
        break;
      }
      start = slash + 1;
    }
    if (segments.size() > AgentBinding.MAX_KEY) {
      throw new MalformedPath("A path has at most " + AgentBinding.MAX_KEY + " segments");
    }
    return List.copyOf(segments);
  }

  /**
   * Reads {@code /agents/{name}/{key...}}, relative to the service's own path.
   *
   * @throws MalformedPath where it is no such path
   */
  public static AgentPath parse(String rawPath) {
    return of(segments(rawPath));
  }

  /**
   * Reads decoded segments: {@link #FAMILY}, the name, the key.
   *
   * @throws MalformedPath where they are no such path
   */
  static AgentPath of(List<String> segments) {
    if (segments.size() < 2 || !segments.get(0).equals(FAMILY)) {
      throw new MalformedPath("An agent's path is /agents/{name}/{key...}");
    }
    return new AgentPath(segments.get(1), segments.subList(2, segments.size()));
  }

  /** By name where there is no key, else by name and key. */
  public AgentBinding binding() {
    return key.isEmpty() ? AgentBinding.named(name) : AgentBinding.keyed(name, key);
  }

  private static String segment(String raw) {
    String decoded;
    try {
      decoded = SEGMENT.decode(raw);
    } catch (PercentEncoding.Broken e) {
      throw new MalformedPath("In a path " + e.getMessage());
    }
    if (decoded.equals(".") || decoded.equals("..")) {
      throw new MalformedPath("A path has no dot segments");
    }
    AgentBinding.requireElement(decoded);
    return decoded;
  }

  /** RFC 3986's pchar without the semicolon. */
  private static boolean mayStandPlain(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "-._~!$&'()*+,=:@".indexOf(c) >= 0;
  }

  private static boolean mayStandEscaped(int codePoint) {
    return codePoint != '/'
        && codePoint != '\\'
        && codePoint != ';'
        && !Character.isISOControl(codePoint);
  }
}
