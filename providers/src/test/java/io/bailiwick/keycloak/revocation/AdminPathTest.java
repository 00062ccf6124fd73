package io.bailiwick.keycloak.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AdminPathTest {
  private final AdminPath path = AdminPath.parse("users/u1/role-mappings/realm");

  @Test
  void segments_areComparedWhole() {
    assertThat(path.startsWith("users", "*", "role-mappings")).isTrue();
    assertThat(path.startsWith("users", "u1")).isTrue();
    assertThat(path.startsWith("users", "u")).isFalse();
    assertThat(path.startsWith("user")).isFalse();
    assertThat(path.startsWith("users", "*", "*", "*", "*")).isFalse();
    assertThat(path.is("users", "*")).isFalse();
    assertThat(AdminPath.parse("users/u1").is("users", "*")).isTrue();
  }

  @Test
  void segment_isThereOrNot() {
    assertThat(path.at(1)).contains("u1");
    assertThat(path.at(4)).isEmpty();
    assertThat(AdminPath.parse("").startsWith("users")).isFalse();
  }
}
