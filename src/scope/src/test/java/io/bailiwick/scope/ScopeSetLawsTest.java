package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.scope.ScopeArbitraries.Sets;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

/** The laws of the algebra, in the default dialect and in dialects with opt-ins. */
@Domain(ScopeArbitraries.class)
class ScopeSetLawsTest {

  /**
   * The language's definition, read naively: some right held, or one that it implies, covers it.
   */
  private static boolean covered(ScopeRules rules, List<Scope> held, Scope required) {
    return held.stream().anyMatch(scope -> covered(rules, scope, required));
  }

  private static boolean covered(ScopeRules rules, Scope held, Scope required) {
    return held.covers(required)
        || held instanceof Scope.OfResource right
            && rules.implied(right.resource(), right.action()).stream()
                .anyMatch(implied -> right.withAction(implied).covers(required));
  }

  @Property
  void compiledSet_coversWhatTheDefinitionSays(@ForAll Sets sets) {
    ScopeSet set = sets.setA();
    for (Scope x : ScopeArbitraries.requirements(sets.rules())) {
      assertThat(set.covers(x)).as("%s", x).isEqualTo(covered(sets.rules(), sets.a(), x));
    }
  }

  @Property
  void meet_coversExactlyWhatBothCover(@ForAll Sets sets) {
    ScopeSet a = sets.setA();
    ScopeSet b = sets.setB();
    ScopeSet both = a.meet(b);
    for (Scope x : ScopeArbitraries.requirements(sets.rules())) {
      assertThat(both.covers(x)).as("%s", x).isEqualTo(a.covers(x) && b.covers(x));
    }
  }

  @Property
  void meet_neverWidens(@ForAll Sets sets) {
    ScopeSet both = sets.setA().meet(sets.setB());

    assertThat(sets.setA().coversAll(both.scopes())).isTrue();
    assertThat(sets.setB().coversAll(both.scopes())).isTrue();
  }

  @Property
  void meet_isCommutativeAssociativeAndIdempotent(@ForAll Sets sets) {
    ScopeSet a = sets.setA();
    ScopeSet b = sets.setB();
    ScopeSet c = sets.setC();

    assertThat(a.meet(b)).isEqualTo(b.meet(a)).hasSameHashCodeAs(b.meet(a));
    assertThat(a.meet(b).texts()).isEqualTo(b.meet(a).texts());
    assertThat(a.meet(b).meet(c)).isEqualTo(a.meet(b.meet(c)));
    assertThat(a.meet(a)).isEqualTo(a);
  }

  @Property
  void union_coversExactlyWhatEitherCovers(@ForAll Sets sets) {
    ScopeSet a = sets.setA();
    ScopeSet b = sets.setB();
    ScopeSet either = a.union(b);
    for (Scope x : ScopeArbitraries.requirements(sets.rules())) {
      assertThat(either.covers(x)).as("%s", x).isEqualTo(a.covers(x) || b.covers(x));
    }
  }

  @Property
  void union_isCommutativeAssociativeIdempotentAndAbsorbs(@ForAll Sets sets) {
    ScopeSet a = sets.setA();
    ScopeSet b = sets.setB();
    ScopeSet c = sets.setC();

    assertThat(a.union(b)).isEqualTo(b.union(a));
    assertThat(a.union(b).union(c)).isEqualTo(a.union(b.union(c)));
    assertThat(a.union(a)).isEqualTo(a);
    assertThat(a.union(a.meet(b))).isEqualTo(a);
    assertThat(a.meet(a.union(b))).isEqualTo(a);
    assertThat(a.meet(b.union(c))).isEqualTo(a.meet(b).union(a.meet(c)));
  }

  @Property
  void minimalText_coversExactlyWhatTheOriginalDid(@ForAll Sets sets) {
    ScopeSet set = sets.setA();
    ScopeSet again = ScopeSet.read(sets.rules(), set.texts());

    assertThat(again).isEqualTo(set);
    assertThat(again.malformed()).isZero();
    assertThat(again.texts()).isEqualTo(set.texts());
  }

