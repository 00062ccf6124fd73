package io.bailiwick.adapter.connect;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What the gate reads of a request, whatever framework it came through. Header names are
 * case-insensitive.
 */
public interface ConnectRequest {
  String method();

  /** The path as sent, still percent-encoded, relative to the agent service's own path. */
  String rawPath();

  /** The raw query string, without the question mark. */
  Optional<String> rawQuery();

  /** Every value of a header, in order; empty where there is none. */
  List<String> headers(String name);

  /**
   * The method that the client has sent, where that is another than the one to decide: a service
   * may send a request on within itself. What proves a token is for this one.
   */
  default String sentMethod() {
    return method();
  }

  /** The path that the client has sent, as {@link #sentMethod()} is to {@link #method()}. */
  default String sentRawPath() {
    return rawPath();
  }

  /**
   * The other end of the connection, as the socket has it: never from a header, since anybody can
   * send one. Empty where the binding can't tell; all such clients are then one to the limits that
   * go by address.
   */
  default Optional<InetAddress> remoteAddress() {
    return Optional.empty();
  }

  /**
   * The client's certificate, where the TLS layer has seen it prove that it has the key. Never from
   * a header: anybody can send one.
   */
  default Optional<X509Certificate> clientCertificate() {
    return Optional.empty();
  }
}
