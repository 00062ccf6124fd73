package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is made of sets of scopes: their text, and other sets. */
class ScopeSetAlgebraTest extends ScopeSetTestBase {
  @Test
  void texts_areMinimalCanonicalAndSorted() {
    assertThat(
            held("teams:read", "agents:b:run", "agents:*:read", "agents:a:read", "agents:é:run")
                .texts())
        .containsExactly("agents:%C3%A9:run", "agents:b:run", "agents:read", "teams:read");
    assertThat(held("agents:read", "agent_os:admin", "x:y:z").text()).isEqualTo("agent_os:admin");
  }

  @Test
  void equality_isOfRulesAndOfWhatIsCovered() {
    assertThat(held("agents:read", "agents:a:read"))
        .isEqualTo(held("agents:*:read"))
        .hasSameHashCodeAs(held("agents:*:read"))
        .hasToString("ScopeSet[agents:read]");
    assertThat(held("agents:a:read", "agents:b:read"))
        .isEqualTo(held("agents:b:read", "agents:a:read"));
    assertThat(held("agents:read")).isNotEqualTo(held("agents:a:read"));
    assertThat(held("agents:read")).isNotEqualTo(ScopeSet.read(PREFIXES, List.of("agents:read")));
    assertThat(held("agent_os:admin")).isNotEqualTo(held());
    assertThat(held("agents:a:read").isEmpty()).isFalse();
    assertThat(held("agent_os:admin").isEmpty()).isFalse();
  }

  @Test
  void meet_isWhatBothCover() {
    assertThat(held("agents:read", "agents:a:run").meet(held("agents:a:read", "agents:run")))
        .isEqualTo(held("agents:a:read", "agents:a:run"));
    assertThat(held("agents:a:read").meet(held("agents:b:read"))).isEqualTo(held());
    assertThat(held("agent_os:admin").meet(held("agents:a:read"))).isEqualTo(held("agents:a:read"));
    assertThat(held("agent_os:admin").meet(held("agent_os:admin")).isAdmin()).isTrue();
  }

  @Test
  void union_isWhatEitherCovers() {
    assertThat(held("agents:a:read").union(held("agents:read", "teams:t:run")))
        .isEqualTo(held("agents:read", "teams:t:run"));
    assertThat(held("agents:a:read").union(held("agents:b:read")))
        .isEqualTo(held("agents:a:read", "agents:b:read"));
    assertThat(held("agents:a:read").union(held("agent_os:admin")).isAdmin()).isTrue();
  }

  @Test
  void twoDialects_doNotMix() {
    ScopeSet other = ScopeSet.read(PREFIXES, List.of("agents:read"));

    assertThatThrownBy(() -> held("agents:read").meet(other))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> held("agents:read").union(other))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ScopeSet.of(RULES, List.of(new Scope.Admin("root"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ScopeSet.of(RULES, List.of(Scope.prefix("agents", "a/", "read"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ScopeSet.of(RULES, List.of(Scope.global("agent_os", "admin"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void narrowTo_givesWhatIsHeldOfWhatIsAsked() {
    ScopeSet set = held("agents:read", "agents:a:run");

    assertThat(set.narrowTo(List.of(Scope.global("agents", "run"))))
        .isEqualTo(held("agents:a:run"));
    assertThat(set.narrowTo(List.of(Scope.of("agents", "b", "read"), RULES.parse("x:y"))))
        .isEqualTo(held("agents:b:read"));
    assertThat(set.narrowTo(List.of())).isEqualTo(held());
    assertThat(held("agent_os:admin").narrowTo(List.of())).isEqualTo(held());
    assertThat(set.narrowTo(List.of(RULES.adminScope()))).isEqualTo(set);
  }

  @Test
  void narrowToResource_keepsWhatAppliesToIt() {
    ScopeSet set =
        held("agents:read", "agents:a:run", "agents:b:write", "teams:read", "config:read");

    assertThat(set.narrowToResource("agents", "a", Set.of("read", "run", "delete")).texts())
        .containsExactly("agents:a:read", "agents:a:run");
  }

  @Test
  void narrowToResource_turnsAdminIntoTheDeclaredActions() {
    ScopeSet admin = held("agent_os:admin");

    assertThat(admin.narrowToResource("agents", "a", Set.of("run", "read")).texts())
        .containsExactly("agents:a:read", "agents:a:run");
    assertThat(admin.narrowToResource("agents", "a", Set.of()).isEmpty()).isTrue();
    assertThat(admin.narrowToResource("agents", "a", Set.of("*", "", "a:b")).isEmpty()).isTrue();
  }

  @Test
  void narrowToResource_narrowsAMatchingPrefixToTheId() {
    ScopeSet set = ScopeSet.read(PREFIXES, List.of("agents:a/*:read", "agents:b/*:run"));

    assertThat(set.narrowToResource("agents", "a/x", Set.of()).texts())
        .containsExactly("agents:a/x:read");
  }

  @Test
  void narrowToResource_refusesWhatNamesNoResource() {
    for (ScopeSet set : List.of(held(), held("agents:read"), held("agent_os:admin"))) {
      assertThatThrownBy(() -> set.narrowToResource("agents", "", Set.of()))
          .isInstanceOf(MalformedScope.class);
      assertThatThrownBy(() -> set.narrowToResource("a:b", "a", Set.of()))
          .isInstanceOf(MalformedScope.class);
    }
  }

  @Test
  void narrowToResource_escapesAnAgentNamedStar() {
    ScopeSet narrowed = held("agents:run").narrowToResource("agents", "*", Set.of());

    assertThat(narrowed.texts()).containsExactly("agents:%2A:run");
    assertThat(narrowed.covers("agents", "a", "run")).isFalse();
  }

  @Test
  void prefixes_areWrittenOnceAndMeetInTheLonger() {
    ScopeSet set =
        ScopeSet.read(PREFIXES, List.of("agents:a/*:read", "agents:a/b/*:read", "agents:c/*:read"));
    ScopeSet other = ScopeSet.read(PREFIXES, List.of("agents:a/b/*:read", "agents:c/x:read"));

    assertThat(set.texts()).containsExactly("agents:a/*:read", "agents:c/*:read");
    assertThat(set.meet(other).texts()).containsExactly("agents:a/b/*:read", "agents:c/x:read");
    assertThat(other.meet(set)).isEqualTo(set.meet(other));
  }

  @Test
  void implication_isWrittenOutSoThatAReaderWithoutItDecidesTheSame() {
    ScopeSet set = ScopeSet.read(RUN_READS, List.of("agents:a:run"));

    assertThat(set.covers("agents", "a", "read")).isTrue();
    assertThat(set.covers("agents", "read")).isFalse();
    assertThat(set.texts()).containsExactly("agents:a:read", "agents:a:run");
    assertThat(ScopeSet.read(RULES, set.texts()).covers("agents", "a", "read")).isTrue();
  }
}
