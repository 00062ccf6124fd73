package io.bailiwick.keycloak.issue;

import io.bailiwick.keycloak.audit.Finding;
import io.bailiwick.keycloak.audit.Findings;
import io.bailiwick.scope.ScopeSet;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;

/**
 * What a person was shown. Keycloak's consent page names the scopes that were asked for; where a
 * client that needs consent asks for no agent scope, "all that is held" would be given away without
 * a word of it on that page. For such a client, none asked for is none granted.
 */
record Consent(ClientModel client, String grantType) {

  /**
   * What a request is bounded by: for a refresh, what was asked for at first; else what is asked
   * for now.
   */
  RequestedTarget.Bounded bound(RequestedTarget.Bounded bounded) {
    return isRefresh()
        ? new RequestedTarget.Bounded(
            bounded.target(), named(bounded.limit(), bounded.target().service()))
        : bounded;
  }

  /** The scopes that a request names; none, and not "all", where it had to name some. */
  Optional<ScopeSet> asked(Optional<ScopeSet> asked, AgentService service) {
    return isRefresh() ? asked : named(asked, service);
  }

  private Optional<ScopeSet> named(Optional<ScopeSet> scopes, AgentService service) {
    if (scopes.isPresent() || !isNeeded()) {
      return scopes;
    }
    Findings.report(
        Finding.CONSENT_TO_NO_AGENT_SCOPE, client.getRealm().getName(), client.getClientId());
    return Optional.of(ScopeSet.none(service.rules()));
  }

  private boolean isRefresh() {
    return grantType.equals(OAuth2Constants.REFRESH_TOKEN);
  }

  /** A service account acts for itself: there is nobody to ask. */
  private boolean isNeeded() {
    return client.isConsentRequired() && !grantType.equals(OAuth2Constants.CLIENT_CREDENTIALS);
  }
}
