package io.bailiwick.scope;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Dialects, and rights and requirements from one small alphabet, so that they often collide. The
 * alphabet holds what could be confused: ids that start with or look like one another, ids that
 * need escapes, ids that are prefixes, and the very texts that some dialect's admin scope has.
 */
final class ScopeArbitraries extends DomainContextBase {
  static final List<String> RESOURCES = List.of("agents", "teams", "agent_os");
  static final List<String> ACTIONS = List.of("read", "run", "write", "admin");
  static final List<String> IDS =
      List.of("a", "A", "*", "a/", "a/b", "a/b/c", "a:b", "a%2Fb", "é", "e\u0301", "\n", "😀");
  static final List<String> PREFIXES = List.of("a/", "a/b/", "b/", "/", "a:b/", "é/", "*/");

  static final List<ScopeRules> DIALECTS =
      List.of(
          ScopeRules.standard(),
          ScopeRules.builder().admin("root").build(),
          ScopeRules.builder().admin("agents:a:read").build(),
          ScopeRules.builder().prefixIds().build(),
          chain(ScopeRules.builder()).build(),
          chain(ScopeRules.builder().prefixIds()).build(),
          chain(ScopeRules.builder().prefixIds().admin("agents:a/*:read")).build(),
          chain(ScopeRules.builder().admin("agents:read")).build(),
          ScopeRules.builder()
              .prefixIds()
              .actionImplies("write", "read")
              .actionImplies("write", "run")
              .actionImplies("read", "admin")
              .build());

  private static ScopeRules.Builder chain(ScopeRules.Builder rules) {
    return rules.actionImplies("write", "run").actionImplies("run", "read");
  }

  /** A dialect with some rights that can be said in it, and some more. */
  record Sets(ScopeRules rules, List<Scope> a, List<Scope> b, List<Scope> c) {
    ScopeSet setA() {
      return ScopeSet.of(rules, a);
    }

    ScopeSet setB() {
      return ScopeSet.of(rules, b);
    }

    ScopeSet setC() {
      return ScopeSet.of(rules, c);
    }
  }

  @Provide
  Arbitrary<Sets> sets() {
    return Arbitraries.of(DIALECTS)
        .flatMap(
            rules -> {
              Arbitrary<List<Scope>> held = rights(rules).list().ofMaxSize(8);
              return Combinators.combine(held, held, held)
                  .as((a, b, c) -> new Sets(rules, a, b, c))
                  .withoutEdgeCases();
            });
  }

  /** Every requirement of the alphabet: few enough to ask them all each time. */
  static List<Scope> requirements(ScopeRules rules) {
    List<Scope> all = new ArrayList<>(List.of(rules.adminScope()));
    for (String resource : RESOURCES) {
      for (String action : ACTIONS) {
        all.add(Scope.global(resource, action));
        IDS.forEach(id -> all.add(Scope.of(resource, id, action)));
        PREFIXES.forEach(prefix -> all.add(Scope.prefix(resource, prefix, action)));
        // what no scope names outright
        all.add(Scope.of(resource, "a/b/c/d", action));
        all.add(Scope.prefix(resource, "a/b/c/", action));
      }
    }
    return List.copyOf(all);
  }

  static Arbitrary<Scope> rights(ScopeRules rules) {
    Arbitrary<String> resource = Arbitraries.of(RESOURCES);
    Arbitrary<String> action = Arbitraries.of(ACTIONS);
    Arbitrary<Scope> any =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(rules.adminScope())),
            Tuple.of(4, Combinators.combine(resource, action).as(Scope::global)),
            Tuple.of(
                12,
                Combinators.combine(resource, Arbitraries.of(IDS), action)
                    .as((r, id, a) -> Scope.of(r, id, a))),
            Tuple.of(
                rules.prefixIds() ? 6 : 0,
                Combinators.combine(resource, Arbitraries.of(PREFIXES), action)
                    .as((r, prefix, a) -> Scope.prefix(r, prefix, a))));
    return any.filter(rules::canSay);
  }
}
