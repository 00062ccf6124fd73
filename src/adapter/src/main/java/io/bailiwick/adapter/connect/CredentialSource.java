package io.bailiwick.adapter.connect;

/**
 * Where a credential may be carried, in the order of precedence. Only {@link #AUTHORIZATION} is
 * looked at unless {@link CredentialPlaces} say more.
 */
public enum CredentialSource {
  /** A header of its own that holds an API key. */
  API_KEY,
  /** {@code Authorization: Bearer} (RFC 6750, 2.1) or {@code DPoP} (RFC 9449, 7.1). */
  AUTHORIZATION,
  /** A session cookie, from pages of the service's own origin only. */
  SESSION_COOKIE,
  /** A member of the connection parameters. */
  CONNECTION_PARAMS,
  /** An entry of {@code Sec-WebSocket-Protocol}. */
  SUBPROTOCOL,
  /** A ticket in the query string of a socket's URL. */
  QUERY_TICKET,
  /**
   * A token in the query string of a socket's URL, where it ends up in logs: refused unless the
   * service says {@link CredentialPlaces.Builder#acceptTokenInQuery}.
   */
  QUERY_TOKEN,
  /** The first message on a socket that can do nothing before. */
  FIRST_MESSAGE
}
