package io.bailiwick.keycloak.issue;

import org.keycloak.OAuthErrorException;
import org.keycloak.protocol.oidc.token.TokenInterceptorException;

/**
 * A token request that is refused: the token endpoint answers 400 with this OAuth error and
 * description. The description says what to do and never echoes what the caller sent.
 */
final class Refused extends TokenInterceptorException {
  private static final long serialVersionUID = 1L;

  private Refused(String error, String description) {
    super(error, description);
  }

  /** RFC 8707, section 2. */
  static Refused target(String description) {
    return new Refused(OAuthErrorException.INVALID_TARGET, description);
  }

  /** RFC 6749, section 5.2. */
  static Refused scope(String description) {
    return new Refused(OAuthErrorException.INVALID_SCOPE, description);
  }

  @Override
  public String getMessage() {
    return getError() + ": " + getDescription();
  }
}
