package io.bailiwick.scope;

import java.util.Collections;
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

  /** The ids of one resource and action, while they are gathered; mostly there is one. */
  private static final class Reach {
    private Set<String> ids = Set.of();
    private Set<String> prefixes = Set.of();
    private boolean all;

    void addId(String id) {
      ids = with(ids, id);
    }

    void addPrefix(String prefix) {
      prefixes = with(prefixes, prefix);
    }

    Visibility visibility() {
      return all ? Visibility.ALL : Visibility.of(ids, prefixes);
    }

    private static Set<String> with(Set<String> some, String more) {
      if (some.isEmpty()) {
        return Collections.singleton(more);
      }
      Set<String> several = some.size() == 1 ? new LinkedHashSet<>(some) : some;
      several.add(more);
      return several;
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
    if (!rules.canSay(scope)) {
      return;
    }
    if (scope instanceof Scope.OfResource right) {
      place(right);
      for (String implied : rules.implied(right.resource(), right.action())) {
        place(right.withAction(implied));
      }
    } else {
      admin = true;
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

  private void place(Scope.OfResource right) {
    Reach reach = reach(right.resource(), right.action());
    if (right instanceof Scope.PerResource one) {
      reach.addId(one.id());
    } else if (right instanceof Scope.Prefix some) {
      reach.addPrefix(some.prefix());
    } else {
      reach.all = true;
    }
  }

  private Reach reach(String resource, String action) {
    return reaches
        .computeIfAbsent(resource, r -> new HashMap<>())
        .computeIfAbsent(action, a -> new Reach());
  }
}
