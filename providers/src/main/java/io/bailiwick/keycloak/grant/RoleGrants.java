package io.bailiwick.keycloak.grant;

import java.util.Arrays;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RoleModel;

/**
 * The scopes that client roles of an agent service stand for: the role's own name, and whatever its
 * attribute {@value #SCOPES} lists (several values, or one separated by spaces). Roles of any other
 * client, and realm roles, stand for nothing here.
 */
final class RoleGrants {
  static final String SCOPES = "bailiwick.scopes";

  private RoleGrants() {}

  /** The names that the service's roles among these stand for; not yet read as scopes. */
  static Stream<String> names(Stream<RoleModel> roles, ClientModel service) {
    return roles
        .filter(role -> role.isClientRole() && service.getId().equals(role.getContainerId()))
        .flatMap(
            role ->
                Stream.concat(
                    Stream.of(role.getName()),
                    role.getAttributeStream(SCOPES).flatMap(RoleGrants::split)));
  }

  static Stream<String> split(String value) {
    return Arrays.stream(value.split("\\s+", -1)).filter(name -> !name.isEmpty());
  }
}
