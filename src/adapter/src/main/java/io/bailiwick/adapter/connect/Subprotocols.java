package io.bailiwick.adapter.connect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The entries of {@code Sec-WebSocket-Protocol} (RFC 6455, 11.3.4). Those that carry something are
 * for this service's eyes: never echoed, and never among what is offered to an application.
 */
final class Subprotocols {
  private static final String HEADER = "Sec-WebSocket-Protocol";

  private final CredentialPlaces places;

  Subprotocols(CredentialPlaces places) {
    this.places = places;
  }

  /** What follows the prefix that carries credentials, of every such entry. */
  List<String> credentials(ConnectRequest request) {
    return places.subprotocol()
        ? after(request, places.names().credentialSubprotocol())
        : List.of();
  }

  /** What follows the prefix that carries connection parameters, of every such entry. */
  List<String> params(ConnectRequest request) {
    return places.connectionParams()
        ? after(request, places.names().paramsSubprotocol())
        : List.of();
  }

  /** The one entry to echo; empty where nothing of ours is spoken. */
  Optional<String> spoken(ConnectRequest request) {
    boolean ours = places.subprotocol() || places.connectionParams();
    String spoken = places.names().spokenSubprotocol();
    return ours && offered(request).contains(spoken) ? Optional.of(spoken) : Optional.empty();
  }

  private List<String> after(ConnectRequest request, String prefix) {
    List<String> found =
        offered(request).stream()
            .filter(entry -> entry.startsWith(prefix))
            .map(entry -> entry.substring(prefix.length()))
            .toList();
    if (!found.isEmpty() && spoken(request).isEmpty()) {
      // a browser that offered something closes where nothing is chosen, and this is not for choice
      throw new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
    }
    return found;
  }

  /** Every entry that the client has offered. */
  static List<String> offered(ConnectRequest request) {
    return request.headers(HEADER).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .toList();
  }
}
