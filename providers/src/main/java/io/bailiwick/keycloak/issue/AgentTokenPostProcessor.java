package io.bailiwick.keycloak.issue;

import io.bailiwick.keycloak.audience.LiveAudiences;
import io.bailiwick.keycloak.audit.Finding;
import io.bailiwick.keycloak.audit.Findings;
import io.bailiwick.scope.ScopeSet;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;

/**
 * The last hand on every access token before it is signed, after all protocol mappers. A token that
 * was asked for an agent service becomes an agent token; from any other token of a realm with agent
 * services, what belongs to them is taken off ({@link OtherToken}). A realm without agent services
 * is not touched.
 */
final class AgentTokenPostProcessor implements TokenPostProcessor {
  private final KeycloakSession session;

  AgentTokenPostProcessor(KeycloakSession session) {
    this.session = session;
  }

  @Override
  public void process(TokenPostProcessorContext context) {
    AccessToken token = context.accessToken();
    if (token == null) {
      return;
    }
    RealmModel realm = session.getContext().getRealm();
    AgentServices services = AgentServices.of(session, realm);
    if (services.isEmpty()) {
      return;
    }
    Optional<TokenRequest> request = TokenRequest.current(session);
    ClientModel client = context.clientSessionCtx().getClientSession().getClient();
    boolean umaTicket =
        OtherToken.isUmaTicket(token, request.isPresent(), context.requestRefreshToken());
    Optional<RequestedTarget.Bounded> target =
        umaTicket
            ? Optional.empty()
            : request.flatMap(
                each -> new RequestedTarget(session, services, each, client).resolve(context));
    if (target.isPresent()) {
      issue(context, realm, request.get(), target.get());
    } else {
      new OtherToken(token, umaTicket).cleanse(services);
    }
    request.ifPresent(each -> each.granted(token.getScope()));
  }

  private void issue(
      TokenPostProcessorContext context,
      RealmModel realm,
      TokenRequest request,
      RequestedTarget.Bounded bounded) {
    ClientSessionContext clientSession = context.clientSessionCtx();
    AgentTarget target = bounded.target();
    boolean refresh = request.grantType().equals(OAuth2Constants.REFRESH_TOKEN);
    Consent consent =
        new Consent(clientSession.getClientSession().getClient(), request.grantType());
    GrantedScopes granted =
        GrantedScopes.compute(
            session,
            realm,
            clientSession,
            request.redemption().isPresent()
                ? HandleGrant.clientScopeIds(clientSession)
                : clientSession.getClientScopeIds(),
            consent.bound(bounded),
            request.redemption().isPresent()
                ? Optional.empty()
                : consent.asked(
                    refresh
                        ? AgentScopeNames.asked(target.service(), request.scopeNames())
                        : AgentScopeNames.asked(
                            target.service(),
                            AgentScopeNames.requested(clientSession, realm),
                            words(context, request)),
                    target.service()),
            refresh);
    write(context.accessToken(), target, granted.scopes(), oauthScopes(request, clientSession));
    request
        .redemption()
        .ifPresent(each -> each.grant().complete(context.accessToken(), each.method()));
    remember(context.accessToken(), target.service());
    reportHeaderType(realm, clientSession.getClientSession().getClient());
    if (context.refreshToken() != null) {
      bound(context.refreshToken(), target, granted, clientSession, realm, refresh);
    }
    request
        .event()
        .detail("agent_service", target.service().clientId())
        .detail(OAuth2Constants.RESOURCE, target.resource());
  }

  /** Whoever holds this token must hear when it is revoked. */
  private void remember(AccessToken token, AgentService service) {
    Map<LiveAudiences.By, String> names = new EnumMap<>(LiveAudiences.By.class);
    put(names, LiveAudiences.By.SID, token.getSessionId());
    put(names, LiveAudiences.By.SUB, token.getSubject());
    put(names, LiveAudiences.By.AZP, token.getIssuedFor());
    LiveAudiences.ofThisServer()
        .issued(
            session.singleUseObjects(),
            service.id(),
            names,
            token.getExp() == null ? 0 : token.getExp());
  }

