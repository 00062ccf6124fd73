package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Where the language is stricter than Agno AgentOS's, on purpose. The differences that concern
 * routes and tokens are tested with the adapter.
 */
class AgnoDifferencesTest {
  private static final ScopeRules RULES = ScopeRules.standard();

  @Test
  void emptyId_isMalformed_whereAgnoReadsItAsGlobal() {
    ScopeSet held = ScopeSet.read(RULES, List.of("agents::read"));

    assertThat(held.malformed()).isEqualTo(1);
    assertThat(held.covers("agents", "read")).isFalse();
    assertThat(held.covers("agents", "a1", "read")).isFalse();
  }

  @Test
  void needlessEscape_isMalformed_whereAgnoTakesItAsTheIdsOwnText() {
    ScopeSet held = ScopeSet.read(RULES, List.of("agents:a%31:read"));

    assertThat(held.malformed()).isEqualTo(1);
    assertThat(held.covers("agents", "a1", "read")).isFalse();
    assertThat(held.covers("agents", "a%31", "read")).isFalse();
  }

  @Test
  void adminInAnotherSpelling_isMalformed_whereAgnoReadsAScopeOfThatName() {
    ScopeSet held = ScopeSet.read(RULES, List.of("agent_os:*:admin"));

    assertThat(held.malformed()).isEqualTo(1);
    assertThat(held.isEmpty()).isTrue();
  }
}
