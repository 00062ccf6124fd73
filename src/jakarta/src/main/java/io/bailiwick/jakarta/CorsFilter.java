package io.bailiwick.jakarta;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Enumeration;
import java.util.Optional;

/**
 * Answers preflights and lets pages of the allowed origins read what this service says, refusals
 * included. Stands before the gate: a browser sends no token with a preflight. Thread-safe.
 *
 * <p>A preflight never reaches the application. A request of an origin that is not allowed goes on
 * without CORS headers, so that its page can't read the answer; it still needs its own token.
 */
public final class CorsFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient CorsPolicy policy;

  public CorsFilter(CorsPolicy policy) {
    this.policy = policy;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<String> origin = origin(request);
    if (isPreflight(request)) {
      preflight(request, response, origin.filter(policy::allowsOrigin));
    } else {
      chain.doFilter(request, readable(response, origin.filter(policy::allowsOrigin)));
    }
  }

  private static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Origin") != null
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  /** The one origin that was sent; of two, none. */
  private static Optional<String> origin(HttpServletRequest request) {
    Enumeration<String> sent = request.getHeaders("Origin");
    if (sent == null || !sent.hasMoreElements()) {
      return Optional.empty();
    }
    String first = sent.nextElement();
    return sent.hasMoreElements() ? Optional.empty() : Optional.of(first);
  }

  private void preflight(
      HttpServletRequest request, HttpServletResponse response, Optional<String> allowed) {
    response.addHeader("Vary", "Origin");
    response.addHeader("Vary", "Access-Control-Request-Method");
    response.addHeader("Vary", "Access-Control-Request-Headers");
    if (allowed.isEmpty()
        || !policy.allowedMethods().contains(request.getHeader("Access-Control-Request-Method"))) {
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    allow(response, allowed.get());
    response.setHeader("Access-Control-Allow-Methods", String.join(", ", policy.allowedMethods()));
    response.setHeader("Access-Control-Allow-Headers", String.join(", ", policy.allowedHeaders()));
    response.setHeader("Access-Control-Max-Age", Long.toString(policy.maxAge().toSeconds()));
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  private HttpServletResponse readable(HttpServletResponse response, Optional<String> allowed) {
    Runnable headers =
        () -> {
          if (!response.getHeaders("Vary").contains("Origin")) {
            response.addHeader("Vary", "Origin");
          }
          allowed.ifPresent(
              origin -> {
                allow(response, origin);
                response.setHeader(
                    "Access-Control-Expose-Headers", String.join(", ", policy.exposedHeaders()));
              });
        };
    headers.run();
    return new LastingHeaders(response, headers);
  }

  private void allow(HttpServletResponse response, String origin) {
    response.setHeader("Access-Control-Allow-Origin", origin);
    if (policy.credentials()) {
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
  }

  /** Whoever starts the answer afresh keeps it readable. */
  private static final class LastingHeaders extends HttpServletResponseWrapper {
    private final Runnable headers;

    LastingHeaders(HttpServletResponse response, Runnable headers) {
      super(response);
      this.headers = headers;
    }

    @Override
    public void reset() {
      super.reset();
      headers.run();
    }
  }
}
