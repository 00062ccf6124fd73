package io.bailiwick.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of rights under one dialect, compiled once: for each resource and action it
 * knows which ids are covered, so that a decision costs the same however many scopes are held and
 * allocates nothing. Thread-safe.
 *
 * <p>Two sets are equal where their rules are equal and they cover the same. The algebra works
 * within one dialect; sets of two are refused with {@link IllegalArgumentException}.
 */
public final class ScopeSet {
  private final ScopeRules rules;
  private final boolean admin;
  private final Map<String, Map<String, Visibility>> reach;
  private final int malformed;

  /** The same as {@link #reach}. */
  private final ReachTable table;

  /** Derived on first use; a race computes it twice and publishes one immutable list. */
  private volatile @Nullable List<Scope> minimal;

  ScopeSet(
      ScopeRules rules, boolean admin, Map<String, Map<String, Visibility>> reach, int malformed) {
    this.rules = rules;
    this.admin = admin;
    this.reach = reach;
    this.malformed = malformed;
    this.table = ReachTable.of(reach);
  }

  public static ScopeSet none(ScopeRules rules) {
    return new ScopeSet(rules, false, Map.of(), 0);
  }

  /**
   * Reads names: names that are no agent scopes are passed over, malformed ones (and nulls) grant
   * nothing and are counted.
   */
  public static ScopeSet read(ScopeRules rules, Iterable<? extends @Nullable String> names) {
    ScopeSetBuilder set = new ScopeSetBuilder(rules);
    for (String name : names) {
      set.read(name);
    }
    return set.build();
  }

  /**
   * @throws IllegalArgumentException where one of them can't be said in this dialect: another
   *     dialect's admin scope, a prefix without the opt-in, or what the admin scope's text would
   *     spell if it weren't the admin scope
   */
  public static ScopeSet of(ScopeRules rules, Collection<? extends Scope> scopes) {
    ScopeSetBuilder set = new ScopeSetBuilder(rules);
    for (Scope scope : scopes) {
      if (!rules.canSay(scope)) {
        throw new IllegalArgumentException("A scope can't be said in this dialect");
      }
      set.add(scope);
    }
    return set.build();
  }

  public ScopeRules rules() {
    return rules;
  }

  /**
   * How many names were malformed, and so granted nothing, when this was read. What the algebra
   * makes counts none.
   */
  public int malformed() {
    return malformed;
  }

  /** Whether nothing is covered. */
  public boolean isEmpty() {
    return !admin && reach.isEmpty();
  }

  /** Whether the admin scope is held. */
  public boolean isAdmin() {
    return admin;
  }

  /**
   * The minimal set of rights, in the order of {@link #texts()}: none of them covers another, and
   * implied ones are written out.
   */
  public List<Scope> scopes() {
    List<Scope> known = minimal;
    if (known == null) {
      known = minimalScopes();
      minimal = known;
    }
    return known;
  }

  public boolean covers(Scope required) {
    return required.coveredBy(this);
  }

  /** {@code covers(Scope.global(resource, action))} without the allocation. */
  public boolean covers(String resource, String action) {
    if (admin) {
      return !resource.isEmpty() && !action.isEmpty();
    }
    return reach(resource, action) instanceof Visibility.All;
  }

  /** {@code covers(Scope.of(resource, id, action))} without the allocation. */
  public boolean covers(String resource, String id, String action) {
    if (admin) {
      return !resource.isEmpty() && !id.isEmpty() && !action.isEmpty();
    }
    // what is empty is never reached
    Visibility ids = reach(resource, action);
    return ids != null && ids.admits(id);
  }

  boolean coversPrefix(String resource, String prefix, String action) {
    if (admin) {
      return true;
    }
    Visibility ids = reach(resource, action);
    return ids != null && ids.admitsPrefix(prefix);
  }

  /** All of them; of an empty requirement, true. */
  public boolean coversAll(Collection<? extends Scope> required) {
    for (Scope each : required) {
      if (!covers(each)) {
        return false;
      }
    }
    return true;
  }

  /** At least one; of an empty list, false. */
  public boolean coversAny(Collection<? extends Scope> alternatives) {
    for (Scope each : alternatives) {
      if (covers(each)) {
        return true;
      }
    }
    return false;
  }

  /** The narrowest set that covers what either covers. */
  public ScopeSet union(ScopeSet other) {
    requireSameRules(other);
    ScopeSetBuilder either = new ScopeSetBuilder(rules);
    either.add(this);
    either.add(other);
    return either.build();
  }

