package io.bailiwick.keycloak.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.scope.ResourceUri;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ClientModel;

/** Whether agent scopes were asked, and which. */
final class AgentScopeNamesTest {
  private static final AgentService SERVICE =
      new AgentService(
          (ClientModel)
              Proxy.newProxyInstance(
                  AgentScopeNamesTest.class.getClassLoader(),
                  new Class<?>[] {ClientModel.class},
                  (proxy, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                  }),
          ResourceUri.parse("http://localhost:7777"),
          Actions.parse("agents=read,run"),
          ScopeRules.standard(),
          new Lifespans(Optional.empty(), Map.of()));

  @Test
  void scopeThatKeycloakDropped_isAskedInVainRatherThanNotAsked() {
    Optional<ScopeSet> asked =
        AgentScopeNames.asked(SERVICE, List.of("profile"), List.of("profile", "agents:a1:run"));

    assertThat(asked).isPresent();
    assertThat(asked.get().isEmpty()).isTrue();
  }

  @Test
  void onlyWhatKeycloakLeft_isAsked() {
    Optional<ScopeSet> asked =
        AgentScopeNames.asked(
            SERVICE, List.of("agents:read"), List.of("agents:read", "agents:a1:run"));

    assertThat(asked.orElseThrow().texts()).containsExactly("agents:read");
  }

  @Test
  void oauthScopesOnly_areNoAgentScopes() {
    assertThat(
            AgentScopeNames.asked(
                SERVICE, List.of("openid", "profile"), List.of("openid", "organization:acme")))
        .isEmpty();
  }
}