  private static void put(
      Map<LiveAudiences.By, String> names, LiveAudiences.By by, @Nullable String name) {
    if (name != null && !name.isEmpty()) {
      names.put(by, name);
    }
  }

  /** The names in the {@code scope} parameter, of this request or of the one that led to it. */
  private static List<String> words(TokenPostProcessorContext context, TokenRequest request) {
    return switch (request.grantType()) {
      case OAuth2Constants.AUTHORIZATION_CODE ->
          AgentScopeNames.split(context.code() == null ? null : context.code().getScope());
      case OAuth2Constants.DEVICE_CODE_GRANT_TYPE, OAuth2Constants.CIBA_GRANT_TYPE ->
          AgentScopeNames.split(
              context.clientSessionCtx().getClientSession().getNote(OAuth2Constants.SCOPE));
      default -> request.scopeNames();
    };
  }

  /** The OAuth scopes' names; a handle's token gets none that the presented token lacked. */
  private static List<String> oauthScopes(TokenRequest request, ClientSessionContext context) {
    List<String> names = AgentScopeNames.split(context.getScopeString());
    return request
        .redemption()
        .map(each -> names.stream().filter(each.grant().oauthScopes()::contains).toList())
        .orElse(names);
  }

  private static void write(
      AccessToken token, AgentTarget target, ScopeSet scopes, List<String> oauthScopes) {
    AgentService service = target.service();
    List<String> texts = scopes.texts();
    AgentClaims.removeOwn(token);
    token.audience(service.clientId(), target.resource());
    token.setRealmAccess(null);
    token.setResourceAccess(null);
    token.setAuthorization(null);
    token.setScope(
        Stream.concat(
                oauthScopes.stream()
                    .filter(name -> name.indexOf(':') < 0)
                    .filter(name -> !name.equals(service.rules().admin())),
                texts.stream())
            .collect(Collectors.joining(" ")));
    token.getOtherClaims().put(AgentClaims.SCOPES, texts);
    target
        .agent()
        .ifPresent(
            agent -> token.getOtherClaims().put(AgentClaims.AGENT, AgentClaims.claim(agent)));
    Optional<Duration> limit = service.lifespans().limit(target.agent(), scopes, service.actions());
    if (limit.isPresent()) {
      long latest = token.getIat() + limit.get().toSeconds();
      if (token.getExp() == null || token.getExp() == 0 || token.getExp() > latest) {
        token.exp(latest);
      }
    }
  }

  private static void bound(
      RefreshToken token,
      AgentTarget target,
      GrantedScopes granted,
      ClientSessionContext context,
      RealmModel realm,
      boolean refresh) {
    token.getOtherClaims().put(Ceiling.CLAIM, Ceiling.of(target, granted.limit()).toClaim());
    if (!refresh) {
      keepClientScopes(token, context, realm);
    }
  }

  /**
   * A client scope with roles counts for what the client is allowed even where Keycloak leaves it
   * out because the user has none of those very roles; it must still count when refreshing.
   */
  private static void keepClientScopes(
      RefreshToken token, ClientSessionContext context, RealmModel realm) {
    Set<String> names = new LinkedHashSet<>(AgentScopeNames.split(token.getScope()));
    boolean added = false;
    for (String id : context.getClientScopeIds()) {
      ClientScopeModel scope = realm.getClientScopeById(id);
      if (scope != null && scope.getScopeMappingsStream().findAny().isPresent()) {
        added |= names.add(scope.getName());
      }
    }
    if (added) {
      token.setScope(String.join(" ", names));
    }
  }

  private static void reportHeaderType(RealmModel realm, ClientModel client) {
    if (!OIDCAdvancedConfigWrapper.fromClientModel(client).isUseRfc9068AccessTokenHeaderType()) {
      Findings.report(Finding.HEADER_TYPE_MISSING, realm.getName(), client.getClientId());
    }
  }
}
