package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.token.Presentation.Scheme;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the one credential of a request, in the places that the service allows. Two that disagree
 * are refused, and so is one given twice: which of them was meant can't be told.
 */
final class CredentialFinder {
  private static final String BEARER = "Bearer";
  private static final String DPOP = "DPoP";

  /** Visible ASCII without a comma, which would join two headers; the verifier is stricter. */
  private static final Pattern ONE_TOKEN = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]+");

  private final boolean bareToken;
  private final Optional<SessionCookie> cookie;
  private final boolean dpop;

  CredentialFinder(boolean bareToken, Optional<SessionCookie> cookie, boolean dpop) {
    this.bareToken = bareToken;
    this.cookie = cookie;
    this.dpop = dpop;
  }

  /**
   * @param upgrade whether a connection is asked for, which a page of any origin can do
   * @throws Refused where there is none, or none that can be used
   */
  Credential find(ConnectRequest request, boolean upgrade) {
    Optional<Credential> header = authorization(request);
    Optional<Credential> session = session(request, upgrade);
    if (header.isPresent() && session.isPresent()) {
      if (!same(header.get().token(), session.get().token())) {
        throw new Refused(Refusal.of(Refusal.Code.INVALID_TOKEN));
      }
    }
    return header
        .or(() -> session)
        .orElseThrow(() -> new Refused(Refusal.of(Refusal.Code.MISSING_TOKEN)));
  }

  private Optional<Credential> authorization(ConnectRequest request) {
    List<String> values = request.headers("Authorization");
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_TOKEN));
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
    if (bareToken && end < 0) {
      return Optional.of(credential(CredentialSource.AUTHORIZATION, Scheme.BEARER, value));
    }
    // another scheme: as if nothing had come (RFC 6750, 3.1), and a cookie does not mend it
    throw new Refused(Refusal.of(Refusal.Code.MISSING_TOKEN));
  }

  private Optional<Credential> session(ConnectRequest request, boolean upgrade) {
    if (cookie.isEmpty()) {
      return Optional.empty();
    }
    List<String> values = cookie.get().values(request);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1 || !cookie.get().isOwn(request, upgrade)) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_TOKEN));
    }
    return Optional.of(credential(CredentialSource.SESSION_COOKIE, Scheme.BEARER, values.get(0)));
  }

  private static Credential credential(CredentialSource source, Scheme scheme, String token) {
    if (!ONE_TOKEN.matcher(token).matches()) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_TOKEN));
    }
    return new Credential(source, scheme, token);
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
