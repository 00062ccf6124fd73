package io.bailiwick.adapter.token;

/** How the caller authenticated: the token's {@code auth_method}. */
public enum AuthMethod {
  BEARER,
  API_KEY,
  TICKET,
  SESSION,
  /** The development security key, which proves no person. */
  SECURITY_KEY
}
