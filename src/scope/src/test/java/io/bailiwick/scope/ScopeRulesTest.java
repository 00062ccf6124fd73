package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeRulesTest {

  @Test
  void standardDialect_hasAgnosAdminAndNoOptIns() {
    ScopeRules rules = ScopeRules.standard();

    assertThat(rules.admin()).isEqualTo("agent_os:admin");
    assertThat(rules.prefixIds()).isFalse();
    assertThat(rules.hasImplications()).isFalse();
    assertThat(rules).isEqualTo(ScopeRules.builder().build());
  }

  @Test
  void anotherAdminText_demotesTheDefault() {
    ScopeRules rules = ScopeRules.builder().admin("root").build();

    assertThat(rules.parse("root")).isEqualTo(new Scope.Admin("root"));
    assertThat(rules.parse("agent_os:admin")).isEqualTo(Scope.global("agent_os", "admin"));
    assertThat(ScopeSet.read(rules, List.of("agent_os:admin")).covers("agents", "read")).isFalse();
    assertThat(ScopeSet.read(rules, List.of("root")).covers("agents", "read")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "a b", "root\n", "\"", "a\\b", "\u00FCber", "\u007F"})
  void adminTextThatIsNoScopeToken_isRefused(String text) {
    assertThatThrownBy(() -> ScopeRules.builder().admin(text)).isInstanceOf(MalformedScope.class);
  }

  @Test
  void adminTextThatWouldBeAnOrdinaryScope_isOnlyEverAdmin() {
    ScopeRules rules = ScopeRules.builder().admin("agents:x:run").build();

    assertThat(rules.parse("agents:x:run")).isEqualTo(rules.adminScope());
    ScopeSet run = ScopeSet.read(rules, List.of("agents:run"));
    assertThat(run.narrowToResource("agents", "x", Set.of()).texts()).isEmpty();
    assertThat(run.narrowToResource("agents", "y", Set.of()).texts())
        .containsExactly("agents:y:run");
  }

  @Test
  void impliedScope_neverSpellsTheAdminScope() {
    ScopeRules rules = ScopeRules.builder().actionImplies("run", "admin").build();
    ScopeSet held = ScopeSet.read(rules, List.of("agent_os:run", "agents:run"));

    assertThat(held.texts()).containsExactly("agent_os:run", "agents:admin", "agents:run");
    assertThat(held.covers("agent_os", "admin")).isFalse();
  }

  @Test
  void implicationThatWouldSpellTheAdminScope_isWithheldFromItsWholeResource() {
    ScopeRules rules =
        ScopeRules.builder().admin("agents:read").actionImplies("run", "read").build();
    ScopeSet held = ScopeSet.read(rules, List.of("agents:run", "teams:run"));

    assertThat(held.texts()).containsExactly("agents:run", "teams:read", "teams:run");
    assertThat(rules.implied("agents", "run")).isEmpty();
    // else narrowing to one agent would give what was not held for all
    assertThat(held.narrowToResource("agents", "a", Set.of()).texts())
        .containsExactly("agents:a:run");
  }

  @Test
  void settingAThingTwice_isAnError() {
    assertThatThrownBy(() -> ScopeRules.builder().admin("a").admin("a"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ScopeRules.builder().prefixIds().prefixIds())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> ScopeRules.builder().actionImplies("run", "read").actionImplies("run", "read"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void cyclicImplication_isRefusedAtBuild() {
    assertThatThrownBy(() -> ScopeRules.builder().actionImplies("run", "run").build())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                ScopeRules.builder()
                    .actionImplies("a", "b")
                    .actionImplies("b", "c")
                    .actionImplies("c", "a")
                    .build())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                ScopeRules.builder()
                    .actionImplies("start", "a")
                    .actionImplies("a", "b")
                    .actionImplies("b", "a")
                    .build())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void implication_isTransitiveAndMayMeetAgain() {
    ScopeRules rules =
        ScopeRules.builder()
            .actionImplies("own", "write")
            .actionImplies("own", "run")
            .actionImplies("write", "read")
            .actionImplies("run", "read")
            .build();

    assertThat(rules.implied("agents", "own")).containsExactlyInAnyOrder("write", "run", "read");
    assertThat(rules.implied("agents", "run")).containsExactly("read");
    assertThat(rules.implied("agents", "read")).isEmpty();
  }

  @Test
  void implicationOfNoAction_isRefused() {
    assertThatThrownBy(() -> ScopeRules.builder().actionImplies("*", "read"))
        .isInstanceOf(MalformedScope.class);
    assertThatThrownBy(() -> ScopeRules.builder().actionImplies("run", ""))
        .isInstanceOf(MalformedScope.class);
  }

  @Test
  void rulesThatSayTheSame_areEqual() {
    ScopeRules one =
        ScopeRules.builder().prefixIds().admin("root").actionImplies("run", "read").build();
    ScopeRules other =
        ScopeRules.builder().actionImplies("run", "read").admin("root").prefixIds().build();

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one).isNotEqualTo(ScopeRules.builder().prefixIds().admin("root").build());
    assertThat(one).isNotEqualTo(ScopeRules.standard());
    assertThat(one.prefixIds()).isTrue();
    assertThat(one).hasToString("ScopeRules[admin=root, prefixIds=true, implied={run=[read]}]");
  }
}
