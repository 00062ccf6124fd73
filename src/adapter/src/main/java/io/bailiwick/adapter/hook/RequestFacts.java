package io.bailiwick.adapter.hook;

import io.bailiwick.adapter.connect.ConnectRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a hook learns of the request that opened a connection. No header and no query: a credential
 * may be in them. Immutable.
 *
 * @param method as sent
 * @param path as sent, still percent-encoded, relative to the service's own
 * @param origin the page's; empty where none is said, or two are
 * @param address of the peer that the server has seen, which may be a proxy's; empty where that is
 *     not known
 */
public record RequestFacts(
    String method, String path, Optional<String> origin, Optional<String> address) {

  /** Of what a binding has in its hands. */
  public static RequestFacts of(ConnectRequest request) {
    List<String> origins = request.headers("Origin");
    return new RequestFacts(
        request.method(),
        request.rawPath(),
        origins.size() == 1 ? Optional.of(origins.get(0)) : Optional.empty(),
        request.remoteAddress().map(InetAddress::getHostAddress));
  }
}
