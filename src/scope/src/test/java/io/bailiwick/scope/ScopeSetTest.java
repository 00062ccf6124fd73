package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a set of scopes covers. */
class ScopeSetTest extends ScopeSetTestBase {
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
  void prefixRequirement_isCoveredBySameOrShorterPrefixOrGlobal() {
    Scope required = Scope.prefix("agents", "a/b/", "read");

    assertThat(ScopeSet.read(PREFIXES, List.of("agents:a/b/*:read")).covers(required)).isTrue();
    assertThat(ScopeSet.read(PREFIXES, List.of("agents:a/*:read")).covers(required)).isTrue();
    assertThat(ScopeSet.read(PREFIXES, List.of("agents:read")).covers(required)).isTrue();
    assertThat(ScopeSet.read(PREFIXES, List.of("agents:a/b/c/*:read")).covers(required)).isFalse();
    assertThat(ScopeSet.read(PREFIXES, List.of("agents:a/b/:read")).covers(required)).isFalse();
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
}
