package io.bailiwick.keycloak.grant;

import io.bailiwick.keycloak.audit.Finding;
import io.bailiwick.keycloak.audit.Findings;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleMapperModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;

/** What a user holds at an agent service, from every place that grants come from. */
public final class Grants {
  private Grants() {}

  /**
   * The union of the user's role and attribute grants, as they are at this moment. A malformed name
   * grants nothing and is reported once.
   */
  public static ScopeSet held(
      KeycloakSession session,
      RealmModel realm,
      UserModel user,
      ClientModel service,
      ScopeRules rules) {
    List<String> names =
        Stream.concat(
                RoleGrants.names(RoleUtils.getDeepUserRoleMappings(user).stream(), service),
                AttributeGrants.names(session, realm, user, service))
            .toList();
    return read(realm, service, rules, names);
  }

  /** What a role gives whoever has it, with its composites. */
  public static ScopeSet ofRole(
      RealmModel realm, RoleModel role, ClientModel service, ScopeRules rules) {
    return read(
        realm,
        service,
        rules,
        RoleGrants.names(RoleUtils.expandCompositeRolesStream(Stream.of(role)), service).toList());
  }

  /** What a group, and every group above it, gives its members. */
  public static ScopeSet ofGroup(
      RealmModel realm, GroupModel group, ClientModel service, ScopeRules rules) {
    Stream<RoleModel> roles =
        AttributeGrants.upwards(group).flatMap(RoleMapperModel::getRoleMappingsStream);
    return read(
        realm,
        service,
        rules,
        Stream.concat(
                RoleGrants.names(RoleUtils.expandCompositeRolesStream(roles), service),
                AttributeGrants.ofGroup(group, service))
            .toList());
  }

  static ScopeSet read(
      RealmModel realm, ClientModel service, ScopeRules rules, List<String> names) {
    ScopeSet scopes = ScopeSet.read(rules, names);
    if (scopes.malformed() > 0) {
      Findings.report(Finding.GRANT_MALFORMED, realm.getName(), service.getClientId());
    }
    return scopes;
  }
}
