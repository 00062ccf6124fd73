package io.bailiwick.keycloak.issue;

import io.bailiwick.keycloak.audit.Finding;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.protocol.oidc.token.TokenInterceptorException;

/**
 * A token request that is refused: the token endpoint answers 400 with this OAuth error and
 * description. The description says what to do and never echoes what the caller sent.
 */
public final class Refused extends TokenInterceptorException {
  private static final long serialVersionUID = 1L;

  /** The detail of a refusal's event that holds a {@link Finding}'s code. */
  static final String EVENT_DETAIL = "bailiwick_finding";

  // an exception is serializable by type; nothing ever serializes this one
  private final transient @Nullable Finding finding;

  private Refused(String error, String description, @Nullable Finding finding) {
    super(error, description);
    this.finding = finding;
  }

  /** RFC 8707, section 2. */
  static Refused target(String description) {
    return new Refused(OAuthErrorException.INVALID_TARGET, description, null);
  }

  /** The same, because of what an administrator has to put right. */
  static Refused target(String description, Finding finding) {
    return new Refused(OAuthErrorException.INVALID_TARGET, description, finding);
  }

  /** RFC 6749, section 5.2. */
  static Refused scope(String description) {
    return new Refused(OAuthErrorException.INVALID_SCOPE, description, null);
  }

  /**
   * Writes the refusal's event. The finding is for administrators: what the caller is told does not
   * say whether a resource is unknown or at fault.
   */
  void record(EventBuilder event) {
    describe(event);
    event.detail(Details.REASON, getDescription()).error(getError());
  }

  /** Adds the finding, if there is one, to an event that is yet to be sent. */
  public void describe(EventBuilder event) {
    if (finding != null) {
      event.detail(EVENT_DETAIL, finding.code());
    }
  }

  @Override
  public String getMessage() {
    return getError() + ": " + getDescription();
  }
}
