package io.bailiwick.keycloak.issue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;

/** Which tokens may keep the audience of a UMA ticket. */
final class OtherTokenTest {

  @Test
  void permissionsFromTheUmaGrant_areATicket() {
    assertThat(OtherToken.isUmaTicket(permitted(new AccessToken()), false, null)).isTrue();
  }

  @Test
  void permissionsFromTheRefreshedTicket_areATicket() {
    assertThat(
            OtherToken.isUmaTicket(
                permitted(new AccessToken()),
                true,
                permitted(new RefreshToken(new AccessToken(), null, "default"))))
        .isTrue();
  }

  @Test
  void permissionsThatAMapperWrote_areNone() {
    assertThat(OtherToken.isUmaTicket(permitted(new AccessToken()), true, null)).isFalse();
    assertThat(
            OtherToken.isUmaTicket(
                permitted(new AccessToken()),
                true,
                new RefreshToken(new AccessToken(), null, "default")))
        .isFalse();
  }

  private static <T extends AccessToken> T permitted(T token) {
    token.setAuthorization(new AccessToken.Authorization());
    return token;
  }
}
