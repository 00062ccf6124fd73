package io.bailiwick.keycloak.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPAttributePermissions;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.representations.userprofile.config.UPConfig.UnmanagedAttributePolicy;

final class AttributeGrantsTest {
  private static final String NAME = "bailiwick.scopes.research-os";

  @Test
  void declaredAttribute_isReservedOnlyWhereAdministratorsAloneEditIt() {
    assertThat(declared(Set.of("admin"))).isTrue();
    assertThat(declared(Set.of("admin", "user"))).isFalse();
    assertThat(declared(Set.of("user"))).isFalse();
    assertThat(declared(Set.of())).isFalse();
  }

  @Test
  void declaredWithoutPermissions_isNotReserved() {
    UPConfig profile = new UPConfig();
    UPAttribute attribute = new UPAttribute(NAME);
    attribute.setPermissions(null);
    profile.addOrReplaceAttribute(attribute);

    assertThat(AttributeGrants.reservedToAdmins(profile, NAME)).isFalse();
  }

  @Test
  void undeclaredAttribute_isReservedOnlyByTheAdminEditPolicy() {
    for (UnmanagedAttributePolicy policy : UnmanagedAttributePolicy.values()) {
      UPConfig profile = new UPConfig();
      profile.setUnmanagedAttributePolicy(policy);

      assertThat(AttributeGrants.reservedToAdmins(profile, NAME))
          .isEqualTo(policy == UnmanagedAttributePolicy.ADMIN_EDIT);
    }
    assertThat(AttributeGrants.reservedToAdmins(new UPConfig(), NAME)).isFalse();
  }

  private static boolean declared(Set<String> edit) {
    UPConfig profile = new UPConfig();
    // an unmanaged policy must not speak for an attribute that is declared
    profile.setUnmanagedAttributePolicy(UnmanagedAttributePolicy.ADMIN_EDIT);
    profile.addOrReplaceAttribute(
        new UPAttribute(NAME, new UPAttributePermissions(Set.of("admin"), edit)));
    return AttributeGrants.reservedToAdmins(profile, NAME);
  }
}
