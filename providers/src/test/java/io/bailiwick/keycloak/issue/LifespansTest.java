package io.bailiwick.keycloak.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bailiwick.scope.AgentBinding;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LifespansTest {
  private static final Actions ACTIONS = Actions.parse("agents=read,run");
  private static final Lifespans LIFESPANS =
      Lifespans.read(
          Map.of(
              "bailiwick.token-lifespan", "120",
              "bailiwick.token-lifespan.quick", "30",
              "bailiwick.token-lifespan.slow", "900",
              "other", "x"));

  @Test
  void boundToken_goesByItsAgent() {
    assertThat(limit(Optional.of(AgentBinding.named("quick")), "agents:quick:run")).hasSeconds(30);
    assertThat(limit(Optional.of(AgentBinding.named("slow")), "agents:slow:run")).hasSeconds(900);
    assertThat(limit(Optional.of(AgentBinding.named("any")), "agents:any:run")).hasSeconds(120);
  }

  @Test
  void unboundToken_goesByTheShortestThatItTouches() {
    assertThat(limit(Optional.empty(), "agents:run")).hasSeconds(30);
    assertThat(limit(Optional.empty(), "agent_os:admin")).hasSeconds(30);
    assertThat(limit(Optional.empty(), "agents:quick:read")).hasSeconds(30);
    assertThat(limit(Optional.empty(), "agents:slow:run")).hasSeconds(120);
    assertThat(limit(Optional.empty(), "teams:read")).hasSeconds(120);
  }

  @Test
  void nothingSet_isNoLimit() {
    assertThat(Lifespans.read(Map.of()).limit(Optional.empty(), scopes("agents:run"), ACTIONS))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "5m", "1.5", "99999999999999999999"})
  void noPositiveNumberOfSeconds_isMalformed(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lifespans.read(Map.of("bailiwick.token-lifespan", value)));
  }

  private static Duration limit(Optional<AgentBinding> agent, String scope) {
    return LIFESPANS.limit(agent, scopes(scope), ACTIONS).orElseThrow();
  }

  private static ScopeSet scopes(String... names) {
    return ScopeSet.read(ScopeRules.standard(), List.of(names));
  }
}
