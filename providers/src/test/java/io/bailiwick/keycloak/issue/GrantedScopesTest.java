package io.bailiwick.keycloak.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.scope.AgentBinding;
import io.bailiwick.scope.Scope;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** {@code granted = held ∧ allowed ∧ asked ∧ ceiling}, over every small set of rights. */
final class GrantedScopesTest {
  private static final ScopeRules RULES = ScopeRules.standard();
  private static final Actions ACTIONS = Actions.parse("agents=read,run,write");
  private static final List<String> NAMES =
      List.of(
          "agent_os:admin",
          "agents:read",
          "agents:run",
          "agents:a:read",
          "agents:a:run",
          "agents:b:run",
          "teams:read",
          "teams:t:read");
  private static final List<Scope> RIGHTS =
      List.of(
          Scope.global("agents", "read"),
          Scope.global("agents", "run"),
          Scope.global("agents", "write"),
          Scope.global("teams", "read"),
          Scope.of("agents", "a", "read"),
          Scope.of("agents", "a", "run"),
          Scope.of("agents", "b", "run"),
          Scope.of("agents", "c", "run"),
          Scope.of("teams", "t", "read"),
          RULES.parse("agent_os:admin"));

  @Provide
  Arbitrary<ScopeSet> sets() {
    return Arbitraries.of(NAMES).list().ofMaxSize(4).map(names -> ScopeSet.read(RULES, names));
  }

  @Provide
  Arbitrary<Optional<ScopeSet>> bounds() {
    return sets().optional();
  }

  @Property
  void granted_isExactlyWhatAllFourCover(
      @ForAll("sets") ScopeSet held,
      @ForAll("sets") ScopeSet allowed,
      @ForAll("bounds") Optional<ScopeSet> limit,
      @ForAll("bounds") Optional<ScopeSet> asked) {
    ScopeSet granted = GrantedScopes.of(held, allowed, limit, asked, false).scopes();

    for (Scope right : RIGHTS) {
      assertThat(granted.covers(right))
          .as(right.text())
          .isEqualTo(
              held.covers(right)
                  && allowed.covers(right)
                  && limit.map(set -> set.covers(right)).orElse(true)
                  && asked.map(set -> set.covers(right)).orElse(true));
    }
  }

  @Property
  void chainOfRefreshes_neverPassesWhatWasGrantedByTheFirstRequest(
      @ForAll("sets") ScopeSet held,
      @ForAll("sets") ScopeSet heldLater,
      @ForAll("sets") ScopeSet allowed,
      @ForAll("bounds") Optional<ScopeSet> subject,
      @ForAll("bounds") Optional<ScopeSet> asked,
      @ForAll("bounds") Optional<ScopeSet> askedLater) {
    GrantedScopes first = GrantedScopes.of(held, allowed, subject, asked, false);
    // the limit travels in the refresh token as text
    Optional<ScopeSet> limit = first.limit().map(set -> ScopeSet.read(RULES, set.texts()));
    GrantedScopes second = GrantedScopes.of(heldLater, allowed, limit, askedLater, true);
    GrantedScopes third = GrantedScopes.of(heldLater, allowed, second.limit(), asked, true);

    for (GrantedScopes later : List.of(second, third)) {
      for (Scope right : RIGHTS) {
        if (later.scopes().covers(right)) {
          assertThat(allowed.covers(right) && heldLater.covers(right)).isTrue();
          assertThat(subject.map(set -> set.covers(right)).orElse(true)).isTrue();
          assertThat(asked.map(set -> set.covers(right)).orElse(true)).isTrue();
        }
      }
    }
    assertThat(second.limit()).isEqualTo(limit);
  }

  @Property
  void narrowedToAnAgent_coversNothingOfAnother(
      @ForAll("sets") ScopeSet held, @ForAll("sets") ScopeSet allowed) {
    GrantedScopes all = GrantedScopes.of(held, allowed, Optional.empty(), Optional.empty(), false);
    ScopeSet bound = all.narrowedTo(Optional.of(AgentBinding.named("a")), ACTIONS).scopes();

    for (Scope right : RIGHTS) {
      boolean ofTheAgent = right instanceof Scope.PerResource each && each.id().equals("a");
      assertThat(bound.covers(right)).isEqualTo(ofTheAgent && all.scopes().covers(right));
    }
  }

  @Test
  void askedButMalformed_grantsNothing() {
    ScopeSet admin = ScopeSet.read(RULES, List.of("agent_os:admin"));

    assertThat(
            GrantedScopes.of(
                    admin,
                    admin,
                    Optional.empty(),
                    Optional.of(ScopeSet.read(RULES, List.of("agents::run"))),
                    false)
                .scopes()
                .isEmpty())
        .isTrue();
  }
}
