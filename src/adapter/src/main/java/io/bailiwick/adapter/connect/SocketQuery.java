package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.handle.Ticket;
import io.bailiwick.adapter.token.Presentation.Scheme;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the query string of a socket's URL may hold, and what it may not. */
final class SocketQuery {
  /** RFC 6750, 2.3; a name that nothing else has. */
  private static final String ACCESS_TOKEN = "access_token";

  /**
   * What a token is called where nobody has named it otherwise: by any client, however it is set.
   */
  private static final String TOKEN = "token";

  private final CredentialPlaces places;

  SocketQuery(CredentialPlaces places) {
    this.places = places;
  }

  /**
   * Every credential in it.
   *
   * @throws Refused where there is a token that may not stand there, or a ticket that is none
   */
  List<Credential> find(ConnectRequest request) {
    List<Credential> found = new ArrayList<>();
    for (String pair : request.rawQuery().orElse("").split("&", -1)) {
      int equals = pair.indexOf('=');
      Optional<String> name = name(pair);
      if (name.isPresent()) {
        credential(name.get(), equals < 0 ? "" : pair.substring(equals + 1)).ifPresent(found::add);
      }
    }
    return found;
  }

  /** The pairs that can hold no credential, whether or not one is taken here. */
  String withoutCredentials(String rawQuery) {
    return Arrays.stream(rawQuery.split("&", -1))
        .filter(pair -> name(pair).filter(name -> !isSecret(name)).isPresent())
        .collect(Collectors.joining("&"));
  }

  private boolean isSecret(String name) {
    return name.equals(places.names().ticketParameter())
        || name.equals(places.names().tokenParameter())
        || isToken(name);
  }

  private static boolean isToken(String name) {
    return name.equals(ACCESS_TOKEN) || name.equals(TOKEN);
  }

  private static Optional<String> name(String pair) {
    int equals = pair.indexOf('=');
    return decoded(equals < 0 ? pair : pair.substring(0, equals));
  }

  private Optional<Credential> credential(String name, String rawValue) {
    boolean ticket = places.tickets().isPresent() && name.equals(places.names().ticketParameter());
    boolean token = name.equals(places.names().tokenParameter());
    if (!ticket && !token && !isToken(name)) {
      return Optional.empty();
    }
    String value = decoded(rawValue).orElseThrow(SocketQuery::unusable);
    if (ticket && Ticket.of(value).isPresent()) {
      return Optional.of(new Credential(CredentialSource.QUERY_TICKET, Scheme.BEARER, value));
    }
    if (token && places.queryToken() && !Ticket.isMeant(value)) {
      return Optional.of(
          CredentialFinder.credential(CredentialSource.QUERY_TOKEN, Scheme.BEARER, value));
    }
    throw unusable();
  }

  /** Empty where it can't be read, which then names nothing here. */
  private static Optional<String> decoded(String raw) {
    try {
      return Optional.of(URLDecoder.decode(raw, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Refused unusable() {
    return new Refused(Refusal.of(Refusal.Code.INVALID_TOKEN));
  }
}
