package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleSettingsTest {

  @Test
  void emptyEnvironment_isTheDemoOnLoopback() {
    SampleSettings settings = SampleSettings.read(Map.of());
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(7777);
    assertThat(settings.issuer()).isEqualTo("http://localhost:8080/realms/agents");
    assertThat(settings.audience()).isEqualTo("research-os");
    assertThat(settings.allowedOrigins()).isEmpty();
    assertThat(settings.envelopedLists()).isFalse();
    assertThat(settings.dpop()).isEqualTo(SampleSettings.Dpop.OFF);
    assertThat(settings.dpopNonce()).isFalse();
    assertThat(settings.client()).isEmpty();
    assertThat(settings.connections().grace()).hasSeconds(25);
    assertThat(settings.connections().perCaller()).isEqualTo(100);
    assertThat(settings.clients()).isEqualTo(SampleSettings.Clients.STANDARD);
  }

  @Test
  void keycloakPort_isFollowedByTheIssuer() {
    assertThat(SampleSettings.read(Map.of("BAILIWICK_KEYCLOAK_PORT", "7801")).issuer())
        .isEqualTo("http://localhost:7801/realms/agents");
  }

  @Test
  void origins_areSplitAtCommas() {
    assertThat(
            SampleSettings.read(
                    Map.of("BAILIWICK_ALLOWED_ORIGINS", "https://a.example, https://b.example"))
                .allowedOrigins())
        .containsExactlyInAnyOrder("https://a.example", "https://b.example");
  }

  @Test
  void clientSecret_isKeptAndNeverWrittenOut() {
    SampleSettings settings =
        SampleSettings.read(Map.of("BAILIWICK_CLIENT_SECRET", "sekret-of-this-test"));
    assertThat(settings.client()).isPresent();
    assertThat(settings.toString()).doesNotContain("sekret-of-this-test");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampleSettings.read(Map.of("BAILIWICK_CLIENT_SECRET", " ")))
        .withMessageContaining("BAILIWICK_CLIENT_SECRET");
  }

  @Test
  void valueThatCantBeUnderstood_isRefusedWithoutItsText() {
    for (String name :
        new String[] {
          "BAILIWICK_SAMPLE_PORT",
          "BAILIWICK_ENVELOPED_LISTS",
          "BAILIWICK_HIDDEN_IS_NOT_FOUND",
          "BAILIWICK_RESOURCE",
          "BAILIWICK_DPOP",
          "BAILIWICK_DPOP_NONCE",
          "BAILIWICK_REVOCATION_FEED",
          "BAILIWICK_CONNECTION_GRACE",
          "BAILIWICK_CONNECTIONS_PER_CALLER",
          "BAILIWICK_CONNECTIONS_PER_AGENT",
          "BAILIWICK_FAILURES_PER_ADDRESS",
          "BAILIWICK_ATTEMPTS_PER_CALLER",
          "BAILIWICK_ATTEMPTS_PER_AGENT",
          "BAILIWICK_ATTEMPTS_PER_ADDRESS",
          "BAILIWICK_REQUESTS_PER_CALLER",
          "BAILIWICK_TRUSTED_PROXIES",
          "BAILIWICK_CLIENTS"
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SampleSettings.read(Map.of(name, "sekret?")))
          .withMessageContaining(name)
          .withMessageNotContaining("sekret");
    }
  }

  @Test
  void feed_isFollowedAsAClient() {
    assertThat(SampleSettings.read(Map.of()).connections().feed())
        .isEqualTo(SampleSettings.Feed.OFF);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampleSettings.read(Map.of("BAILIWICK_REVOCATION_FEED", "followed")))
        .withMessageContaining("BAILIWICK_CLIENT_SECRET");
    assertThat(
            SampleSettings.read(
                    Map.of(
                        "BAILIWICK_REVOCATION_FEED",
                        "followed-go-on-when-lost",
                        "BAILIWICK_CLIENT_SECRET",
                        "sekret-of-this-test"))
                .connections()
                .feed())
        .isEqualTo(SampleSettings.Feed.FOLLOWED_GO_ON_WHEN_LOST);
  }

  @Test
  void limitOfConnections_isPositive() {
    for (String name :
        new String[] {
          "BAILIWICK_CONNECTIONS_PER_CALLER",
          "BAILIWICK_CONNECTIONS_PER_AGENT",
          "BAILIWICK_ATTEMPTS_PER_CALLER",
          "BAILIWICK_REQUESTS_PER_CALLER"
        }) {
      assertThatIllegalArgumentException().isThrownBy(() -> SampleSettings.read(Map.of(name, "0")));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampleSettings.read(Map.of("BAILIWICK_CONNECTION_GRACE", "-1")));
    assertThat(SampleSettings.read(Map.of("BAILIWICK_CONNECTION_GRACE", "0")).connections().grace())
        .isZero();
  }
}
