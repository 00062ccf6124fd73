package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.ConnectRequest;
import io.bailiwick.adapter.limit.ClientAddress;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

/** A servlet request as the gate reads it: the path as sent, not as the container decoded it. */
record ServletConnectRequest(HttpServletRequest request) implements ConnectRequest {
  private static final String SENT = ServletConnectRequest.class.getName() + ".sent";

  /** By the Servlet specification, where the container ended the TLS connection itself. */
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

  /** What the client has sent, before any dispatch within the service. */
  private record Sent(String method, String rawPath) {}

  /**
   * The path still percent-encoded, below the context path. For an include it is the path of what
   * is included, which the container keeps apart from the request's own.
   */
  static String rawPath(HttpServletRequest request) {
    String uri = request.getRequestURI();
    // only then: a forward inside an include still finds the include's attributes
    if (request.getDispatcherType() == DispatcherType.INCLUDE
        && request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI) instanceof String path) {
      uri = path;
    }
    String context = request.getContextPath();
    // a context path that was sent in another spelling stays, and then names no route
    return uri.startsWith(context) ? uri.substring(context.length()) : uri;
  }

  /** On the first dispatch, what came from the client, for those that follow. */
  void rememberSent() {
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      request.setAttribute(SENT, new Sent(method(), rawPath()));
    }
  }

  @Override
  public String sentMethod() {
    return request.getAttribute(SENT) instanceof Sent sent ? sent.method : method();
  }

  @Override
  public String sentRawPath() {
    return request.getAttribute(SENT) instanceof Sent sent ? sent.rawPath : rawPath();
  }

  /** As the container has it from the socket, unless a service has told it of a proxy. */
  @Override
  public Optional<InetAddress> remoteAddress() {
    return Optional.ofNullable(request.getRemoteAddr()).flatMap(ClientAddress::literal);
  }

  @Override
  public Optional<X509Certificate> clientCertificate() {
    // the first is the client's own, those behind it lead to who issued it
    return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
        ? Optional.of(chain[0])
        : Optional.empty();
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String rawPath() {
    return rawPath(request);
  }

  @Override
  public Optional<String> rawQuery() {
    return Optional.ofNullable(request.getQueryString());
  }

  @Override
  public List<String> headers(String name) {
    Enumeration<String> values = request.getHeaders(name);
    return values == null ? List.of() : Collections.list(values);
  }

  /** Not the request, which has the query string in its text. */
  @Override
  public String toString() {
    return "ServletConnectRequest";
  }
}
