package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a set of scopes says of itself: what it shows, and why it decides so. */
class ScopeSetAnswersTest extends ScopeSetTestBase {
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
}
