package io.bailiwick.adapter.route;

import io.bailiwick.scope.Scope;
import io.bailiwick.scope.Visibility;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * What a {@link RouteMap} found for one request. Immutable.
 *
 * @param route the entry; empty where the route is unmapped and the map allows that
 * @param requirement the entry's, asked of the very resource that the path names
 * @param resource the resource that the path names, by the route or by leading to an agent
 * @param aliases resource names of old that count as those of today
 */
public record RouteMatch(
    Optional<Route> route,
    Requirement requirement,
    Optional<Resource> resource,
    ResourceAliases aliases) {

  /** A resource that a path names; the key is an agent instance's, empty where there is none. */
  public record Resource(String family, String id, List<String> key) {
    public Resource {
      key = List.copyOf(key);
    }
  }

  /** What is listed, where the route is a listing. */
  public Optional<Route.Listed> listed() {
    return route.flatMap(Route::listed);
  }

  /** Whether no credential is needed. */
  public boolean isPublic() {
    return requirement instanceof Requirement.Public;
  }

  /**
   * Whether it passes for whoever can do what {@code can} says. A listing passes: it is filtered.
   */
  public boolean allows(Predicate<Scope> can) {
    return listed().isPresent() || requirement.metBy(scope -> aliases.can(scope, can));
  }

  /**
   * What a listing may show; empty where the route is none.
   *
   * @param visible from family and action to what is visible
   */
  public Optional<Visibility> visibility(BiFunction<String, String, Visibility> visible) {
    return listed().map(listed -> aliases.visible(listed.family(), listed.action(), visible));
  }
}
