package io.bailiwick.keycloak.handle;

import io.bailiwick.keycloak.issue.HandleGrant;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.util.UserSessionUtil;

/**
 * Whoever minted a ticket, as far as all still lives that her token hung on: client, session,
 * person, consent, and no not-before or revocation since. These are the questions that Keycloak
 * asks of an access token that is presented to it, put once more when the ticket is redeemed.
 */
record LiveCaller(
    ClientModel client, UserSessionModel session, AuthenticatedClientSessionModel clientSession) {

  /**
   * @throws TicketRefused with what has ended
   */
  static LiveCaller of(KeycloakSession keycloak, RealmModel realm, HandleGrant grant)
      throws TicketRefused {
    AccessToken token = presented(grant);
    ClientModel client = keycloak.clients().getClientById(realm, grant.client());
    if (client == null || !client.isEnabled()) {
      throw TicketRefused.ticket("client_disabled");
    }
    if (grant.issuedAt() < realm.getNotBefore() || grant.issuedAt() < client.getNotBefore()) {
      throw TicketRefused.ticket("issued_before_not_before");
    }
    if (!new TokenManager.TokenRevocationCheck(keycloak).test(token)) {
      throw TicketRefused.ticket("token_revoked");
    }
    token.issuedFor(client.getClientId());
    UserSessionUtil.UserSessionValidationResult found =
        UserSessionUtil.findValidSessionForAccessToken(keycloak, realm, token, client, ended -> {});
    if (found.getError() != null) {
      throw TicketRefused.ticket(found.getError());
    }
    UserSessionModel session = found.getUserSession();
    if (session.getUser() == null || !session.getUser().getId().equals(grant.user())) {
      throw TicketRefused.ticket("user_not_found");
    }
    if (!session.getUser().isEnabled()) {
      throw TicketRefused.ticket("user_disabled");
    }
    if (!TokenManager.isUserValid(keycloak, realm, token, session.getUser())) {
      throw TicketRefused.ticket("issued_before_not_before");
    }
    @Nullable AuthenticatedClientSessionModel clientSession =
        session.getAuthenticatedClientSessionByClient(client.getId());
    if (clientSession == null) {
      throw TicketRefused.ticket("session_without_client");
    }
    if (!TokenManager.verifyConsentStillAvailable(
        keycloak,
        session.getUser(),
        client,
        clientSession,
        String.join(" ", grant.oauthScopes()))) {
      throw TicketRefused.ticket("consent_withdrawn");
    }
    return new LiveCaller(client, session, clientSession);
  }

  /** As much of the presented token as these questions are about. */
  private static AccessToken presented(HandleGrant grant) {
    AccessToken token = new AccessToken();
    token.id(grant.tokenId());
    token.subject(grant.user());
    token.iat(grant.issuedAt());
    token.setSessionId(grant.session().orElse(null));
    return token;
  }
}
