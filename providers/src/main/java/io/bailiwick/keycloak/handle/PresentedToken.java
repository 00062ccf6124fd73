package io.bailiwick.keycloak.handle;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.util.MtlsHoKTokenUtil;
import org.keycloak.util.TokenUtil;

/**
 * The token that a ticket is asked with, once Keycloak has verified it: signature, issuer, type,
 * times, revocation, session, client, person, and the DPoP proof where it is bound to a key (RFC
 * 9449, section 7). A token bound to a certificate needs that certificate on this very connection
 * (RFC 8705, section 3), and one that is bound to anything else can't be proved and is refused.
 */
final class PresentedToken {
  private PresentedToken() {}

  /**
   * @throws TicketRefused {@code invalid_token}; Keycloak doesn't say which of its checks failed
   */
  static AuthResult verify(KeycloakSession session) throws TicketRefused {
    AppAuthManager.@Nullable AuthHeader header = header(session);
    if (header == null) {
      throw TicketRefused.token("no_token");
    }
    @Nullable AuthResult presented =
        new AppAuthManager.BearerTokenAuthenticator(session)
            .setTokenString(header.getToken())
            .authenticate();
    if (presented == null) {
      throw TicketRefused.token("token_not_valid");
    }
    if (!isProved(session, presented.token(), presented.client())) {
      throw TicketRefused.token("token_not_proved");
    }
    return presented;
  }

  private static AppAuthManager.@Nullable AuthHeader header(KeycloakSession session) {
    List<String> headers =
        session.getContext().getRequestHeaders().getRequestHeader("Authorization");
    return headers != null && headers.size() == 1
        ? AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(
            session.getContext().getRequestHeaders())
        : null;
  }

  private static boolean isProved(KeycloakSession session, AccessToken token, ClientModel client) {
    AccessToken.Confirmation bound = token.getConfirmation();
    if (bound == null) {
      return !OIDCAdvancedConfigWrapper.fromClientModel(client).isUseMtlsHokToken();
    }
    boolean byKey = bound.getKeyThumbprint() != null;
    boolean byCertificate = bound.getCertThumbprint() != null;
    return (byKey || byCertificate)
        // the proof of a key was looked at where, and only where, the token's type says so
        && (!byKey || TokenUtil.TOKEN_TYPE_DPOP.equalsIgnoreCase(token.getType()))
        && (!byCertificate
            || MtlsHoKTokenUtil.verifyTokenBindingWithClientCertificate(
                token, session.getContext().getHttpRequest(), session));
  }
}
