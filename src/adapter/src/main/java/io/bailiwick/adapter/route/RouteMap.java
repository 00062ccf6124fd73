package io.bailiwick.adapter.route;

import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.MalformedPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From a method and a raw path to what they require. Immutable and thread-safe.
 *
 * <p>An exact entry is tried first, then the patterns in order: the service's own before the
 * defaults that it was laid over. A route that nothing matches is denied, unless the map was built
 * otherwise by name. {@code HEAD} is decided as {@code GET}. The raw path is split before it is
 * decoded, and decoded once ({@link AgentPath#segments}).
 */
public final class RouteMap {
  private record Entry(Route route, PathPattern path) {}

  private final Map<String, Map<List<String>, Entry>> exact;
  private final Map<String, List<Entry>> patterns;
  private final List<Route> routes;
  private final ResourceAliases aliases;
  private final boolean unmappedAllowed;
  private final boolean trailingSlashIgnored;
  private final List<String> loosened;

  private RouteMap(Builder builder) {
    this.exact = new HashMap<>();
    this.patterns = new HashMap<>();
    this.routes = List.copyOf(builder.merged());
    for (Route route : routes) {
      PathPattern path = PathPattern.compile(route.pattern());
      Entry entry = new Entry(route, path);
      if (path.isExact()) {
        exact
            .computeIfAbsent(route.method(), m -> new HashMap<>())
            .put(path.exactSegments(), entry);
      } else {
        patterns.computeIfAbsent(route.method(), m -> new ArrayList<>()).add(entry);
      }
    }
    this.aliases = new ResourceAliases(builder.aliases);
    this.unmappedAllowed = builder.unmappedAllowed;
    this.trailingSlashIgnored = builder.trailingSlashIgnored;
    this.loosened = List.copyOf(builder.loosened);
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * What a request requires.
   *
   * @return empty where the route is unmapped, and so denied
   * @throws MalformedPath where the path can't be split safely
   */
  public Optional<RouteMatch> match(String method, String rawPath) {
    List<String> segments = AgentPath.segments(withoutTrailingSlash(rawPath));
    Optional<Entry> found = find(method.equals("HEAD") ? "GET" : method, segments);
    if (found.isPresent()) {
      return Optional.of(match(found.get(), segments));
    }
    // a method in small letters is another method, but not to every framework
    return unmappedAllowed && Route.isMethod(method)
        ? Optional.of(
            new RouteMatch(
                Optional.empty(), Requirement.authenticated(), Optional.empty(), aliases))
        : Optional.empty();
  }

  /** Every route, in the order in which they are tried; exact ones come first. */
  public List<Route> routes() {
    return routes;
  }

  /** One line a route with what each requires, and what happens to all others; for the start. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (Route route : routes) {
      lines.add(line(route.method(), route.pattern(), route.requires()));
    }
    lines.add(line("*", "any other", unmappedAllowed ? "any valid token (unmapped)" : "denied"));
    return List.copyOf(lines);
  }

  /** Every setting that loosens a check; for the start. */
  public List<String> loosened() {
    return loosened;
  }

  private Optional<Entry> find(String method, List<String> segments) {
    Entry same = exact.getOrDefault(method, Map.of()).get(segments);
    if (same != null) {
      return Optional.of(same);
    }
    return patterns.getOrDefault(method, List.of()).stream()
        .filter(entry -> entry.path().matches(segments))
        .findFirst();
  }

  private RouteMatch match(Entry entry, List<String> segments) {
    Route route = entry.route();
    Optional<RouteMatch.Resource> resource =
        route
            .named()
            .map(
                named ->
                    new RouteMatch.Resource(
                        named.family(), segments.get(named.segment()), entry.path().key(segments)));
    Requirement requirement =
        resource
            .map(one -> route.requirement().on(one.family(), one.id()))
            .orElse(route.requirement());
    return new RouteMatch(
        Optional.of(route), requirement, resource.or(() -> agent(entry, segments)), aliases);
  }

  /**
   * The agent that a path leads to by a wildcard, where the route does not say so: a token that is
   * bound must not pass it to another agent.
   */
  private static Optional<RouteMatch.Resource> agent(Entry entry, List<String> segments) {
    boolean named =
        segments.size() > 1
            && segments.get(0).equals(AgentPath.FAMILY)
            && !entry.path().isLiteral(1)
            && entry.route().listed().isEmpty();
    return named
        ? Optional.of(
            new RouteMatch.Resource(
                AgentPath.FAMILY, segments.get(1), segments.subList(2, segments.size())))
        : Optional.empty();
  }

  private String withoutTrailingSlash(String rawPath) {
    return trailingSlashIgnored
            && rawPath.length() > 1
            && rawPath.endsWith("/")
            && !rawPath.endsWith("//")
        ? rawPath.substring(0, rawPath.length() - 1)
        : rawPath;
  }

  private static String line(String method, String pattern, String requires) {
    return String.format("%-7s %-48s %s", method, pattern, requires);
  }

  /**
   * Routes of the service's own, laid over defaults. An own route replaces the default with the
   * same method and pattern, and own patterns are tried before the defaults'. Not thread-safe.
   */
  public static final class Builder {
    private record Key(String method, String pattern) {
      static Key of(Route route) {
        return new Key(route.method(), route.pattern());
      }
    }

    private final Map<Key, Route> own = new LinkedHashMap<>();
    private final Map<Key, Route> defaults = new LinkedHashMap<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Set<String> loosened = new LinkedHashSet<>();
    private final Set<Key> empty = new HashSet<>();
    private boolean unmappedAllowed;
    private boolean emptyIsPublic;
    private boolean trailingSlashIgnored;

    private Builder() {}

    /**
     * Adds a route of the service's own.
     *
     * @throws IllegalArgumentException where there is one with that method and pattern
     */
    public Builder route(Route route) {
      return add(own, route);
    }

    /** {@link Route#of}, added. */
    public Builder route(String method, String pattern, Requirement requirement) {
      return route(Route.of(method, pattern, requirement));
    }

    /** {@link Route#list}, added. */
    public Builder list(String pattern, String family, String action) {
      return route(Route.list(pattern, family, action));
    }

    /**
     * Adds a route from configuration: all of these scopes, as text in the standard dialect. Of an
     * empty list, any valid token is required.
     *
     * @throws IllegalArgumentException where a scope is malformed, or the route is set twice
     */
    public Builder route(String method, String pattern, List<String> scopes) {
      if (scopes.isEmpty()) {
        empty.add(new Key(method, pattern));
        return route(method, pattern, Requirement.authenticated());
      }
      return route(method, pattern, Requirement.allOf(scopes.toArray(String[]::new)));
    }

    /**
     * Adds routes that the own ones are laid over.
     *
     * @throws IllegalArgumentException where a method and pattern come twice
     */
    public Builder defaults(Collection<Route> routes) {
      routes.forEach(route -> add(defaults, route));
      return this;
    }

    /**
     * Loosens the map: a route that nothing matches passes with any valid token that is bound to no
     * agent, instead of being denied.
     */
    public Builder allowUnmapped() {
      unmappedAllowed = true;
      loosened.add("allowUnmapped: a route that is not mapped passes with any valid token");
      return this;
    }

    /** Loosens the map: a route with an empty list of scopes is public. */
    public Builder emptyRequirementIsPublic() {
      emptyIsPublic = true;
      loosened.add("emptyRequirementIsPublic: a route with an empty list of scopes is public");
      return this;
    }

    /** Loosens the map: one slash at a path's end is passed over, instead of being refused. */
    public Builder ignoreTrailingSlash() {
      trailingSlashIgnored = true;
      loosened.add("ignoreTrailingSlash: /agents/ is decided as /agents");
      return this;
    }

    /** Loosens the map: scopes of the old resource name count as those of the current one. */
    public Builder acceptOldResourceName(String old, String current) {
      if (old.equals(current) || aliases.containsKey(current) || aliases.containsValue(old)) {
        throw new IllegalArgumentException("Resource names of old can't be chained");
      }
      if (aliases.putIfAbsent(old, current) != null) {
        throw new IllegalArgumentException("That resource name of old is set twice");
      }
      loosened.add("acceptOldResourceName: " + old + ":* counts as " + current + ":*");
      return this;
    }

    /**
     * @throws IllegalStateException where there is no route, or a pattern comes after another that
     *     takes all its paths and decides otherwise, so that it would never be asked
     */
    public RouteMap build() {
      if (own.isEmpty() && defaults.isEmpty()) {
        throw new IllegalStateException("A route map needs routes: with none, all is denied");
      }
      refuseShadowed(List.copyOf(own.values()));
      refuseShadowed(List.copyOf(defaults.values()));
      return new RouteMap(this);
    }

    List<Route> merged() {
      Map<Key, Route> all = new LinkedHashMap<>(own);
      defaults.forEach(all::putIfAbsent);
      if (emptyIsPublic) {
        empty.forEach(key -> all.put(key, publicly(key)));
      }
      List<Route> ordered = new ArrayList<>();
      all.values().stream().filter(Builder::isExact).forEach(ordered::add);
      all.values().stream().filter(route -> !isExact(route)).forEach(ordered::add);
      return ordered;
    }

    private Builder add(Map<Key, Route> to, Route route) {
      if (to.putIfAbsent(Key.of(route), route) != null) {
        throw new IllegalArgumentException(
            "Route '" + route.method() + " " + route.pattern() + "' is set twice");
      }
      return this;
    }

    private static void refuseShadowed(List<Route> routes) {
      List<Route> seen = new ArrayList<>();
      for (Route route : routes) {
        if (isExact(route)) {
          continue;
        }
        PathPattern path = PathPattern.compile(route.pattern());
        for (Route earlier : seen) {
          if (earlier.method().equals(route.method())
              && !earlier.sameDecision(route)
              && PathPattern.compile(earlier.pattern()).includes(path)) {
            throw new IllegalStateException(
                "Route '"
                    + route.method()
                    + " "
                    + route.pattern()
                    + "' would never be asked: '"
                    + earlier.pattern()
                    + "' comes first and decides otherwise");
          }
        }
        seen.add(route);
      }
    }

    private static Route publicly(Key key) {
      return Route.of(key.method(), key.pattern(), Requirement.publicAccess());
    }

    private static boolean isExact(Route route) {
      return PathPattern.compile(route.pattern()).isExact();
    }
  }
}
