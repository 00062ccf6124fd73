package io.bailiwick.adapter.connect;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The cookie that carries a session's token, from pages of the service's own origins and from
 * nowhere else: a browser sends it along with whatever another site makes it ask.
 */
final class SessionCookie {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");

  private final String name;
  private final Set<String> origins;

  /**
   * @throws IllegalArgumentException where the name is none, or there is no origin, or one is no
   *     origin
   */
  SessionCookie(String name, Collection<String> origins) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("A session cookie's name is an RFC 6265 token");
    }
    if (origins.isEmpty()) {
      throw new IllegalArgumentException(
          "A session cookie needs the origins that the service's own pages are served from");
    }
    origins.forEach(SessionCookie::requireOrigin);
    this.name = name;
    this.origins =
        origins.stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Every value of the cookie; more than one is ambiguous. */
  List<String> values(ConnectRequest request) {
    return request.headers("Cookie").stream()
        .flatMap(header -> List.of(header.split(";", -1)).stream())
        .map(String::strip)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .toList();
  }

  /**
   * Whether the request comes from one of the service's own pages. Where neither header says, only
   * what changes nothing may pass; a socket's must say its origin, as every browser does.
   */
  boolean isOwn(ConnectRequest request, boolean upgrade) {
    boolean safe = !upgrade && SAFE_METHODS.contains(request.method());
    List<String> origin = request.headers("Origin");
    List<String> site = request.headers("Sec-Fetch-Site");
    if (origin.size() > 1 || site.size() > 1) {
      return false;
    }
    if (!origin.isEmpty() && !origins.contains(origin.get(0).toLowerCase(Locale.ROOT))) {
      return false;
    }
    if (upgrade && origin.isEmpty()) {
      return false;
    }
    if (!site.isEmpty()) {
      return site.get(0).equals("same-origin") || (safe && site.get(0).equals("none"));
    }
    return safe || !origin.isEmpty();
  }

  private static void requireOrigin(String origin) {
    try {
      URI uri = URI.create(origin);
      boolean bare =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && "".equals(uri.getRawPath());
      if (bare && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("An origin is scheme://host, and a port", e);
    }
    throw new IllegalArgumentException("An origin is scheme://host, and a port");
  }
}
