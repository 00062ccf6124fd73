package io.bailiwick.jakarta;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which pages of other origins may read this service's answers, and what their scripts may send
 * (the Fetch standard's CORS protocol). Immutable.
 *
 * <p>Closed by default: without an origin no page of another origin reads anything. Origins are
 * compared as exact text; there is no {@code *}, no pattern and no {@code null} origin. This says
 * who may <em>read</em>: it authorizes nobody, and every request is decided by the gate all the
 * same.
 *
 * @param allowedOrigins serialized origins, such as {@code https://app.example.com}
 * @param allowedMethods methods that a preflight allows
 * @param allowedHeaders request headers that a preflight allows, in lower case
 * @param exposedHeaders response headers that a page may read
 * @param credentials whether a browser may send cookies along
 * @param maxAge for how long a browser may remember a preflight's answer; whole seconds
 */
public record CorsPolicy(
    Set<String> allowedOrigins,
    Set<String> allowedMethods,
    Set<String> allowedHeaders,
    Set<String> exposedHeaders,
    boolean credentials,
    Duration maxAge) {

  /**
   * @throws IllegalArgumentException where an origin is a wildcard, {@code null} or not the text
   *     that a browser would send
   */
  public CorsPolicy {
    allowedOrigins = ordered(allowedOrigins);
    allowedOrigins.forEach(CorsPolicy::requireOrigin);
    allowedMethods = ordered(allowedMethods);
    allowedHeaders =
        ordered(allowedHeaders.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
    exposedHeaders = ordered(exposedHeaders);
    for (Set<String> names : List.of(allowedMethods, allowedHeaders, exposedHeaders)) {
      names.forEach(CorsPolicy::requireName);
    }
    if (maxAge.isNegative()) {
      throw new IllegalArgumentException("A preflight can't be remembered for less than no time");
    }
  }

  /** No page of another origin reads anything. */
  public static CorsPolicy closed() {
    return of(Set.of());
  }

  /**
   * Pages of these origins may read every answer, refusals with their {@code WWW-Authenticate}
   * included, and may send a token, a DPoP proof, and a form or JSON body. Cookies stay out.
   */
  public static CorsPolicy of(Set<String> allowedOrigins) {
    return new CorsPolicy(
        allowedOrigins,
        ordered(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")),
        ordered(List.of("authorization", "dpop", "content-type", "accept")),
        ordered(List.of("WWW-Authenticate", "DPoP-Nonce", "Retry-After", "Location")),
        false,
        Duration.ofMinutes(10));
  }

  /**
   * Loosens: a browser may send this service's cookies with requests of the allowed origins. For
   * services that take a session cookie.
   */
  public CorsPolicy allowingCredentials() {
    return new CorsPolicy(
        allowedOrigins, allowedMethods, allowedHeaders, exposedHeaders, true, maxAge);
  }

  /** More request headers that scripts may send, such as an API key's. */
  public CorsPolicy allowingHeaders(Set<String> names) {
    List<String> all = new ArrayList<>(allowedHeaders);
    all.addAll(names);
    return new CorsPolicy(
        allowedOrigins, allowedMethods, ordered(all), exposedHeaders, credentials, maxAge);
  }

  /** Every setting that loosens a check, one sentence each: to be shown at start. */
  public List<String> loosened() {
    return credentials && !allowedOrigins.isEmpty()
        ? List.of("allowingCredentials: pages of the allowed origins send this service's cookies")
        : List.of();
  }

  boolean allowsOrigin(String origin) {
    return allowedOrigins.contains(origin);
  }

  private static Set<String> ordered(Iterable<String> names) {
    Set<String> copy = new LinkedHashSet<>();
    names.forEach(copy::add);
    return java.util.Collections.unmodifiableSet(copy);
  }

  private static void requireOrigin(String origin) {
    try {
      URI uri = new URI(origin);
      String scheme = uri.getScheme();
      String serialized =
          scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
      if (uri.getHost() != null
          && (scheme.equals("https") || scheme.equals("http"))
          && serialized.equals(origin)
          && origin.equals(origin.toLowerCase(Locale.ROOT))
          && !isDefaultPort(scheme, uri.getPort())) {
        return;
      }
    } catch (URISyntaxException e) {
      // said below, without the text that could not be read
    }
    throw new IllegalArgumentException(
        "An allowed origin is scheme://host[:port] in lower case, as a browser sends it: no"
            + " wildcard, no path, no default port");
  }

  private static boolean isDefaultPort(String scheme, int port) {
    return port == (scheme.equals("https") ? 443 : 80);
  }

  private static void requireName(String name) {
    if (name.isEmpty()
        || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ',' && c != '*')) {
      throw new IllegalArgumentException("A method or header is named exactly, without wildcard");
    }
  }
}
