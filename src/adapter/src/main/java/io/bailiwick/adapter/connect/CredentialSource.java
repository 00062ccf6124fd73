package io.bailiwick.adapter.connect;

/**
 * Where a credential may be carried, in the order of precedence. The query string is no such place:
 * a token in a URL ends up in logs, so nothing there is ever looked at.
 */
public enum CredentialSource {
  /** {@code Authorization: Bearer} (RFC 6750, 2.1) or {@code DPoP} (RFC 9449, 7.1). */
  AUTHORIZATION,
  /** A session cookie, from pages of the service's own origin only. */
  SESSION_COOKIE
}