  @Property
  void minimalText_coversTheSameForAReaderWithoutImplication(@ForAll Sets sets) {
    ScopeRules.Builder base = ScopeRules.builder().admin(sets.rules().admin());
    ScopeRules plain = (sets.rules().prefixIds() ? base.prefixIds() : base).build();
    ScopeSet set = sets.setA();
    ScopeSet there = ScopeSet.read(plain, set.texts());

    assertThat(there.malformed()).isZero();
    for (Scope x : ScopeArbitraries.requirements(sets.rules())) {
      assertThat(there.covers(x)).as("%s", x).isEqualTo(set.covers(x));
    }
  }

  @Property
  void minimalText_coversNoMoreForAReaderWithoutAnyOptIn(@ForAll Sets sets) {
    ScopeRules plain = ScopeRules.builder().admin(sets.rules().admin()).build();
    ScopeSet there = ScopeSet.read(plain, sets.setA().texts());

    assertThat(sets.setA().coversAll(there.scopes())).isTrue();
  }

  @Property
  void minimalText_holdsNothingTwice(@ForAll Sets sets) {
    List<Scope> scopes = sets.setA().scopes();
    for (Scope one : scopes) {
      for (Scope other : scopes) {
        assertThat(one.covers(other)).isEqualTo(one.equals(other));
      }
    }
  }

  @Property
  void everyText_isAnOAuthScopeTokenAndReadsBackAsTheScope(@ForAll Sets sets) {
    for (Scope scope : sets.a()) {
      assertThat(ScopeText.isToken(scope.text())).isTrue();
      assertThat(sets.rules().parse(scope.text())).isEqualTo(scope);
    }
  }

  @Property
  void equalSets_areThoseThatCoverTheSame(@ForAll Sets sets) {
    ScopeSet a = sets.setA();
    ScopeSet b = sets.setB();

    assertThat(a.equals(b)).isEqualTo(a.coversAll(b.scopes()) && b.coversAll(a.scopes()));
    assertThat(a.equals(b)).isEqualTo(a.texts().equals(b.texts()));
  }

  @Property
  void narrowTo_isTheMeetWithTheRequest(@ForAll Sets sets) {
    ScopeSet narrowed = sets.setA().narrowTo(sets.b());
    for (Scope x : ScopeArbitraries.requirements(sets.rules())) {
      assertThat(narrowed.covers(x))
          .as("%s", x)
          .isEqualTo(sets.setA().covers(x) && covered(sets.rules(), sets.b(), x));
    }
  }

  @Property
  void narrowToResource_keepsExactlyWhatAppliesToIt(@ForAll Sets sets) {
    ScopeSet set = sets.setA();
    for (String id : ScopeArbitraries.IDS) {
      ScopeSet narrowed = set.narrowToResource("agents", id, Set.of("read", "write"));
      assertThat(set.coversAll(narrowed.scopes())).isTrue();
      for (Scope scope : narrowed.scopes()) {
        assertThat(scope)
            .isInstanceOfSatisfying(
                Scope.PerResource.class,
                one -> {
                  assertThat(one.resource()).isEqualTo("agents");
                  assertThat(one.id()).isEqualTo(id);
                });
      }
      if (!set.isAdmin()) {
        for (String action : ScopeArbitraries.ACTIONS) {
          Scope one = Scope.of("agents", id, action);
          assertThat(narrowed.covers(one)).isEqualTo(set.covers(one) && sets.rules().canSay(one));
        }
      }
    }
  }

  @Property
  void visible_admitsExactlyTheIdsThatAreCovered(@ForAll Sets sets) {
    ScopeSet set = sets.setA();
    for (String action : ScopeArbitraries.ACTIONS) {
      Visibility visible = set.visible("agents", action);
      for (String id : ScopeArbitraries.IDS) {
        assertThat(visible.admits(id)).isEqualTo(set.covers("agents", id, action));
      }
      assertThat(visible.equals(Visibility.ALL)).isEqualTo(set.covers("agents", action));
    }
  }

  @Property
  void explain_agreesWithCoversAndNamesARightThatIsHeld(@ForAll Sets sets) {
    ScopeSet set = sets.setA();
    for (Scope x : ScopeArbitraries.requirements(sets.rules())) {
      Explanation explanation = set.explain(x);
      assertThat(explanation.granted()).as("%s", x).isEqualTo(set.covers(x));
      explanation
          .grantedBy()
          .ifPresent(
              by -> {
                assertThat(set.scopes()).contains(by);
                assertThat(ScopeSet.of(sets.rules(), List.of(by)).covers(x)).isTrue();
              });
    }
  }
}
