package io.bailiwick.keycloak.grant;

import io.bailiwick.keycloak.audit.Finding;
import io.bailiwick.keycloak.audit.Findings;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.representations.userprofile.config.UPConfig.UnmanagedAttributePolicy;
import org.keycloak.userprofile.UserProfileProvider;

/**
 * The scopes in attributes named {@code bailiwick.scopes.<client id>}: of the user's groups and of
 * every group above those, and of the user herself only where the realm's user profile lets nobody
 * but administrators edit that attribute. Otherwise she could grant herself whatever she likes, so
 * it is ignored and reported.
 */
final class AttributeGrants {
  private static final String PREFIX = "bailiwick.scopes.";
  private static final Set<String> ADMIN_ONLY = Set.of("admin");

  private AttributeGrants() {}

  static Stream<String> names(
      KeycloakSession session, RealmModel realm, UserModel user, ClientModel service) {
    String attribute = PREFIX + service.getClientId();
    Stream<String> ofGroups = user.getGroupsStream().flatMap(group -> ofGroup(group, service));
    return Stream.concat(
        ofGroups, ofUser(session, realm, user, attribute, service).flatMap(RoleGrants::split));
  }

  /** Of a group and every group above it. */
  static Stream<String> ofGroup(GroupModel group, ClientModel service) {
    return upwards(group)
        .flatMap(each -> each.getAttributeStream(PREFIX + service.getClientId()))
        .flatMap(RoleGrants::split);
  }

  static Stream<GroupModel> upwards(GroupModel group) {
    return Stream.iterate(group, each -> each != null, GroupModel::getParent);
  }

  private static Stream<String> ofUser(
      KeycloakSession session,
      RealmModel realm,
      UserModel user,
      String attribute,
      ClientModel service) {
    List<String> values = user.getAttributeStream(attribute).toList();
    if (values.isEmpty()) {
      return Stream.empty();
    }
    UserProfileProvider profile = session.getProvider(UserProfileProvider.class);
    if (profile == null || !reservedToAdmins(profile.getConfiguration(), attribute)) {
      Findings.report(
          Finding.USER_ATTRIBUTE_NOT_ADMIN_ONLY, realm.getName(), service.getClientId());
      return Stream.empty();
    }
    return values.stream();
  }

  /** Whether administrators, and nobody else, may edit the attribute. */
  static boolean reservedToAdmins(UPConfig profile, String name) {
    UPAttribute attribute = profile.getAttributes() == null ? null : profile.getAttribute(name);
    if (attribute == null) {
      return profile.getUnmanagedAttributePolicy() == UnmanagedAttributePolicy.ADMIN_EDIT;
    }
    return attribute.getPermissions() != null
        && ADMIN_ONLY.equals(attribute.getPermissions().getEdit());
  }
}