  /** The widest set that both cover. */
  public ScopeSet meet(ScopeSet other) {
    requireSameRules(other);
    if (admin) {
      return other.counted();
    }
    if (other.admin) {
      return counted();
    }
    Map<String, Map<String, Visibility>> both = new HashMap<>();
    reach.forEach(
        (resource, actions) ->
            actions.forEach(
                (action, ids) -> {
                  Visibility others = other.reach(resource, action);
                  Visibility shared = others == null ? Visibility.NONE : ids.meet(others);
                  if (!(shared instanceof Visibility.None)) {
                    both.computeIfAbsent(resource, r -> new HashMap<>()).put(action, shared);
                  }
                }));
    return new ScopeSet(rules, false, both, 0);
  }

  /**
   * What of this is asked for: the meet with a request; nothing asked gives nothing.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public ScopeSet narrowTo(Collection<? extends Scope> requested) {
    return meet(of(rules, requested));
  }

  /**
   * What of this applies to one resource: {@code agents:run} becomes {@code agents:x:run}, a prefix
   * that matches becomes the id, the admin scope becomes that resource's actions as its service
   * declares them, other families drop. A declared action that is no action declares nothing.
   *
   * @throws MalformedScope where the resource is no name or the id is empty, too long, or not text
   */
  public ScopeSet narrowToResource(String resource, String id, Set<String> declaredActions) {
    ScopeText.requireName(resource, "resource");
    ScopeText.requireId(id);
    ScopeSetBuilder narrowed = new ScopeSetBuilder(rules);
    if (admin) {
      declaredActions.stream()
          .filter(ScopeText::isName)
          .forEach(action -> narrowed.add(new Scope.PerResource(resource, id, action)));
    } else {
      reach
          .getOrDefault(resource, Map.of())
          .forEach(
              (action, ids) -> {
                if (ids.admits(id)) {
                  narrowed.add(new Scope.PerResource(resource, id, action));
                }
              });
    }
    return narrowed.build();
  }

  /** Minimal, canonical, sorted, in the base dialect whatever the opt-ins. */
  public List<String> texts() {
    return scopes().stream().map(Scope::text).toList();
  }

  /** {@link #texts()} joined by spaces. */
  public String text() {
    return String.join(" ", texts());
  }

  /** Which right covers it, the one that implies before the one implied; or that none does. */
  public Explanation explain(Scope required) {
    if (!covers(required)) {
      return Explanation.missing(required);
    }
    List<Scope> held = scopes();
    Scope granting = null;
    for (Scope each : held) {
      if (granting == null || set(each).covers(granting)) {
        granting = set(each).covers(required) ? each : granting;
      }
    }
    return granting == null
        ? Explanation.missing(required)
        : Explanation.granted(required, granting);
  }

  /** What of that resource may be shown to whoever holds this, for that action. */
  public Visibility visible(String resource, String action) {
    if (resource.isEmpty() || action.isEmpty()) {
      return Visibility.NONE;
    }
    if (admin) {
      return Visibility.ALL;
    }
    Visibility ids = reach(resource, action);
    return ids == null ? Visibility.NONE : ids;
  }

  private @Nullable Visibility reach(String resource, String action) {
    return table.find(resource, action);
  }

  private ScopeSet set(Scope scope) {
    return of(rules, List.of(scope));
  }

  private ScopeSet counted() {
    return malformed == 0 ? this : new ScopeSet(rules, admin, reach, 0);
  }

  private void requireSameRules(ScopeSet other) {
    if (!rules.equals(other.rules)) {
      throw new IllegalArgumentException("Scope sets of two dialects don't mix");
    }
  }

  private List<Scope> minimalScopes() {
    if (admin) {
      return List.of(rules.adminScope());
    }
    List<Scope> scopes = new ArrayList<>();
    reach.forEach(
        (resource, actions) ->
            actions.forEach(
                (action, ids) -> {
                  if (ids instanceof Visibility.Some some) {
                    some.ids().forEach(id -> scopes.add(Scope.of(resource, id, action)));
                    some.prefixes().forEach(p -> scopes.add(Scope.prefix(resource, p, action)));
                  } else {
                    scopes.add(Scope.global(resource, action));
                  }
                }));
    scopes.sort(Comparator.comparing(Scope::text));
    return List.copyOf(scopes);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof ScopeSet set
            && rules.equals(set.rules)
            && admin == set.admin
            && reach.equals(set.reach);
  }

  @Override
  public int hashCode() {
    return reach.hashCode() * 31 + (admin ? 1 : 0);
  }

  /** The text, which is printable ASCII whatever the ids. */
  @Override
  public String toString() {
    return "ScopeSet[" + text() + "]";
  }
}
