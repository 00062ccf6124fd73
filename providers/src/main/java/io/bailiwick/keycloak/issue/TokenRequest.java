package io.bailiwick.keycloak.issue;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;

/**
 * The token request being served, as {@link ScopedGrantType} or {@link HandleGrant} saw it; lives
 * in the Keycloak session while the token is made. Where there is none (implicit and hybrid
 * responses, UMA tickets, grants of others), no token for an agent service is made. Not
 * thread-safe: one request, one thread.
 */
final class TokenRequest {
  private static final String ATTRIBUTE = TokenRequest.class.getName();

  private final OAuth2GrantType.Context context;
  private final boolean defaultApplies;
  private final @Nullable Redemption redemption;
  private @Nullable String grantedScope;

  /**
   * @param defaultApplies whether the client's default resource may stand in for a missing one
   */
  TokenRequest(OAuth2GrantType.Context context, boolean defaultApplies) {
    this(context, defaultApplies, null);
  }

  private TokenRequest(
      OAuth2GrantType.Context context, boolean defaultApplies, @Nullable Redemption redemption) {
    this.context = context;
    this.defaultApplies = defaultApplies;
    this.redemption = redemption;
  }

  /**
   * A handle that is being redeemed.
   *
   * @param method what the token says of how its caller authenticated
   */
  record Redemption(HandleGrant grant, String method) {}

  /** The request that redeems a handle: what is asked for is what the handle stands for. */
  static TokenRequest redeeming(OAuth2GrantType.Context context, Redemption redemption) {
    return new TokenRequest(context, false, redemption);
  }

  static Optional<TokenRequest> current(KeycloakSession session) {
    return Optional.ofNullable(session.getAttribute(ATTRIBUTE, TokenRequest.class));
  }

  void enter(KeycloakSession session) {
    session.setAttribute(ATTRIBUTE, this);
  }

  void leave(KeycloakSession session) {
    session.removeAttribute(ATTRIBUTE);
  }

  String grantType() {
    return context.getGrantType();
  }

  /** The handle, where this request redeems one. */
  Optional<Redemption> redemption() {
    return Optional.ofNullable(redemption);
  }

  /** The {@code resource} parameter; that it is given once at most was checked before. */
  Optional<String> resource() {
    return parameter(OAuth2Constants.RESOURCE);
  }

  /** The names in the {@code scope} parameter of this very request. */
  List<String> scopeNames() {
    return AgentScopeNames.split(parameter(OAuth2Constants.SCOPE).orElse(null));
  }

  Optional<String> subjectToken() {
    return parameter(OAuth2Constants.SUBJECT_TOKEN);
  }

  Optional<String> refreshToken() {
    return parameter(OAuth2Constants.REFRESH_TOKEN);
  }

  boolean defaultApplies() {
    return defaultApplies;
  }

  EventBuilder event() {
    return context.getEvent();
  }

  private Optional<String> parameter(String name) {
    return Optional.ofNullable(context.getFormParams().getFirst(name));
  }

  /** The access token's {@code scope}, which the response has to repeat (RFC 6749, section 5.1). */
  void granted(@Nullable String scope) {
    this.grantedScope = scope == null ? "" : scope;
  }

  Optional<String> grantedScope() {
    return Optional.ofNullable(grantedScope);
  }
}
