package io.bailiwick.scope;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a {@link ScopeSet}: what is implied is written out, what is covered twice is dropped.
 */
final class ScopeSetBuilder {
  private final ScopeRules rules;
  private final Map<String, Map<String, Reach>> reaches = new HashMap<>();
  private boolean admin;
  private int malformed;

  ScopeSetBuilder(ScopeRules rules) {
    this.rules = rules;
  }

  /** The ids of one resource and action, while they are gathered. */
  private static final class Reach {
    private final Set<String> ids = new LinkedHashSet<>();
    private final Set<String> prefixes = new LinkedHashSet<>();
    private boolean all;

    Visibility visibility() {
      return all ? Visibility.ALL : Visibility.of(ids, prefixes);
    }
  }

  void read(@Nullable String name) {
    if (name == null) {
      malformed++;
      return;
    }
    try {
      rules.read(name).ifPresent(this::add);
    } catch (MalformedScope e) {
      malformed++;
    }
  }

  /**
   * Adds a right and what it implies. What can't be said in this dialect is not held either: it
   * would come back from its text as the admin scope.
   */
  void add(Scope scope) {
    if (scope instanceof Scope.Admin) {
      admin |= rules.canSay(scope);
    } else if (scope instanceof Scope.Global all) {
      place(all);
      for (String implied : rules.implied(all.action())) {
        place(new Scope.Global(all.resource(), implied));
      }
    } else if (scope instanceof Scope.PerResource one) {
      place(one);
      for (String implied : rules.implied(one.action())) {
        place(new Scope.PerResource(one.resource(), one.id(), implied));
      }
    } else if (scope instanceof Scope.Prefix some) {
      place(some);
      for (String implied : rules.implied(some.action())) {
        place(new Scope.Prefix(some.resource(), some.prefix(), implied));
      }
    }
  }

  void add(ScopeSet set) {
    set.scopes().forEach(this::add);
  }

  ScopeSet build() {
    Map<String, Map<String, Visibility>> reach = new HashMap<>();
    if (!admin) {
      reaches.forEach(
          (resource, actions) -> {
            Map<String, Visibility> compiled = new HashMap<>();
            actions.forEach((action, gathered) -> compiled.put(action, gathered.visibility()));
            reach.put(resource, compiled);
          });
    }
    return new ScopeSet(rules, admin, reach, malformed);
  }

  private void place(Scope.Global scope) {
    if (rules.canSay(scope)) {
      reach(scope.resource(), scope.action()).all = true;
    }
  }

  private void place(Scope.PerResource scope) {
    if (rules.canSay(scope)) {
      reach(scope.resource(), scope.action()).ids.add(scope.id());
    }
  }

  private void place(Scope.Prefix scope) {
    if (rules.canSay(scope)) {
      reach(scope.resource(), scope.action()).prefixes.add(scope.prefix());
    }
  }

  private Reach reach(String resource, String action) {
    return reaches
        .computeIfAbsent(resource, r -> new HashMap<>())
        .computeIfAbsent(action, a -> new Reach());
  }
}
