package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.token.Presentation.Scheme;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the one credential of a request, in the places that the service allows. Two that disagree
 * are refused, and so are two in one place: which of them was meant can't be told.
 */
final class CredentialFinder {
  private static final String BEARER = "Bearer";
  private static final String DPOP = "DPoP";

  /** Visible ASCII without a comma, which would join two headers; the verifier is stricter. */
  private static final Pattern ONE_TOKEN = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]+");

  private final CredentialPlaces places;
  private final boolean dpop;
  private final Subprotocols subprotocols;
  private final ParamsReader params;
  private final SocketQuery query;

  CredentialFinder(CredentialPlaces places, boolean dpop) {
    this.places = places;
    this.dpop = dpop;
    this.subprotocols = new Subprotocols(places);
    this.params = new ParamsReader(places, subprotocols);
    this.query = new SocketQuery(places);
  }

  /**
   * What a plain HTTP request carries: nothing that only sockets may.
   *
   * @param upgrade whether a connection is asked for, which a page of any origin can do
   * @throws Refused where there is none, or none that can be used
   */
  Credential find(ConnectRequest request, boolean upgrade) {
    return one(inHeaders(request, upgrade, false)).orElseThrow(CredentialFinder::missing);
  }

  /**
   * What the opening request of a socket carries.
   *
   * @return empty where there is none
   * @throws Refused where there is none that can be used
   */
  Optional<Credential> findForSocket(ConnectRequest request) {
    List<Credential> found = inHeaders(request, true, true);
    for (String token : onlyOne(subprotocols.credentials(request))) {
      found.add(credential(CredentialSource.SUBPROTOCOL, Scheme.BEARER, token));
    }
    found.addAll(onlyOne(query.find(request)));
    return one(found);
  }

  /** The connection parameters of a request, without the credential that may be in them. */
  ConnectionParams params(ConnectRequest request, boolean socket) {
    return params.read(request, socket).params();
  }

  SocketQuery query() {
    return query;
  }

  /** The subprotocol entry to echo. */
  Optional<String> spoken(ConnectRequest request) {
    return subprotocols.spoken(request);
  }

  private List<Credential> inHeaders(ConnectRequest request, boolean upgrade, boolean socket) {
    List<Credential> found = new ArrayList<>();
    apiKey(request).ifPresent(found::add);
    authorization(request).ifPresent(found::add);
    session(request, upgrade).ifPresent(found::add);
    params
        .read(request, socket)
        .credential()
        .map(token -> credential(CredentialSource.CONNECTION_PARAMS, Scheme.BEARER, token))
        .ifPresent(found::add);
    return found;
  }

  private Optional<Credential> apiKey(ConnectRequest request) {
    if (places.apiKeys().isEmpty()) {
      return Optional.empty();
    }
    return onlyOne(request.headers(places.names().apiKeyHeader())).stream()
        .map(key -> credential(CredentialSource.API_KEY, Scheme.BEARER, key.strip()))
        .findFirst();
  }

  private Optional<Credential> authorization(ConnectRequest request) {
    List<String> values = onlyOne(request.headers("Authorization"));
    if (values.isEmpty()) {
      return Optional.empty();
    }
    String value = values.get(0).strip();
    int end = value.indexOf(' ');
    String scheme = end < 0 ? value : value.substring(0, end);
    String token = end < 0 ? "" : value.substring(end).strip();
    if (scheme.equalsIgnoreCase(BEARER)) {
      return Optional.of(credential(CredentialSource.AUTHORIZATION, Scheme.BEARER, token));
    }
    if (dpop && scheme.equalsIgnoreCase(DPOP)) {
      return Optional.of(credential(CredentialSource.AUTHORIZATION, Scheme.DPOP, token));
    }
    if (places.bareToken() && end < 0) {
      return Optional.of(credential(CredentialSource.AUTHORIZATION, Scheme.BEARER, value));
    }
    // another scheme: as if nothing had come (RFC 6750, 3.1), and another place does not mend it
    throw missing();
  }

  private Optional<Credential> session(ConnectRequest request, boolean upgrade) {
    Optional<SessionCookie> cookie = places.cookie();
    if (cookie.isEmpty()) {
      return Optional.empty();
    }
    List<String> values = cookie.get().values(request);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1 || !cookie.get().isOwn(request, upgrade)) {
      throw unusable();
    }
    return Optional.of(credential(CredentialSource.SESSION_COOKIE, Scheme.BEARER, values.get(0)));
  }

  static Credential credential(CredentialSource source, Scheme scheme, String token) {
    if (!ONE_TOKEN.matcher(token).matches()) {
      throw unusable();
    }
    return new Credential(source, scheme, token);
  }

  private static Optional<Credential> one(List<Credential> found) {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Credential first = found.get(0);
    if (!found.stream().allMatch(other -> same(first.token(), other.token()))) {
      throw unusable();
    }
    return Optional.of(first);
  }

  private static <T> List<T> onlyOne(List<T> found) {
    if (found.size() > 1) {
      throw unusable();
    }
    return found;
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static Refused missing() {
    return new Refused(Refusal.of(Refusal.Code.MISSING_TOKEN));
  }

  private static Refused unusable() {
    return new Refused(Refusal.of(Refusal.Code.INVALID_TOKEN));
  }
}
