package io.bailiwick.keycloak.grant;

import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.ScopeContainerModel;
import org.keycloak.models.utils.RoleUtils;

/**
 * What a calling client may have at an agent service, whoever the user is: the service's roles
 * within the client's scope mappings, its own and those of its client scopes (the default ones, and
 * the optional ones that the request names), with composites, read as scopes. So the role {@code
 * agents:run} allows every agent's run. A client's own roles are within its own scope, as
 * everywhere in Keycloak.
 *
 * <p>Keycloak itself drops a client scope whose mapped roles the user has none of. That rule
 * compares roles by name and would take {@code agents:run} away from those who hold {@code
 * agents:x:run}, so it is not followed here: what the user lacks is taken off when this is met with
 * what she holds.
 */
public final class Allowance {
  private Allowance() {}

  /**
   * @param clientScopeIds default and requested client scopes; the client's own id may be among
   *     them
   */
  public static ScopeSet of(
      RealmModel realm,
      ClientModel client,
      Set<String> clientScopeIds,
      ClientModel service,
      ScopeRules rules) {
    Stream<ClientScopeModel> clientScopes =
        clientScopeIds.stream()
            .filter(id -> !id.equals(client.getId()))
            .map(realm::getClientScopeById)
            .filter(scope -> scope != null);
    Stream<RoleModel> mapped =
        Stream.concat(Stream.of(client), clientScopes)
            .flatMap(ScopeContainerModel::getScopeMappingsStream);
    Stream<RoleModel> roles =
        RoleUtils.expandCompositeRolesStream(Stream.concat(client.getRolesStream(), mapped));
    return Grants.read(realm, service, rules, RoleGrants.names(roles, service).toList());
  }
}
