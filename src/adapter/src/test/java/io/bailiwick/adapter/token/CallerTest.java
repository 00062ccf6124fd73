package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.scope.AgentBinding;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.Scope;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import io.bailiwick.scope.Visibility;
import io.bailiwick.testkit.TestClock;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallerTest {
  private static final Scope RUN_A = Scope.of("agents", "a", "run");
  private static final Scope RUN_B = Scope.of("agents", "b", "run");
  private static final Scope RUN_ALL = Scope.global("agents", "run");
  private static final Scope CONFIG = Scope.global("config", "read");
  private static final Scope TEAM_A = Scope.of("teams", "a", "run");

  private static Caller caller(@Nullable AgentBinding binding, String... scopes) {
    return new Caller(
        new Caller.Facts(
            new Caller.Identity("https://issuer", "private-subject", Optional.empty()),
            Optional.of("private-session"),
            Optional.of("private-id"),
            Optional.empty(),
            Optional.of("private-name"),
            Optional.of("private-email"),
            ScopeSet.read(ScopeRules.standard(), List.of(scopes)),
            Optional.ofNullable(binding),
            List.of(),
            AuthMethod.BEARER,
            TestClock.START,
            TestClock.START.plusSeconds(300),
            Optional.empty(),
            Map.of()));
  }

  private static AgentPath path(String name, String... key) {
    return new AgentPath(name, List.of(key));
  }

  @Test
  void onlyVerifiersMakeOne() {
    assertThat(Caller.class.getDeclaredConstructors())
        .allSatisfy(made -> assertThat(Modifier.isPublic(made.getModifiers())).isFalse());
    assertThat(
            Arrays.stream(Caller.class.getDeclaredMethods())
                .filter(
                    m ->
                        Modifier.isStatic(m.getModifiers()) && Modifier.isPublic(m.getModifiers())))
        .isEmpty();
  }

  @Test
  void unboundCaller_canWhatItsScopesCover() {
    Caller caller = caller(null, "agents:a:run", "config:read");
    assertThat(caller.can(RUN_A)).isTrue();
    assertThat(caller.can(RUN_B)).isFalse();
    assertThat(caller.can(RUN_ALL)).isFalse();
    assertThat(caller.can(CONFIG)).isTrue();
    assertThat(caller.can(path("a", "k"), "run")).isTrue();
    assertThat(caller.can(path("b"), "run")).isFalse();
    assertThat(caller.mayReach(path("b"))).as("binding alone").isTrue();
  }

  @Test
  void boundAdmin_canOnlyWhatNamesItsAgent() {
    Caller caller = caller(AgentBinding.named("a"), "agent_os:admin");
    assertThat(caller.can(RUN_A)).isTrue();
    assertThat(caller.can(RUN_B)).isFalse();
    assertThat(caller.can(RUN_ALL)).isFalse();
    assertThat(caller.can(CONFIG)).isFalse();
    assertThat(caller.can(TEAM_A)).isFalse();
    assertThat(caller.can(ScopeRules.standard().adminScope())).isFalse();
  }

  @Test
  void boundCaller_stillNeedsTheScope() {
    Caller caller = caller(AgentBinding.named("a"), "agents:read", "agents:b:run");
    assertThat(caller.can(Scope.of("agents", "a", "read"))).isTrue();
    assertThat(caller.can(RUN_A)).isFalse();
    assertThat(caller.can(RUN_B)).isFalse();
    assertThat(caller.can(path("a"), "read")).isTrue();
    assertThat(caller.can(path("a"), "run")).isFalse();
  }

  @Test
  void callerBoundToAnInstance_reachesThatOneElementByElement() {
    Caller caller = caller(AgentBinding.keyed("a", List.of("room", "42")), "agents:run");
    assertThat(caller.mayReach(path("a", "room", "42"))).isTrue();
    for (AgentPath other :
        List.of(
            path("a"),
            path("a", "room"),
            path("a", "room/42"),
            path("a", "room,42"),
            path("a", "room", "42", "x"),
            path("a", "42", "room"),
            path("A", "room", "42"),
            path("b", "room", "42"))) {
      assertThat(caller.mayReach(other)).as(other.toString()).isFalse();
      assertThat(caller.can(other, "run")).isFalse();
      assertThatThrownBy(() -> caller.requireReach(other)).isInstanceOf(AccessDenied.class);
    }
    assertThatCode(() -> caller.requireReach(path("a", "room", "42"))).doesNotThrowAnyException();
  }

  @Test
  void callerBoundToAName_reachesEveryInstanceOfIt() {
    Caller caller = caller(AgentBinding.named("a"), "agents:run");
    assertThat(caller.mayReach(path("a"))).isTrue();
    assertThat(caller.mayReach(path("a", "x"))).isTrue();
    assertThat(caller.mayReach(path("b"))).isFalse();
  }

  @Test
  void listing_isByScopeAndWithinTheBinding() {
    assertThat(caller(null, "agents:read").visible("agents", "read")).isEqualTo(Visibility.ALL);
    assertThat(caller(null, "agents:a:read", "agents:b:read").visible("agents", "read"))
        .isEqualTo(Visibility.ofIds(Set.of("a", "b")));
    assertThat(caller(null).visible("agents", "read")).isEqualTo(Visibility.NONE);

    AgentBinding a = AgentBinding.named("a");
    assertThat(caller(a, "agent_os:admin").visible("agents", "read"))
        .isEqualTo(Visibility.ofIds(Set.of("a")));
    assertThat(caller(a, "agent_os:admin").visible("teams", "read")).isEqualTo(Visibility.NONE);
    assertThat(caller(a, "agents:b:read").visible("agents", "read")).isEqualTo(Visibility.NONE);
    assertThat(caller(a, "agents:run").visible("agents", "read")).isEqualTo(Visibility.NONE);
  }

  @Test
  void require_deniesNamingAllThatIsNeeded() {
    Caller caller = caller(null, "agents:a:run");
    assertThatCode(() -> caller.require(RUN_A)).doesNotThrowAnyException();
    assertThatCode(() -> caller.requireAll(List.of(RUN_A))).doesNotThrowAnyException();
    assertThatCode(() -> caller.requireAny(List.of(RUN_B, RUN_A))).doesNotThrowAnyException();
    assertThatThrownBy(() -> caller.requireAll(List.of(RUN_A, RUN_B)))
        .isInstanceOfSatisfying(
            AccessDenied.class,
            denied -> assertThat(denied.required()).containsExactly(RUN_A, RUN_B));
    assertThatThrownBy(() -> caller.requireAny(List.of(RUN_B, CONFIG)))
        .isInstanceOf(AccessDenied.class);
  }

  @Test
  void emptyListOfRequirements_isDenied() {
    Caller admin = caller(null, "agent_os:admin");
    assertThatThrownBy(() -> admin.requireAll(List.of())).isInstanceOf(AccessDenied.class);
    assertThatThrownBy(() -> admin.requireAny(List.of())).isInstanceOf(AccessDenied.class);
  }

  @Test
  void text_saysNothingOfWhoItIs() {
    assertThat(caller(null, "agents:private-agent:run").toString()).doesNotContain("private");
  }
}
