package io.bailiwick.adapter.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.scope.MalformedPath;
import io.bailiwick.scope.Scope;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import io.bailiwick.scope.Visibility;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteMapTest {
  private static final RouteMap ROUTES =
      RouteMap.builder()
          .route("GET", "/health", Requirement.publicAccess())
          .route("GET", "/me", Requirement.authenticated())
          .route("GET", "/config", Requirement.allOf("config:read"))
          .list("/agents", "agents", "read")
          .route("GET", "/agents/{agents}", Requirement.allOf("agents:read"))
          .route("POST", "/agents/{agents}/runs", Requirement.allOf("agents:run"))
          .route("POST", "/agents/{agents}/{key...}", Requirement.allOf("agents:chat"))
          .route("GET", "/reports/**", Requirement.anyOf("reports:read", "config:read"))
          .build();

  private static final ScopeRules RULES = ScopeRules.standard();

  @Test
  void unmappedRoute_isDenied() {
    assertThat(ROUTES.match("GET", "/nothing")).isEmpty();
    assertThat(ROUTES.match("DELETE", "/agents/a1")).isEmpty();
    assertThat(ROUTES.match("OPTIONS", "/agents")).isEmpty();
  }

  @Test
  void method_isComparedExactly() {
    assertThat(ROUTES.match("get", "/health")).isEmpty();
    RouteMap lenient = AgnoPreset.builder().build();
    assertThat(lenient.match("get", "/agents")).isEmpty();
    assertThat(lenient.match("GET\r\n", "/agents")).isEmpty();
  }

  @Test
  void head_isDecidedAsGet() {
    assertThat(ROUTES.match("HEAD", "/config")).isEqualTo(ROUTES.match("GET", "/config"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Route.of("HEAD", "/config", Requirement.publicAccess()));
  }

  @Test
  void routeThatNamesAnId_requiresThatIdOnly() {
    RouteMatch match = match("POST", "/agents/a1/runs");
    assertThat(match.requirement().scopes()).containsExactly(Scope.of("agents", "a1", "run"));
    assertThat(match.allows(held("agents:a1:run"))).isTrue();
    assertThat(match.allows(held("agents:run"))).isTrue();
    assertThat(match.allows(held("agents:a2:run"))).isFalse();
    assertThat(match.allows(held("agents:a1:read"))).isFalse();
    assertThat(match.allows(held())).isFalse();
  }

  @Test
  void globalRequirement_isNotMetByAPerResourceScope() {
    assertThat(match("GET", "/config").allows(held("config:a:read"))).isFalse();
    assertThat(match("GET", "/config").allows(held("config:read"))).isTrue();
  }

  @Test
  void anyOf_needsOne() {
    assertThat(match("GET", "/reports/1/2").allows(held("config:read"))).isTrue();
    assertThat(match("GET", "/reports/1/2").allows(held("reports:read"))).isTrue();
    assertThat(match("GET", "/reports/1/2").allows(held("agents:read"))).isFalse();
  }

  @Test
  void allOf_needsEveryOne() {
    Requirement both = Requirement.allOf("agents:run", "config:read");
    assertThat(both.metBy(held("agents:run", "config:read"))).isTrue();
    assertThat(both.metBy(held("agents:run"))).isFalse();
    assertThat(both.metBy(held("config:read"))).isFalse();
  }

  @Test
  void emptyRequirement_canNotBeMade() {
    assertThatIllegalArgumentException().isThrownBy(() -> Requirement.allOf(new Scope[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> Requirement.anyOf(new String[0]));
  }

  @Test
  void listing_passesAndIsFiltered() {
    RouteMatch match = match("GET", "/agents");
    assertThat(match.allows(held())).isTrue();
    assertThat(match.visibility(set("agents:a1:read")::visible))
        .contains(Visibility.ofIds(Set.of("a1")));
    assertThat(match.visibility(set("agents:a1:run")::visible)).contains(Visibility.NONE);
    assertThat(match.visibility(set("agents:read")::visible)).contains(Visibility.ALL);
  }

  @Test
  void encodedSlashOrDots_areRefused() {
    for (String path :
        List.of(
            "/agents/a1%2Fruns",
            "/agents/../config",
            "/agents/%2e%2e/config",
            "/agents//runs",
            "/agents/a1;x=1/runs",
            "/agents/a1/",
            "/agents/%zz",
            "/agents/a1%00",
            "//agents",
            "agents",
            "")) {
      assertThatThrownBy(() -> ROUTES.match("GET", path))
          .as(path)
          .isInstanceOf(MalformedPath.class);
    }
  }

  @Test
  void id_isDecodedOnce() {
    assertThat(match("GET", "/agents/a%2531").resource().orElseThrow().id()).isEqualTo("a%31");
    assertThat(match("GET", "/agents/a%3Ab").requirement().scopes())
        .containsExactly(Scope.of("agents", "a:b", "read"));
  }

  @Test
  void key_isAListOfSegments() {
    RouteMatch.Resource one = match("POST", "/agents/chat/room/4%202").resource().orElseThrow();
    assertThat(one.id()).isEqualTo("chat");
    assertThat(one.key()).containsExactly("room", "4 2");
  }

  @Test
  void starIsOneSegment_twoAreOneOrMore() {
    RouteMap routes =
        RouteMap.builder()
            .route("GET", "/a/*/b", Requirement.authenticated())
            .route("GET", "/c/**/d", Requirement.authenticated())
            .build();
    assertThat(routes.match("GET", "/a/x/b")).isPresent();
    assertThat(routes.match("GET", "/a/x/y/b")).isEmpty();
    assertThat(routes.match("GET", "/a/b")).isEmpty();
    assertThat(routes.match("GET", "/c/x/y/d")).isPresent();
    assertThat(routes.match("GET", "/c/d/d")).isPresent();
    assertThat(routes.match("GET", "/c/d")).isEmpty();
    assertThat(routes.match("GET", "/c/x/d/e")).isEmpty();
  }

  @Test
  void exactEntry_isTriedBeforePatterns() {
    RouteMap routes =
        RouteMap.builder()
            .route("GET", "/x/*", Requirement.allOf("x:read"))
            .route("GET", "/x/open", Requirement.authenticated())
            .build();
    assertThat(routes.match("GET", "/x/open").orElseThrow().requirement())
        .isEqualTo(Requirement.authenticated());
  }

  @Test
  void ownRoutes_areLaidOverTheDefaults() {
    RouteMap routes =
        RouteMap.builder()
            .defaults(AgnoPreset.routes())
            .route("GET", "/models", Requirement.allOf("models:read"))
            .route("GET", "/agents/{agents}/secret", Requirement.allOf("agents:admin"))
            .build();
    assertThat(routes.match("GET", "/models").orElseThrow().requirement())
        .isEqualTo(Requirement.allOf("models:read"));
    assertThat(routes.match("GET", "/agents/a1/secret").orElseThrow().requirement().scopes())
        .containsExactly(Scope.of("agents", "a1", "admin"));
    assertThat(routes.match("GET", "/agents/a1").orElseThrow().requirement().scopes())
        .containsExactly(Scope.of("agents", "a1", "read"));
    assertThat(routes.routes()).hasSize(104);
    assertThat(routes.loosened()).isEmpty();
    assertThat(routes.match("GET", "/unmapped")).isEmpty();
  }

  @Test
  void shadowedRoute_isRefusedAtBuild() {
    RouteMap.Builder builder =
        RouteMap.builder()
            .route("GET", "/x/**", Requirement.authenticated())
            .route("GET", "/x/{x}/secret", Requirement.allOf("x:admin"));
    assertThatIllegalStateException()
        .isThrownBy(builder::build)
        .withMessageContaining("/x/{x}/secret")
        .withMessageContaining("would never be asked");
  }

  @Test
  void routeSetTwice_isRefused() {
    RouteMap.Builder builder = RouteMap.builder().route("GET", "/x", Requirement.authenticated());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.route("GET", "/x", Requirement.publicAccess()));
  }

  @Test
  void mapWithoutRoutes_isRefused() {
    assertThatIllegalStateException().isThrownBy(() -> RouteMap.builder().build());
  }

  @Test
  void publicRoute_mayNotNameAResourceOrMatchEverything() {
    Requirement open = Requirement.publicAccess();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Route.of("GET", "/agents/{agents}", open));
    assertThatIllegalArgumentException().isThrownBy(() -> Route.of("GET", "/**", open));
    assertThat(Route.of("GET", "/static/**", open).requires()).isEqualTo("public");
  }

  @Test
  void namedFamilyThatTheRequirementDoesNotMention_isRefused() {
    Requirement run = Requirement.allOf("agents:run");
    assertThatIllegalArgumentException().isThrownBy(() -> Route.of("POST", "/agents/{id}", run));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Route.of("POST", "/agents/*", run).naming("teams", 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Route.of("POST", "/agents/*", run).naming("agents", 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "/x/",
        "//x",
        "/a*",
        "/{",
        "/{a}{b}",
        "/x?y",
        "/..",
        "/**/{a}",
        "/{a}/{b}",
        "/{key...}",
        "/{a}/{key...}/x",
        "/a;b",
        "/a\\b",
        "/a\nb"
      })
  void brokenPattern_isRefused(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Route.of("GET", pattern, Requirement.authenticated()));
  }

  @Test
  void emptyListOfScopes_needsAValidToken() {
    RouteMap routes = RouteMap.builder().route("GET", "/x", List.<String>of()).build();
    assertThat(routes.match("GET", "/x").orElseThrow().requirement())
        .isEqualTo(Requirement.authenticated());
    assertThat(routes.loosened()).isEmpty();
  }

  @Test
  void emptyListOfScopes_isPublicByNameOnly() {
    RouteMap routes =
        RouteMap.builder()
            .route("GET", "/x", List.<String>of())
            .route("GET", "/y", Requirement.authenticated())
            .emptyRequirementIsPublic()
            .build();
    assertThat(routes.match("GET", "/x").orElseThrow().isPublic()).isTrue();
    assertThat(routes.match("GET", "/y").orElseThrow().isPublic()).isFalse();
    assertThat(routes.loosened()).singleElement().asString().contains("emptyRequirementIsPublic");
  }

  @Test
  void configuredScope_thatIsMalformed_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RouteMap.builder().route("GET", "/x", List.of("agents::read")));
  }

  @Test
  void unmappedAllowed_needsAValidTokenAndIsListed() {
    RouteMap routes =
        RouteMap.builder().route("GET", "/x", Requirement.authenticated()).allowUnmapped().build();
    RouteMatch match = routes.match("GET", "/y").orElseThrow();
    assertThat(match.isPublic()).isFalse();
    assertThat(match.route()).isEmpty();
    assertThat(routes.loosened()).singleElement().asString().contains("allowUnmapped");
  }

  @Test
  void describe_namesEveryRouteAndTheRest() {
    assertThat(ROUTES.describe())
        .hasSize(9)
        .anySatisfy(line -> assertThat(line).contains("/health").endsWith("public"))
        .anySatisfy(line -> assertThat(line).contains("/me").endsWith("any valid token"))
        .anySatisfy(line -> assertThat(line).endsWith("agents:run (on that id)"))
        .last()
        .asString()
        .contains("any other")
        .endsWith("denied");
  }

  private static RouteMatch match(String method, String path) {
    Optional<RouteMatch> match = ROUTES.match(method, path);
    return match.orElseThrow();
  }

  private static ScopeSet set(String... scopes) {
    return ScopeSet.read(RULES, List.of(scopes));
  }

  private static java.util.function.Predicate<Scope> held(String... scopes) {
    return set(scopes)::covers;
  }
}
