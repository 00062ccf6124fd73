package io.bailiwick.adapter.connect;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What of a socket's opening request is still needed once it is over: containers reuse requests. No
 * credential is in it.
 */
record SocketRequest(
    String method,
    String rawPath,
    List<String> origins,
    List<String> proofs,
    List<String> forwardedFor,
    Optional<InetAddress> remoteAddress,
    Optional<X509Certificate> clientCertificate)
    implements ConnectRequest {
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  static SocketRequest of(ConnectRequest request) {
    return new SocketRequest(
        request.method(),
        request.rawPath(),
        List.copyOf(request.headers("Origin")),
        List.copyOf(request.headers("DPoP")),
        List.copyOf(request.headers(FORWARDED_FOR)),
        request.remoteAddress(),
        request.clientCertificate());
  }

  @Override
  public Optional<String> rawQuery() {
    return Optional.empty();
  }

  @Override
  public List<String> headers(String name) {
    if (name.equalsIgnoreCase("Origin")) {
      return origins;
    }
    if (name.equalsIgnoreCase(FORWARDED_FOR)) {
      return forwardedFor;
    }
    return name.equalsIgnoreCase("DPoP") ? proofs : List.of();
  }

  @Override
  public String toString() {
    return "SocketRequest";
  }
}
