package io.bailiwick.adapter.route;

import io.bailiwick.scope.Scope;
import io.bailiwick.scope.ScopeRules;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a route demands of its caller. Immutable and thread-safe.
 *
 * <p>There is no empty list of scopes: a route that needs none says so, either as {@link
 * Authenticated} or as {@link Public}.
 */
public sealed interface Requirement {
  /** No credential is needed, and none is looked at. */
  record Public() implements Requirement {
    @Override
    public List<Scope> scopes() {
      return List.of();
    }

    @Override
    public boolean metBy(Predicate<Scope> can) {
      return true;
    }

    @Override
    public Requirement on(String family, String id) {
      return this;
    }

    @Override
    public String text() {
      return "public";
    }
  }

  /**
   * A valid token, whatever it may do; a token that is bound to an agent included, where the route
   * names no other agent.
   */
  record Authenticated() implements Requirement {
    @Override
    public List<Scope> scopes() {
      return List.of();
    }

    @Override
    public boolean metBy(Predicate<Scope> can) {
      return true;
    }

    @Override
    public Requirement on(String family, String id) {
      return this;
    }

    @Override
    public String text() {
      return "any valid token";
    }
  }

  /** Every one of these; never empty. */
  record AllOf(List<Scope> scopes) implements Requirement {
    public AllOf {
      scopes = notEmpty(scopes);
    }

    @Override
    public boolean metBy(Predicate<Scope> can) {
      return scopes.stream().allMatch(can);
    }

    @Override
    public Requirement on(String family, String id) {
      return new AllOf(perResource(scopes, family, id));
    }

    @Override
    public String text() {
      return scopes.stream().map(Scope::text).collect(Collectors.joining(" and "));
    }
  }

  /** At least one of these; never empty. */
  record AnyOf(List<Scope> scopes) implements Requirement {
    public AnyOf {
      scopes = notEmpty(scopes);
    }

    @Override
    public boolean metBy(Predicate<Scope> can) {
      return scopes.stream().anyMatch(can);
    }

    @Override
    public Requirement on(String family, String id) {
      return new AnyOf(perResource(scopes, family, id));
    }

    @Override
    public String text() {
      return scopes.stream().map(Scope::text).collect(Collectors.joining(" or "));
    }
  }

  /** The scopes it speaks of, in order; none for a public route or one that needs a token only. */
  List<Scope> scopes();

  /**
   * Whether it is met by whoever can do what {@code can} says. Of a public route and of one that
   * needs a valid token only, true: that there is such a token is for the gate to see to.
   */
  boolean metBy(Predicate<Scope> can);

  /** The same, asked of one resource: {@code agents:run} becomes {@code agents:{id}:run}. */
  Requirement on(String family, String id);

  /** For people: {@code agents:run and config:read}. */
  String text();

  /** No credential is needed. */
  static Requirement publicAccess() {
    return new Public();
  }

  /** A valid token, whatever it may do. */
  static Requirement authenticated() {
    return new Authenticated();
  }

  /**
   * @throws IllegalArgumentException where there are none
   */
  static Requirement allOf(Scope... scopes) {
    return new AllOf(Arrays.asList(scopes));
  }

  /**
   * Scopes as text, in the standard dialect.
   *
   * @throws IllegalArgumentException where there are none or one is malformed
   */
  static Requirement allOf(String... scopes) {
    return new AllOf(parse(scopes));
  }

  /**
   * @throws IllegalArgumentException where there are none
   */
  static Requirement anyOf(Scope... scopes) {
    return new AnyOf(Arrays.asList(scopes));
  }

  /**
   * Scopes as text, in the standard dialect.
   *
   * @throws IllegalArgumentException where there are none or one is malformed
   */
  static Requirement anyOf(String... scopes) {
    return new AnyOf(parse(scopes));
  }

  private static List<Scope> parse(String... scopes) {
    return Arrays.stream(scopes).map(ScopeRules.standard()::parse).toList();
  }

  private static List<Scope> notEmpty(List<Scope> scopes) {
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException(
          "A requirement names at least one scope; say authenticated() or publicAccess() for none");
    }
    return List.copyOf(scopes);
  }

  private static List<Scope> perResource(List<Scope> scopes, String family, String id) {
    return scopes.stream()
        .map(
            scope ->
                scope instanceof Scope.Global all && all.resource().equals(family)
                    ? Scope.of(family, id, all.action())
                    : scope)
        .toList();
  }
}
