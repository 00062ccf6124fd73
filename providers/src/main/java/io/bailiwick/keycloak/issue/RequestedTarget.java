package io.bailiwick.keycloak.issue;

import io.bailiwick.keycloak.audit.Finding;
import io.bailiwick.keycloak.audit.Findings;
import io.bailiwick.scope.ScopeSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.representations.RefreshToken;

/**
 * What a token is asked for, and the bound that comes with it: a later request in the same grant
 * may go from a service to an agent to an instance, never back or sideways, and none at first stays
 * none.
 */
final class RequestedTarget {
  /** The client attribute that stands in for a missing {@code resource}. */
  static final String DEFAULT = "bailiwick.default-resource";

  private final KeycloakSession session;
  private final AgentServices services;
  private final TokenRequest request;
  private final ClientModel client;

  RequestedTarget(
      KeycloakSession session, AgentServices services, TokenRequest request, ClientModel client) {
    this.session = session;
    this.services = services;
    this.request = request;
    this.client = client;
  }

  /**
   * A target and the scopes that bound it from before: the refresh token's ceiling, or the subject
   * token's scopes.
   */
  record Bounded(AgentTarget target, Optional<ScopeSet> limit) {}

  /**
   * @return empty where the token is for no agent service
   * @throws Refused {@code invalid_target}
   */
  Optional<Bounded> resolve(TokenPostProcessorContext context) {
    if (request.redemption().isPresent()) {
      return request.redemption().map(redemption -> redeemed(redemption.grant()));
    }
    return switch (request.grantType()) {
      case OAuth2Constants.PASSWORD, OAuth2Constants.CLIENT_CREDENTIALS ->
          first(request.resource()).map(RequestedTarget::unbounded);
      case OAuth2Constants.DEVICE_CODE_GRANT_TYPE, OAuth2Constants.CIBA_GRANT_TYPE ->
          first(request.resource()).map(this::withoutConsent);
      case OAuth2Constants.AUTHORIZATION_CODE ->
          narrowed(first(Optional.ofNullable(context.code()).map(code -> code.getResource())))
              .map(RequestedTarget::unbounded);
      case OAuth2Constants.REFRESH_TOKEN -> refreshed(context.requestRefreshToken());
      case OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE -> exchanged();
      default -> nowhere();
    };
  }

  private static Bounded unbounded(AgentTarget target) {
    return new Bounded(target, Optional.empty());
  }

  /** A grant that knows no resource: naming one is refused, the default is not for it. */
  private Optional<Bounded> nowhere() {
    if (request.resource().isPresent()) {
      throw Refused.target("this grant type issues no tokens for agent services");
    }
    return Optional.empty();
  }

  private Optional<AgentTarget> first(Optional<String> resource) {
    return resource.isPresent() ? resource.map(services::named) : byDefault();
  }

  private Optional<AgentTarget> byDefault() {
    @Nullable String resource = client.getAttribute(DEFAULT);
    if (!request.defaultApplies() || resource == null || resource.isBlank()) {
      return Optional.empty();
    }
    Optional<AgentTarget> target = services.resolve(resource.strip());
    if (target.isEmpty()) {
      Findings.report(
          Finding.DEFAULT_RESOURCE_UNKNOWN, client.getRealm().getName(), client.getClientId());
      throw Refused.target(
          "the client's default resource names no agent service of this realm",
          Finding.DEFAULT_RESOURCE_UNKNOWN);
    }
    return target;
  }

  private Bounded withoutConsent(AgentTarget target) {
    if (client.isConsentRequired()) {
      throw Refused.target(
          "with this grant type, a client that needs consent can't name a resource");
    }
    return unbounded(target);
  }

  /** The same, or what this request names within it. */
  private Optional<AgentTarget> narrowed(Optional<AgentTarget> earlier) {
    if (request.resource().isEmpty()) {
      return earlier;
    }
    AgentTarget asked = services.named(request.resource().get());
    if (earlier.isEmpty()) {
      throw Refused.target("no resource was granted at first, so none can be named now");
    }
    if (!earlier.get().includes(asked)) {
      throw Refused.target("resource goes beyond the one that was granted at first");
    }
    return Optional.of(asked);
  }

  /**
   * Refuses what a refresh would be refused for in the end, before Keycloak counts the refresh
   * token as used: a refusal must not cost a client its session. Whether that token is valid at all
   * is for Keycloak to say.
   */
  void preflight() {
    if (request.grantType().equals(OAuth2Constants.REFRESH_TOKEN)) {
      RefreshToken token =
          request
              .refreshToken()
              .map(jwt -> session.tokens().decode(jwt, RefreshToken.class))
              .orElse(null);
      if (token != null) {
        refreshed(token);
      }
    }
  }

  private Optional<Bounded> refreshed(@Nullable RefreshToken token) {
    Optional<Ceiling> ceiling;
    try {
      ceiling = Ceiling.read(token == null ? null : token.getOtherClaims().get(Ceiling.CLAIM));
    } catch (IllegalArgumentException e) {
      throw Refused.target("the refresh token's ceiling can't be read");
    }
    Optional<AgentTarget> earlier = ceiling.map(Ceiling::resource).map(services::named);
    if (earlier.isPresent() && !earlier.get().service().id().equals(ceiling.get().service())) {
      throw Refused.target("the resource belongs to another agent service by now");
    }
    return narrowed(earlier)
        .map(target -> new Bounded(target, ceiling.get().limit(target.service().rules())));
  }

  private Bounded redeemed(HandleGrant handle) {
    AgentTarget target = services.named(handle.resource());
    if (!target.service().id().equals(handle.service())) {
      throw Refused.target("the resource belongs to another agent service by now");
    }
    return new Bounded(
        target, Optional.of(ScopeSet.read(target.service().rules(), handle.scopes())));
  }

  private Optional<Bounded> exchanged() {
    Optional<SubjectToken> subject =
        request.subjectToken().flatMap(jwt -> SubjectToken.read(session, services, jwt));
    if (subject.isEmpty()) {
      if (request.resource().isPresent()) {
        throw Refused.target(
            "the subject token is for no agent service, so its exchange isn't either");
      }
      return Optional.empty();
    }
    return first(request.resource()).map(target -> within(subject.get(), target));
  }

  /**
   * The target, bounded by what the subject token has.
   *
   * @throws Refused {@code invalid_target} where it goes beyond that token
   */
  static Bounded within(SubjectToken subject, AgentTarget target) {
    if (!subject.service().id().equals(target.service().id())) {
      throw Refused.target("the subject token is for another agent service");
    }
    if (!AgentTarget.within(subject.agent(), target.agent())) {
      throw Refused.target("resource goes beyond the agent that the subject token is bound to");
    }
    return new Bounded(target, Optional.of(subject.scopes()));
  }
}
