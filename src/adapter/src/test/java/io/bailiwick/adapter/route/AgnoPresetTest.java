package io.bailiwick.adapter.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.scope.MalformedPath;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgnoPresetTest {
  @Test
  void routes_are103InOrder() {
    List<Route> routes = AgnoPreset.routes();
    assertThat(routes).hasSize(103).doesNotHaveDuplicates();
    assertThat(routes.get(0).pattern()).isEqualTo("/config");
    assertThat(routes.get(102).pattern()).isEqualTo("/components/**/configs/**/set-current");
  }

  @Test
  void onlyAgentsTeamsAndWorkflows_nameResources() {
    assertThat(AgnoPreset.routes())
        .filteredOn(route -> route.named().isPresent())
        .hasSize(18)
        .allSatisfy(route -> assertThat(route.named().orElseThrow().segment()).isEqualTo(1))
        .allSatisfy(
            route ->
                assertThat(route.pattern())
                    .startsWith("/" + route.named().orElseThrow().family() + "/"));
    assertThat(AgnoPreset.routes())
        .filteredOn(route -> route.listed().isPresent())
        .extracting(Route::pattern)
        .containsExactly("/agents", "/teams", "/workflows");
  }

  @Test
  void starCrossesSegments_andTheIdIsTheSecond() {
    RouteMatch match =
        AgnoPreset.builder().build().match("GET", "/agents/a1/runs/r1").orElseThrow();
    assertThat(match.resource().orElseThrow().id()).isEqualTo("a1");
  }

  @Test
  void leniency_isNamed() {
    assertThat(AgnoPreset.builder().build().loosened())
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactly(
            "allowUnmapped",
            "emptyRequirementIsPublic",
            "ignoreTrailingSlash",
            "acceptOldResourceName");
  }

  @Test
  void trailingSlash_isPassedOverOnce() {
    RouteMap routes = AgnoPreset.builder().build();
    assertThat(routes.match("GET", "/agents/")).isEqualTo(routes.match("GET", "/agents"));
    assertThatThrownBy(() -> routes.match("GET", "/agents//")).isInstanceOf(MalformedPath.class);
    assertThatThrownBy(() -> routes.match("GET", "//")).isInstanceOf(MalformedPath.class);
  }

  @Test
  void system_countsAsConfig_inTheResourcePositionOnly() {
    RouteMatch config = AgnoPreset.builder().build().match("GET", "/config").orElseThrow();
    assertThat(allows(config, "system:read")).isTrue();
    assertThat(allows(config, "config:read")).isTrue();
    assertThat(allows(config, "system:write")).isFalse();
    assertThat(allows(config, "agents:system:read")).isFalse();
    RouteMatch plain =
        RouteMap.builder()
            .defaults(AgnoPreset.routes())
            .build()
            .match("GET", "/config")
            .orElseThrow();
    assertThat(allows(plain, "system:read")).isFalse();
  }

  @Test
  void a2a_requiresGlobalScopesUnderItsPrefix() {
    RouteMap routes = RouteMap.builder().defaults(AgnoPreset.a2a("/a2a")).build();
    assertThat(routes.routes()).hasSize(15);
    RouteMatch send = routes.match("POST", "/a2a/agents/a1/v1/message:send").orElseThrow();
    assertThat(allows(send, "agents:run")).isTrue();
    assertThat(allows(send, "agents:a1:run")).isFalse();
    assertThat(routes.match("POST", "/a2a/workflows/w/v1/tasks:get")).isEmpty();
  }

  @Test
  void publicRoutes_arePublicForGetOnly() {
    RouteMap routes = RouteMap.builder().defaults(AgnoPreset.publicRoutes()).build();
    assertThat(routes.match("GET", "/").orElseThrow().isPublic()).isTrue();
    assertThat(routes.match("HEAD", "/health").orElseThrow().isPublic()).isTrue();
    assertThat(routes.match("POST", "/health")).isEmpty();
  }

  private static boolean allows(RouteMatch match, String scope) {
    return match.allows(ScopeSet.read(ScopeRules.standard(), Set.of(scope))::covers);
  }
}
