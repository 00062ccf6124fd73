package io.bailiwick.scope;

import java.util.List;

/** Sets of scopes in the dialects that there are. */
abstract class ScopeSetTestBase {
  static final ScopeRules RULES = ScopeRules.standard();
  static final ScopeRules PREFIXES = ScopeRules.builder().prefixIds().build();
  static final ScopeRules RUN_READS = ScopeRules.builder().actionImplies("run", "read").build();

  static ScopeSet held(String... names) {
    return ScopeSet.read(RULES, List.of(names));
  }
}
