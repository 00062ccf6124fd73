package io.bailiwick.keycloak.issue;

import io.bailiwick.scope.AgentBinding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.util.DPoPUtil;
import org.keycloak.services.util.DefaultClientSessionContext;

/**
 * What a handle stands for: one agent token, as far as it bounds the token that the handle is
 * redeemed for. It is made of a token that Keycloak has verified, kept as texts while the handle
 * lives, and holds neither the token nor any secret. What it is redeemed for goes through the same
 * formula as every agent token, with the presented token's scopes as its ceiling, so that it never
 * says more.
 *
 * @param service the internal id of the agent service
 * @param resource the resource URI exactly as it was asked: the service, or an agent within what
 *     the token was bound to
 * @param scopes the token's agent scopes
 * @param oauthScopes the names of its other scopes
 * @param user the internal id of whom it is about
 * @param client the internal id of the client that it was issued to
 * @param tokenId its {@code jti}
 * @param issuedAt its {@code iat}
 * @param carried what goes into the redeemed token as it is
 */
public record HandleGrant(
    String service,
    String resource,
    List<String> scopes,
    Set<String> oauthScopes,
    String user,
    String client,
    String tokenId,
    long issuedAt,
    CarriedClaims carried) {
  private static final String SERVICE = "service";
  private static final String RESOURCE = "resource";
  private static final String SCOPES = "scopes";
  private static final String OAUTH_SCOPES = "scope";
  private static final String USER = "user";
  private static final String CLIENT = "client";
  private static final String TOKEN_ID = "jti";
  private static final String ISSUED_AT = "iat";

  public HandleGrant {
    scopes = List.copyOf(scopes);
    oauthScopes = Set.copyOf(oauthScopes);
  }

  /**
   * Of a token that Keycloak has verified, its proof of possession included, for a resource that it
   * is for or one within that.
   *
   * @throws Refused {@code invalid_target} where the token is for no agent service, for another, or
   *     bound to another agent
   */
  public static HandleGrant of(KeycloakSession session, AuthResult presented, String resource) {
    AgentServices services = AgentServices.of(session, session.getContext().getRealm());
    AccessToken token = presented.token();
    AgentTarget target = services.named(resource);
    if (token.getAuthorization() != null) {
      throw Refused.target("the token is a UMA ticket's and carries no agent scopes");
    }
    SubjectToken subject =
        SubjectToken.of(services, token)
            .orElseThrow(() -> Refused.target("the token is for no agent service"));
    RequestedTarget.within(subject, target);
    return new HandleGrant(
        target.service().id(),
        target.resource(),
        subject.scopes().texts(),
        AgentScopeNames.split(token.getScope()).stream()
            .filter(name -> !AgentScopeNames.isAgentScope(target.service(), name))
            .collect(Collectors.toSet()),
        presented.user().getId(),
        presented.client().getId(),
        token.getId(),
        token.getIat(),
        CarriedClaims.of(token));
  }

  /** Which agent a resource of this realm names, for an event to say; empty where it names none. */
  public Optional<AgentBinding> agent(KeycloakSession session) {
    return AgentServices.of(session, session.getContext().getRealm())
        .resolve(resource)
        .flatMap(AgentTarget::agent);
  }

  /** When the token ends, in seconds since 1970. */
  public long expires() {
    return carried.expires();
  }

  /** The session that the token belongs to; empty for one that belongs to none. */
  public Optional<String> session() {
    return carried.session();
  }

  /** As texts by name, to be kept with the handle. */
  public Map<String, String> notes() {
    Map<String, String> notes = new HashMap<>(carried.notes());
    notes.put(SERVICE, service);
    notes.put(RESOURCE, resource);
    notes.put(SCOPES, String.join(" ", scopes));
    notes.put(OAUTH_SCOPES, String.join(" ", oauthScopes));
    notes.put(USER, user);
    notes.put(CLIENT, client);
    notes.put(TOKEN_ID, tokenId);
    notes.put(ISSUED_AT, String.valueOf(issuedAt));
    return notes;
  }

  /**
   * Reads {@link #notes()} back; others may be among them.
   *
   * @throws IllegalArgumentException where they are not of our making
   */
  public static HandleGrant read(Map<String, String> notes) {
    return new HandleGrant(
        required(notes, SERVICE),
        required(notes, RESOURCE),
        AgentScopeNames.split(required(notes, SCOPES)),
        Set.copyOf(AgentScopeNames.split(required(notes, OAUTH_SCOPES))),
        required(notes, USER),
        required(notes, CLIENT),
        required(notes, TOKEN_ID),
        Long.parseLong(required(notes, ISSUED_AT)),
        CarriedClaims.read(notes));
  }

  private static String required(Map<String, String> notes, String name) {
    String value = notes.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }

  /**
   * Issues the token, and no other: no refresh token and no ID token. That the person, her session
   * and the client still live is for the caller to have seen.
   *
   * @param context the request, authenticated as the agent service that redeems
   * @param method what the token says of how its caller authenticated ({@code auth_method})
   * @throws Refused where nothing can be granted any more
   */
  public AccessTokenResponse issue(
      OAuth2GrantType.Context context,
      ClientModel client,
      UserSessionModel userSession,
      AuthenticatedClientSessionModel clientSession,
      String method) {
    KeycloakSession session = context.getSession();
    RealmModel realm = context.getRealm();
    // whatever the redeeming service proves of itself must not become what the token is bound to
    session.removeAttribute(DPoPUtil.DPOP_SESSION_ATTRIBUTE);
    TokenRequest request =
        TokenRequest.redeeming(context, new TokenRequest.Redemption(this, method));
    request.enter(session);
    session.getContext().setClient(client);
    try {
      ClientSessionContext scoped =
          DefaultClientSessionContext.fromClientSessionAndScopeParameter(
              clientSession, String.join(" ", oauthScopes), session);
      scoped.setAttribute(Constants.GRANT_TYPE, context.getGrantType());
      TokenManager tokens = (TokenManager) context.getTokenManager();
      AccessToken token =
          tokens.createClientAccessToken(
              session,
              realm,
              client,
              userSession.getUser(),
              userSession,
              scoped,
              userSession.isOffline());
      AccessTokenResponse response =
          tokens
              .responseBuilder(realm, client, context.getEvent(), session, userSession, scoped)
              .accessToken(token)
              .build();
      response.setTokenType(token.getType());
      response.setScope(request.grantedScope().orElse(""));
      return response;
    } finally {
      session.getContext().setClient(context.getClient());
      request.leave(session);
    }
  }

  /** The last hand on the token: what it carries over, and how its caller authenticated. */
  void complete(AccessToken token, String method) {
    carried.write(token);
    token.getOtherClaims().put(AgentClaims.AUTH_METHOD, method);
  }

  /**
   * Every client scope that the client may have. Which of them the presented token was asked with
   * is not known any more; its scopes bound the result, and what the client may no longer have
   * isn't here.
   */
  static Set<String> clientScopeIds(ClientSessionContext context) {
    ClientModel client = context.getClientSession().getClient();
    return Stream.of(client.getClientScopes(true), client.getClientScopes(false))
        .flatMap(scopes -> scopes.values().stream())
        .map(ClientScopeModel::getId)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
