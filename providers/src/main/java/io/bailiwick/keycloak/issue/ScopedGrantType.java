package io.bailiwick.keycloak.issue;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.services.clientpolicy.ClientPolicyException;

/**
 * A stock grant type of Keycloak, with {@code resource} (RFC 8707) checked before anything is spent
 * on the request, and with the response's {@code scope} equal to the token's: Keycloak writes that
 * after all extension points, from what was asked. All else is the stock grant type's own doing.
 */
final class ScopedGrantType implements OAuth2GrantType {
  private final KeycloakSession session;
  private final OAuth2GrantType stock;

  ScopedGrantType(KeycloakSession session, OAuth2GrantType stock) {
    this.session = session;
    this.stock = stock;
  }

  @Override
  public Response process(Context context) {
    AgentServices services = AgentServices.of(session, context.getRealm());
    if (services.isEmpty()) {
      return stock.process(context);
    }
    try {
      ResourceParameter.check(context, services);
      TokenRequest request = new TokenRequest(context, AudienceParameter.settle(context, services));
      new RequestedTarget(session, services, request, context.getClient()).preflight();
      request.enter(session);
      try {
        return scoped(stock.process(context), request);
      } finally {
        request.leave(session);
      }
    } catch (Refused e) {
      e.record(context.getEvent());
      throw e;
    }
  }

  private static Response scoped(Response response, TokenRequest request) {
    Optional<String> scope = request.grantedScope();
    if (scope.isPresent() && response.getEntity() instanceof AccessTokenResponse tokens) {
      tokens.setScope(scope.get());
    }
    return response;
  }

  /** Two resources would be {@code invalid_request} to Keycloak; they are ours to refuse. */
  @Override
  public Set<String> getSupportedMultivaluedRequestParameters() {
    Set<String> parameters = new HashSet<>(stock.getSupportedMultivaluedRequestParameters());
    if (!AgentServices.of(session, session.getContext().getRealm()).isEmpty()) {
      parameters.add(OAuth2Constants.RESOURCE);
    }
    return parameters;
  }

  @Override
  public EventType getEventType() {
    return stock.getEventType();
  }

  @Override
  public Set<String> getTokenParameterNames() {
    return stock.getTokenParameterNames();
  }

  @Override
  public void preProcess(KeycloakSession session, MultivaluedMap<String, String> formParams)
      throws ClientPolicyException {
    stock.preProcess(session, formParams);
  }

  @Override
  public boolean isTokenAllowed(KeycloakSession session, AccessToken token) {
    return stock.isTokenAllowed(session, token);
  }

  @Override
  public void close() {
    stock.close();
  }

  /** The {@code resource} parameter of a token request: once, as sent, and known. */
  private static final class ResourceParameter {
    private ResourceParameter() {}

    static void check(Context context, AgentServices services) {
      List<String> values = values(context.getFormParams());
      // Keycloak takes control characters out of parameters and may drop overlong ones: a URI that
      // was changed on the way is not the one that was asked
      if (!values.equals(values(context.getRequest().getDecodedFormParameters()))) {
        throw Refused.target("resource is malformed");
      }
      if (values.size() > 1) {
        throw Refused.target("resource may be given once only");
      }
      if (values.size() == 1) {
        services.named(values.get(0));
      }
    }

    private static List<String> values(MultivaluedMap<String, String> parameters) {
      return parameters == null
          ? List.of()
          : parameters.getOrDefault(OAuth2Constants.RESOURCE, List.of());
    }
  }

  /**
   * The {@code audience} of a token exchange (RFC 8693), which must name the agent service that
   * {@code resource} names. Keycloak would look for it among what mappers put into the token; ours
   * is put there later, so the parameter is settled here and taken away.
   */
  private static final class AudienceParameter {
    private AudienceParameter() {}

    /** Settles it, and tells whether a default resource may still stand in. */
    static boolean settle(Context context, AgentServices services) {
      MultivaluedMap<String, String> parameters = context.getFormParams();
      List<String> audiences = parameters.getOrDefault(OAuth2Constants.AUDIENCE, List.of());
      if (!OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE.equals(context.getGrantType())
          || audiences.isEmpty()) {
        return true;
      }
      Optional<AgentTarget> target =
          Optional.ofNullable(parameters.getFirst(OAuth2Constants.RESOURCE))
              .flatMap(services::resolve);
      if (target.isEmpty()) {
        if (audiences.stream().anyMatch(services::reservesAudience)) {
          throw Refused.target("an agent service is named with resource, not with audience alone");
        }
        return false;
      }
      if (!audiences.stream().allMatch(target.get().service().clientId()::equals)) {
        throw Refused.target("audience and resource name different services");
      }
      parameters.remove(OAuth2Constants.AUDIENCE);
      return true;
    }
  }
}
