package io.bailiwick.adapter.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The route map of Agno AgentOS, as observed in 2026-08, for a service that takes its place.
 *
 * <p>{@link #builder()} also restores its leniency, each part by its own name and listed by {@link
 * RouteMap#loosened()}. {@link #routes()} alone restores none of it. A {@code *} of Agno's crosses
 * segments and is written {@code **} here. A method is asked for exactly, except that {@code HEAD}
 * is decided as {@code GET}.
 */
public final class AgnoPreset {
  /** The families whose paths carry a resource id: only these, and only at the start. */
  private static final Set<String> FAMILIES = Set.of("agents", "teams", "workflows");

  private static final String ROUTES =
      """
      GET /config config:read
      GET /models config:read
      GET /agents agents:read
      GET /agents/* agents:read
      POST /agents agents:write
      PATCH /agents/* agents:write
      DELETE /agents/* agents:delete
      POST /agents/*/runs agents:run
      POST /agents/*/runs/*/continue agents:run
      POST /agents/*/runs/*/cancel agents:run
      GET /teams teams:read
      GET /teams/* teams:read
      POST /teams teams:write
      PATCH /teams/* teams:write
      DELETE /teams/* teams:delete
      POST /teams/*/runs teams:run
      POST /teams/*/runs/*/continue teams:run
      POST /teams/*/runs/*/cancel teams:run
      GET /workflows workflows:read
      GET /workflows/* workflows:read
      POST /workflows workflows:write
      PATCH /workflows/* workflows:write
      DELETE /workflows/* workflows:delete
      POST /workflows/*/runs workflows:run
      POST /workflows/*/runs/*/continue workflows:run
      POST /workflows/*/runs/*/cancel workflows:run
      GET /sessions sessions:read
      GET /sessions/* sessions:read
      POST /sessions sessions:write
      POST /sessions/*/rename sessions:write
      PATCH /sessions/* sessions:write
      DELETE /sessions sessions:delete
      DELETE /sessions/* sessions:delete
      GET /memories memories:read
      GET /memories/* memories:read
      GET /memory_topics memories:read
      GET /user_memory_stats memories:read
      POST /memories memories:write
      PATCH /memories/* memories:write
      DELETE /memories memories:delete
      DELETE /memories/* memories:delete
      POST /optimize-memories memories:write
      GET /learnings learnings:read
      GET /learnings/* learnings:read
      POST /learnings learnings:write
      PATCH /learnings/* learnings:write
      DELETE /learnings/* learnings:delete
      GET /knowledge/content knowledge:read
      GET /knowledge/content/* knowledge:read
      GET /knowledge/config knowledge:read
      POST /knowledge/content knowledge:write
      PATCH /knowledge/content/* knowledge:write
      POST /knowledge/search knowledge:read
      DELETE /knowledge/content knowledge:delete
      DELETE /knowledge/content/* knowledge:delete
      GET /metrics metrics:read
      POST /metrics/refresh metrics:write
      GET /eval-runs evals:read
      GET /eval-runs/* evals:read
      POST /eval-runs evals:write
      PATCH /eval-runs/* evals:write
      DELETE /eval-runs evals:delete
      GET /traces traces:read
      GET /traces/* traces:read
      GET /trace_session_stats traces:read
      POST /service-accounts service_accounts:write
      GET /service-accounts service_accounts:read
      DELETE /service-accounts/* service_accounts:delete
      GET /schedules schedules:read
      GET /schedules/* schedules:read
      POST /schedules schedules:write
      PATCH /schedules/* schedules:write
      DELETE /schedules/* schedules:delete
      POST /schedules/*/enable schedules:write
      POST /schedules/*/disable schedules:write
      POST /schedules/*/trigger schedules:write
      GET /schedules/*/runs schedules:read
      GET /schedules/*/runs/* schedules:read
      GET /approvals approvals:read
      GET /approvals/count approvals:read
      GET /approvals/* approvals:read
      GET /approvals/*/status approvals:read
      POST /approvals/*/resolve approvals:write
      DELETE /approvals/* approvals:delete
      POST /traces/search traces:read
      POST /databases/all/migrate config:write
      POST /databases/*/migrate config:write
      POST /knowledge/remote-content knowledge:write
      GET /knowledge/*/sources knowledge:read
      GET /knowledge/*/sources/*/files knowledge:read
      GET /registry registry:read
      GET /components components:read
      GET /components/* components:read
      POST /components components:write
      PATCH /components/* components:write
      DELETE /components/* components:delete
      GET /components/*/configs components:read
      GET /components/*/configs/* components:read
      GET /components/*/configs/current components:read
      POST /components/*/configs components:write
      PATCH /components/*/configs/* components:write
      DELETE /components/*/configs/* components:delete
      POST /components/*/configs/*/set-current components:write
      """;

  private static final List<String> PUBLIC =
      List.of("/", "/health", "/info", "/docs", "/redoc", "/openapi.json", "/docs/oauth2-redirect");

  private AgnoPreset() {}

  /**
   * A map with Agno's routes as defaults and its leniency: unmapped routes pass with any valid
   * token, an empty requirement is public, a trailing slash is passed over, and {@code system} is
   * {@code config}.
   */
  public static RouteMap.Builder builder() {
    return RouteMap.builder()
        .defaults(routes())
        .allowUnmapped()
        .emptyRequirementIsPublic()
        .ignoreTrailingSlash()
        .acceptOldResourceName("system", "config");
  }

  /** The 103 routes, in order. */
  public static List<Route> routes() {
    return ROUTES.lines().map(AgnoPreset::route).toList();
  }

  /** What Agno excludes from authentication, for {@code GET} only. */
  public static List<Route> publicRoutes() {
    return PUBLIC.stream().map(path -> Route.of("GET", path, Requirement.publicAccess())).toList();
  }

  /**
   * The routes of one A2A interface. As in Agno they carry no resource id, and so require the
   * global scope; after a deprecated {@code message} route the target has to be checked again, once
   * it is known.
   *
   * @param prefix where it is mounted, {@code /a2a} by default
   */
  public static List<Route> a2a(String prefix) {
    List<Route> routes = new ArrayList<>();
    for (String family : List.of("agents", "teams", "workflows")) {
      String one = prefix + "/" + family + "/**";
      routes.add(required("GET", one + "/.well-known/agent-card.json", family + ":read"));
      routes.add(required("POST", one + "/v1/message:send", family + ":run"));
      routes.add(required("POST", one + "/v1/message:stream", family + ":run"));
      if (!family.equals("workflows")) {
        routes.add(required("POST", one + "/v1/tasks:cancel", family + ":run"));
        routes.add(required("POST", one + "/v1/tasks:get", family + ":read"));
      }
    }
    routes.add(required("POST", prefix + "/message/send", "agents:run"));
    routes.add(required("POST", prefix + "/message/stream", "agents:run"));
    return List.copyOf(routes);
  }

  private static Route route(String line) {
    String[] parts = line.split(" ", -1);
    String method = parts[0];
    String path = parts[1];
    String family = parts[2].substring(0, parts[2].indexOf(':'));
    if (!FAMILIES.contains(family)) {
      return required(method, path.replace("*", "**"), parts[2]);
    }
    if (method.equals("GET") && path.equals("/" + family)) {
      return Route.list(path, family, "read");
    }
    Route route = required(method, path.replace("*", "**"), parts[2]);
    return path.startsWith("/" + family + "/") ? route.naming(family, 1) : route;
  }

  private static Route required(String method, String pattern, String scope) {
    return new Route(method, pattern, Requirement.allOf(scope), Optional.empty(), Optional.empty());
  }
}
