package io.bailiwick.keycloak.issue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;

/**
 * A token of a realm with agent services that is for none of them. It loses what could let it pass
 * for an agent token, however it got there (a mapper, full scope, a client scope misnamed): their
 * audiences, their roles, agent scopes, permissions that no UMA grant gave, and the claims their
 * verifiers believe. Nothing else of it is touched.
 *
 * <p>A UMA ticket's token (User-Managed Access 2.0) keeps its audience, even that of an agent
 * service, since the permissions in it are made for that audience; it carries no agent scopes.
 */
record OtherToken(AccessToken token, boolean umaTicket) {

  /**
   * Whether the token is a UMA ticket's: made by that grant, which is none of the token requests
   * that are seen here, or by a refresh of one. Permissions in any other token come from a mapper,
   * and must not keep an audience there.
   *
   * @param tokenRequest whether the token answers a request of another grant
   * @param refreshed the refresh token that the request came with
   */
  static boolean isUmaTicket(
      AccessToken token, boolean tokenRequest, @Nullable RefreshToken refreshed) {
    return token.getAuthorization() != null
        && (!tokenRequest || refreshed != null && refreshed.getAuthorization() != null);
  }

  void cleanse(AgentServices services) {
    AgentClaims.removeElsewhere(token);
    cleanseScope(services);
    if (!umaTicket) {
      token.setAuthorization(null);
      cleanseAudience(services);
      cleanseRoles(services);
    }
  }

  private void cleanseScope(AgentServices services) {
    List<String> names = AgentScopeNames.split(token.getScope());
    List<String> kept = names.stream().filter(name -> !isAgentScope(services, name)).toList();
    if (kept.size() < names.size()) {
      token.setScope(String.join(" ", kept));
    }
  }

  /** Here only what some service would read as its own: other resource servers use colons, too. */
  private static boolean isAgentScope(AgentServices services, String name) {
    return services.active().stream()
        .anyMatch(
            service ->
                name.equals(service.rules().admin())
                    || name.indexOf(':') > 0
                        && service.actions().declares(name.substring(0, name.indexOf(':'))));
  }

  private void cleanseAudience(AgentServices services) {
    if (token.getAudience() == null) {
      return;
    }
    List<String> audience = Arrays.asList(token.getAudience());
    List<String> kept = audience.stream().filter(each -> !services.reservesAudience(each)).toList();
    if (kept.size() < audience.size()) {
      token.audience(kept.isEmpty() ? null : kept.toArray(String[]::new));
    }
  }

  private void cleanseRoles(AgentServices services) {
    Map<String, AccessToken.Access> access = token.getResourceAccess();
    if (access != null && access.keySet().stream().anyMatch(services::reserves)) {
      access.keySet().removeIf(services::reserves);
      if (access.isEmpty()) {
        token.setResourceAccess(null);
      }
    }
    if (token.getOtherClaims().get("resource_access") instanceof Map<?, ?> roles) {
      roles.keySet().removeIf(key -> key instanceof String client && services.reserves(client));
    }
  }
}
