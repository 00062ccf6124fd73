package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.SecurityKey;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsPolicyTest {

  @Test
  void closed_allowsNoOrigin() {
    assertThat(CorsPolicy.closed().allowsOrigin("https://app.example.com")).isFalse();
  }

  @Test
  void origin_isComparedExactly() {
    CorsPolicy policy = CorsPolicy.of(Set.of("https://app.example.com"));
    assertThat(policy.allowsOrigin("https://app.example.com")).isTrue();
    assertThat(policy.allowsOrigin("https://app.example.com.evil.example")).isFalse();
    assertThat(policy.allowsOrigin("https://evil.app.example.com")).isFalse();
    assertThat(policy.allowsOrigin("http://app.example.com")).isFalse();
    assertThat(policy.allowsOrigin("https://app.example.com:8443")).isFalse();
    assertThat(policy.allowsOrigin("https://APP.example.com")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "",
        "https://*.example.com",
        "https://app.example.com/",
        "https://app.example.com/path",
        "https://app.example.com:443",
        "http://app.example.com:80",
        "https://App.example.com",
        "HTTPS://app.example.com",
        "https://user@app.example.com",
        "https://app.example.com?x",
        "file://app",
        "app.example.com"
      })
  void origin_thatNoBrowserSends_isRefused(String origin) {
    assertThatIllegalArgumentException().isThrownBy(() -> CorsPolicy.of(Set.of(origin)));
  }

  @Test
  void credentials_areOffUntilAllowed() {
    CorsPolicy policy = CorsPolicy.of(Set.of("https://app.example.com"));
    assertThat(policy.credentials()).isFalse();
    assertThat(policy.allowingCredentials().credentials()).isTrue();
  }

  @Test
  void headers_areAddedInLowerCase() {
    assertThat(CorsPolicy.closed().allowingHeaders(Set.of("X-Api-Key")).allowedHeaders())
        .contains("authorization", "x-api-key");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CorsPolicy.closed().allowingHeaders(Set.of("*")));
  }

  @Test
  void cookiesOfOtherOrigins_areListedAmongWhatIsLoosened() {
    CorsPolicy policy = CorsPolicy.of(Set.of("https://app.example.com"));
    assertThat(policy.loosened()).isEmpty();
    assertThat(policy.allowingCredentials().loosened())
        .singleElement()
        .asString()
        .startsWith("allowingCredentials");
  }

  @Test
  void registration_listsWhatTheGateAndTheCorsPolicyLoosen() {
    AgentGateRegistration door =
        AgentGateRegistration.of(
            GatedServer.gate(
                SecurityKey.forDevelopment("0123456789abcdef0123"),
                RouteMap.builder().route("GET", "/", Requirement.authenticated()).build()));
    assertThat(door.loosened()).hasSize(1);
    CorsPolicy policy = CorsPolicy.of(Set.of("https://app.example.com")).allowingCredentials();
    assertThat(door.withCors(policy).loosened()).hasSize(2);
  }
}
