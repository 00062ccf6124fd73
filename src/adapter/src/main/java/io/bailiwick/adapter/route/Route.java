package io.bailiwick.adapter.route;

import io.bailiwick.scope.Scope;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One entry of a {@link RouteMap}: a method, a path pattern and what they require.
 *
 * <p>A pattern's segments are plain (decoded) text, {@code *} (one segment), {@code **} (one or
 * more), {@code {family}} (one segment that is the id of a resource of that family, as in {@code
 * /agents/{agents}/runs}) and, last and after it, {@code {key...}} (the agent's key, one or more
 * segments). On a route that names an id, a global requirement of its family becomes per-resource
 * for that id. Compared exactly; {@code HEAD} is decided as {@code GET} and has no routes.
 *
 * @param named which segment names the resource
 * @param listed what a listing of the collection shows: it passes with any valid token, and is
 *     filtered to what the caller may see
 */
public record Route(
    String method,
    String pattern,
    Requirement requirement,
    Optional<Named> named,
    Optional<Listed> listed) {

  private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z_-]*");

  /** The segment (from 0) that is the id of a resource of a family. */
  public record Named(String family, int segment) {}

  /** A collection: its family, and the action by which its items are shown. */
  public record Listed(String family, String action) {
    /** The global scope that shows all of it. */
    public Scope scope() {
      return Scope.global(family, action);
    }
  }

  /**
   * @throws IllegalArgumentException where the parts don't fit one another
   */
  public Route {
    PathPattern path = PathPattern.compile(pattern);
    if (!METHOD.matcher(method).matches()) {
      throw unusable(method, pattern, "its method must be in capitals");
    }
    if (method.equals("HEAD")) {
      throw unusable(method, pattern, "HEAD is decided as GET");
    }
    if (requirement instanceof Requirement.Public) {
      if (named.isPresent() || listed.isPresent()) {
        throw unusable(
            method, pattern, "a public route can't name or list resources: nobody would check");
      }
      if (path.isUnanchored()) {
        throw unusable(method, pattern, "a public route can't start with a wildcard");
      }
    }
    if (named.isPresent()) {
      Named one = named.get();
      if (one.segment() < 0 || !path.reaches(one.segment())) {
        throw unusable(method, pattern, "not every path that matches has the segment it names");
      }
      if (!requirement.scopes().isEmpty() && !speaksOf(requirement, one.family())) {
        throw unusable(
            method,
            pattern,
            "it names a resource of a family that its requirement doesn't mention");
      }
    }
    if (listed.isPresent()) {
      boolean sound =
          method.equals("GET")
              && named.isEmpty()
              && requirement.equals(Requirement.allOf(listed.get().scope()));
      if (!sound) {
        throw unusable(
            method, pattern, "a listing is a GET, names no id, and requires what it shows by");
      }
    }
  }

  /**
   * A route that requires this; a {@code {family}} in the pattern names the resource.
   *
   * @throws IllegalArgumentException where the parts don't fit one another
   */
  public static Route of(String method, String pattern, Requirement requirement) {
    return new Route(
        method, pattern, requirement, PathPattern.compile(pattern).named(), Optional.empty());
  }

  /**
   * A {@code GET} of a collection, filtered to what the caller may do {@code action} to.
   *
   * @throws IllegalArgumentException where a name is not one
   */
  public static Route list(String pattern, String family, String action) {
    Listed listed = new Listed(family, action);
    return new Route(
        "GET", pattern, Requirement.allOf(listed.scope()), Optional.empty(), Optional.of(listed));
  }

  /**
   * The same, with the segment (from 0) that names a resource of that family, for patterns whose
   * wildcards cross segments.
   */
  public Route naming(String family, int segment) {
    return new Route(method, pattern, requirement, Optional.of(new Named(family, segment)), listed);
  }

  /** For people: what it requires. */
  public String requires() {
    if (listed.isPresent()) {
      return requirement.text() + " (any valid token; shows what it may)";
    }
    return named.isPresent() && !requirement.scopes().isEmpty()
        ? requirement.text() + " (on that id)"
        : requirement.text();
  }

  boolean sameDecision(Route other) {
    return requirement.equals(other.requirement)
        && named.equals(other.named)
        && listed.equals(other.listed);
  }

  static boolean isMethod(String method) {
    return METHOD.matcher(method).matches();
  }

  private static boolean speaksOf(Requirement requirement, String family) {
    List<Scope> scopes = requirement.scopes();
    return scopes.stream()
        .anyMatch(scope -> scope instanceof Scope.Global all && all.resource().equals(family));
  }

  private static IllegalArgumentException unusable(String method, String pattern, String why) {
    return new IllegalArgumentException(
        "Route '" + method + " " + pattern + "' can't be used: " + why);
  }
}
