package io.bailiwick.keycloak.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.scope.AgentBinding;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.representations.AccessToken;

final class AgentClaimsTest {

  @Test
  void binding_isReadBackAsWritten() {
    for (AgentBinding agent :
        List.of(AgentBinding.named("a"), AgentBinding.keyed("a", List.of("b", "c/d", "e f")))) {
      assertThat(AgentClaims.binding(AgentClaims.claim(agent))).contains(agent);
    }
  }

  static Stream<Object> foreign() {
    return Stream.of(
        "a",
        List.of("a"),
        Map.of(),
        Map.of("key", List.of("b")),
        Map.of("name", ""),
        Map.of("name", 1),
        Map.of("name", "a", "key", "b"),
        Map.of("name", "a", "key", List.of()),
        Map.of("name", "a", "key", List.of(1)),
        Map.of("name", "a", "key", Arrays.asList("b", null)),
        Map.of("name", "a", "other", "b"));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void anythingElse_isNoBinding(Object claim) {
    assertThat(AgentClaims.binding(claim)).isEmpty();
  }

  @Test
  void claimsThatKeycloakKeepsInFields_areNotLeftAmongTheOthers() {
    AccessToken token = new AccessToken();
    token.getOtherClaims().put("aud", "x");
    token.getOtherClaims().put("scope", "x");
    token.getOtherClaims().put("resource_access", Map.of());
    token.getOtherClaims().put("act", Map.of("sub", "x"));
    token.getOtherClaims().put("tenant", "blue");

    AgentClaims.removeOwn(token);

    assertThat(token.getOtherClaims()).containsOnlyKeys("tenant");
  }

  @Test
  void otherToken_losesClaimsThatAScriptHidAmongTheOthers() {
    AccessToken token = new AccessToken();
    token.getOtherClaims().put("aud", "research-os");
    token.getOtherClaims().put("scope", "agents:run");
    token.getOtherClaims().put("scopes", List.of("agents:run"));
    token.getOtherClaims().put("resource_access", Map.of("account", List.of()));
    token.getOtherClaims().put("department", "books");

    AgentClaims.removeElsewhere(token);

    assertThat(token.getOtherClaims()).containsOnlyKeys("resource_access", "department");
  }
}
