package io.bailiwick.it.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.it.SharedKeycloak;
import io.bailiwick.it.keycloak.AdminApi;
import io.bailiwick.it.keycloak.DecodedJwt;
import io.bailiwick.it.keycloak.RealmKeys;
import io.bailiwick.it.keycloak.SelfSigned;
import org.junit.jupiter.api.Test;

/** Keys come and go, and Keycloak itself, while the sample runs on. */
final class KeysIT {

  @Test
  void rotatedKey_isTakenAtOnce_andTheOldOneGoesOn() throws Exception {
    try (SampleOfRealm sample = SampleOfRealm.onSharedKeycloak()) {
      String old = sample.tokenOf("cleo");
      assertThat(sample.client().agents(old)).hasSize(4);

      new RealmKeys(new AdminApi(SharedKeycloak.server()), sample.endpoints().name()).rotate();
      String fresh = sample.tokenOf("cleo");

      assertThat(kid(fresh)).isNotEqualTo(kid(old));
      assertThat(sample.client().agents(fresh)).hasSize(4);
      assertThat(sample.client().agents(old)).hasSize(4);
    }
  }

  @Test
  void keycloakDown_knownKeysGoOn_andAnUnknownOneIsUnavailable() throws Exception {
    try (SampleOfRealm sample = SampleOfRealm.withOwnKeycloak()) {
      String known = sample.tokenOf("bert");
      assertThat(sample.client().agents(known)).containsExactly("research-agent");

      sample.stopKeycloak();

      assertThat(sample.client().agents(known)).containsExactly("research-agent");
      var unavailable =
          sample.client().get("/agents", SelfSigned.likeButOfAnotherKey(known, "never-seen"));
      assertThat(unavailable.status()).isEqualTo(503);
      assertThat(unavailable.header("Retry-After")).isNotEmpty();
      assertThat(unavailable.json().path("code").asText()).isEqualTo("unavailable");
    }
  }

  private static String kid(String token) {
    return DecodedJwt.of(token).header().path("kid").asText();
  }
}
