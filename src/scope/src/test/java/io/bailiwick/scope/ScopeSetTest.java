package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopeSetTest {
  private static final ScopeRules RULES = ScopeRules.standard();
  private static final ScopeRules PREFIXES = ScopeRules.builder().prefixIds().build();
  private static final ScopeRules RUN_READS =
      ScopeRules.builder().actionImplies("run", "read").build();

  @Test
  void nothingHeld_coversNothing() {
    ScopeSet none = ScopeSet.none(RULES);

    assertThat(none.isEmpty()).isTrue();
    assertThat(none.covers("agents", "read")).isFalse();
    assertThat(none.covers("agents", "a1", "read")).isFalse();
    assertThat(none.covers(RULES.adminScope())).isFalse();
    assertThat(none.texts()).isEmpty();
    assertThat(none.text()).isEmpty();
    assertThat(none).isEqualTo(held()).isEqualTo(held("openid"));
  }

  @Test
  void admin_coversAllOfItsDialect() {
    ScopeSet admin = held("agent_os:admin");

    assertThat(admin.isAdmin()).isTrue();
    assertThat(admin.covers("agents", "read")).isTrue();
    assertThat(admin.covers("anything", "at-all", "whatever")).isTrue();
    assertThat(admin.covers(Scope.prefix("agents", "a/", "read"))).isTrue();
    assertThat(admin.covers(RULES.adminScope())).isTrue();
    assertThat(admin.covers(new Scope.Admin("root"))).isFalse();
  }

  @Test
  void adminRequirement_isCoveredByAdminAlone() {
    assertThat(held("agent_os:read", "agents:read", "agents:admin").covers(RULES.adminScope()))
        .isFalse();
    assertThat(held("agent_os:*:admin").covers(RULES.adminScope())).isFalse();
  }

  @Test
  void globalScope_coversEveryIdOfItsResourceAndAction() {
    ScopeSet set = held("agents:read");

    assertThat(set.covers("agents", "read")).isTrue();
    assertThat(set.covers("agents", "a1", "read")).isTrue();
    assertThat(set.covers(Scope.prefix("agents", "a/", "read"))).isTrue();
    assertThat(set.covers("agents", "a1", "run")).isFalse();
    assertThat(set.covers("teams", "a1", "read")).isFalse();
  }

  @Test
  void perResourceScope_neverCoversAGlobalRequirement() {
    ScopeSet set = held("agents:a1:read");

    assertThat(set.covers("agents", "a1", "read")).isTrue();
    assertThat(set.covers("agents", "read")).isFalse();
    assertThat(set.covers("agents", "a2", "read")).isFalse();
    assertThat(set.covers("agents", "a", "read")).isFalse();
    assertThat(set.covers("agents", "a11", "read")).isFalse();
    assertThat(set.covers("agents", "*", "read")).isFalse();
  }

  @Test
  void names_areComparedExactly() {
    ScopeSet set = held("agents:read");

    assertThat(set.covers("Agents", "read")).isFalse();
    assertThat(set.covers("agents", "READ")).isFalse();
    assertThat(set.covers("agent", "read")).isFalse();
    assertThat(set.covers("agents", "rea")).isFalse();
    assertThat(set.covers("agents", "a1", "reads")).isFalse();
  }

  @Test
  void noActionImpliesAnother_unlessOptedIn() {
    assertThat(held("agents:a1:write").covers("agents", "a1", "read")).isFalse();
    assertThat(held("agents:run").covers("agents", "read")).isFalse();
    assertThat(held("agents:admin").covers("agents", "read")).isFalse();
  }

  @Test
  void emptyRequirementParts_areCoveredByNobody() {
    ScopeSet admin = held("agent_os:admin");

    assertThat(admin.covers("", "read")).isFalse();
    assertThat(admin.covers("agents", "")).isFalse();
    assertThat(admin.covers("agents", "", "read")).isFalse();
    assertThat(held("agents:read").covers("agents", "", "read")).isFalse();
    assertThat(admin.visible("", "read")).isEqualTo(Visibility.NONE);
  }

  @Test
  void allOf_needsEveryOneAndAnyOfNeedsOne() {
    ScopeSet set = held("agents:read", "teams:t1:run");
    Scope read = Scope.global("agents", "read");
    Scope run = Scope.of("teams", "t1", "run");
    Scope write = Scope.global("agents", "write");

    assertThat(set.coversAll(List.of(read, run))).isTrue();
    assertThat(set.coversAll(List.of(read, write))).isFalse();
    assertThat(set.coversAll(List.of())).isTrue();
    assertThat(set.coversAny(List.of(write, run))).isTrue();
    assertThat(set.coversAny(List.of(write))).isFalse();
    assertThat(set.coversAny(List.of())).isFalse();
  }

  @Test
  void malformedNames_grantNothingAreCountedAndSpoilNothing() {
    ScopeSet set =
        ScopeSet.read(
            RULES,
            Arrays.asList("openid", "agents::read", "agents:a1:read", null, "a:b:c:d", "*:read"));

    assertThat(set.malformed()).isEqualTo(4);
    assertThat(set.texts()).containsExactly("agents:a1:read");
    assertThat(set).isEqualTo(held("agents:a1:read"));
    assertThat(set.union(set).malformed()).isZero();
    assertThat(set.meet(held("agent_os:admin")).malformed()).isZero();
    assertThat(held("agent_os:admin").meet(set).malformed()).isZero();
  }

  @Test
  void severalScopesInOneName_areOneMalformedName() {
    ScopeSet set = held("agents:read agents:run");

    assertThat(set.isEmpty()).isTrue();
    assertThat(set.malformed()).isEqualTo(1);
  }

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
  void prefix_matchesUpToAndIncludingItsSlash() {
    ScopeSet set = ScopeSet.read(PREFIXES, List.of("agents:team-a/*:read"));

    assertThat(set.covers("agents", "team-a/bot", "read")).isTrue();
    assertThat(set.covers("agents", "team-a/sub/bot", "read")).isTrue();
    assertThat(set.covers("agents", "team-a/", "read")).isTrue();
    assertThat(set.covers("agents", "team-a", "read")).isFalse();
    assertThat(set.covers("agents", "team-ab/bot", "read")).isFalse();
    assertThat(set.covers("agents", "Team-a/bot", "read")).isFalse();
    assertThat(set.covers("agents", "team-a/bot", "run")).isFalse();
    assertThat(set.covers("agents", "read")).isFalse();
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
  void prefixRequirement_isCoveredBySameOrShorterPrefixOrGlobal() {
    Scope required = Scope.prefix("agents", "a/b/", "read");

    assertThat(ScopeSet.read(PREFIXES, List.of("agents:a/b/*:read")).covers(required)).isTrue();
    assertThat(ScopeSet.read(PREFIXES, List.of("agents:a/*:read")).covers(required)).isTrue();
    assertThat(ScopeSet.read(PREFIXES, List.of("agents:read")).covers(required)).isTrue();
    assertThat(ScopeSet.read(PREFIXES, List.of("agents:a/b/c/*:read")).covers(required)).isFalse();
    assertThat(ScopeSet.read(PREFIXES, List.of("agents:a/b/:read")).covers(required)).isFalse();
  }

  @Test
  void implication_isWrittenOutSoThatAReaderWithoutItDecidesTheSame() {
    ScopeSet set = ScopeSet.read(RUN_READS, List.of("agents:a:run"));

    assertThat(set.covers("agents", "a", "read")).isTrue();
    assertThat(set.covers("agents", "read")).isFalse();
    assertThat(set.texts()).containsExactly("agents:a:read", "agents:a:run");
    assertThat(ScopeSet.read(RULES, set.texts()).covers("agents", "a", "read")).isTrue();
  }

  @Test
  void implication_reachesOnlyTheSameResource() {
    ScopeSet set = ScopeSet.read(RUN_READS, List.of("agents:a:run"));

    assertThat(set.covers("agents", "b", "read")).isFalse();
    assertThat(set.covers("teams", "a", "read")).isFalse();
    assertThat(ScopeSet.read(RUN_READS, List.of("agents:a:read")).covers("agents", "a", "run"))
        .isFalse();
  }

  @Test
  void visible_saysWhatAListMayShow() {
    assertThat(held("agent_os:admin").visible("agents", "read")).isEqualTo(Visibility.ALL);
    assertThat(held("agents:read").visible("agents", "read")).isEqualTo(Visibility.ALL);
    assertThat(held("agents:run").visible("agents", "read")).isEqualTo(Visibility.NONE);
    assertThat(held("agents:b:read", "agents:a:read", "agents:c:run").visible("agents", "read"))
        .isEqualTo(Visibility.ofIds(Set.of("a", "b")));
    assertThat(
            ScopeSet.read(PREFIXES, List.of("agents:a/*:read", "agents:a/x:read", "agents:b:read"))
                .visible("agents", "read"))
        .isEqualTo(Visibility.of(Set.of("b"), Set.of("a/")));
  }

  @Test
  void explain_namesTheGrantThatMatched() {
    Scope required = Scope.of("agents", "a", "read");

    assertThat(held("agents:read").explain(required).granted()).isTrue();
    assertThat(held("agents:read", "teams:read").explain(required).grantedBy())
        .contains(Scope.global("agents", "read"));
    assertThat(held("agents:a:read").explain(required).text()).isEqualTo("agents:a:read is held.");
    assertThat(held("agent_os:admin").explain(required).text())
        .isEqualTo("agents:a:read is granted by agent_os:admin.");
  }

  @Test
  void explain_namesTheGrantWhoseActionImplies() {
    Explanation explanation =
        ScopeSet.read(RUN_READS, List.of("agents:run")).explain(Scope.of("agents", "a", "read"));

    assertThat(explanation.grantedBy()).contains(Scope.global("agents", "run"));
    assertThat(explanation.text())
        .isEqualTo("agents:a:read is granted by agents:run, whose action implies it.");
  }

  @Test
  void explain_saysWhatIsMissing() {
    Explanation explanation = held("agents:b:read").explain(Scope.of("agents", "a\n", "read"));

    assertThat(explanation.granted()).isFalse();
    assertThat(explanation.text())
        .isEqualTo("agents:a%0A:read is missing: no scope held covers it.");
  }

  @Test
  void decision_allocatesNothing() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      names.add("agents:agent-" + i + ":run");
      names.add("agents:team-" + i + "/*:read");
    }
    Collections.shuffle(names, new java.util.Random(1));
    ScopeSet set = ScopeSet.read(PREFIXES, names);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Scope required = Scope.of("agents", "agent-999", "run");

    assertThat(decideOften(set, required)).isEqualTo(60_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    int covered = decideOften(set, required);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(covered).isEqualTo(60_000);
    // 120,000 decisions; less than a byte each leaves room for the measurement itself only
    assertThat(allocated).isLessThan(60_000);
  }

  private static int decideOften(ScopeSet set, Scope required) {
    int covered = 0;
    for (int i = 0; i < 20_000; i++) {
      covered += set.covers("agents", "agent-999", "run") ? 1 : 0;
      covered += set.covers("agents", "team-999/x", "read") ? 1 : 0;
      covered += set.covers(required) ? 1 : 0;
      covered += set.covers("agents", "agent-1000", "run") ? 1 : 0;
      covered += set.covers("agents", "team-9999/x", "read") ? 1 : 0;
      covered += set.covers("agents", "run") ? 1 : 0;
    }
    return covered;
  }

  private static ScopeSet held(String... names) {
    return ScopeSet.read(RULES, List.of(names));
  }
}
