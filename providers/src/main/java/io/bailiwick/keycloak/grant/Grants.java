package io.bailiwick.keycloak.grant;

import io.bailiwick.keycloak.audit.Finding;
import io.bailiwick.keycloak.audit.Findings;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
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

  static ScopeSet read(
      RealmModel realm, ClientModel service, ScopeRules rules, List<String> names) {
    ScopeSet scopes = ScopeSet.read(rules, names);
    if (scopes.malformed() > 0) {
      Findings.report(Finding.GRANT_MALFORMED, realm.getName(), service.getClientId());
    }
    return scopes;
  }
}
