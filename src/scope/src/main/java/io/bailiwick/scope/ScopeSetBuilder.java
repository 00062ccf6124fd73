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

  void add(Scope scope) {
    if (scope instanceof Scope.Admin) {
      admin = true;
    } else if (scope instanceof Scope.Global all) {
      addGlobal(all.resource(), all.action());
      rules.implied(all.action()).forEach(implied -> addGlobal(all.resource(), implied));
    } else if (scope instanceof Scope.PerResource one) {
      addId(one.resource(), one.id(), one.action());
      rules.implied(one.action()).forEach(implied -> addId(one.resource(), one.id(), implied));
    } else if (scope instanceof Scope.Prefix some) {
      addPrefix(some.resource(), some.prefix(), some.action());
      rules
          .implied(some.action())
          .forEach(implied -> addPrefix(some.resource(), some.prefix(), implied));
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

  // what can't be said is not held either: it would come back from its text as the admin scope

  private void addGlobal(String resource, String action) {
    if (rules.canSay(new Scope.Global(resource, action))) {
      reach(resource, action).all = true;
    }
  }

  private void addId(String resource, String id, String action) {
    if (rules.canSay(new Scope.PerResource(resource, id, action))) {
      reach(resource, action).ids.add(id);
    }
  }

  private void addPrefix(String resource, String prefix, String action) {
    if (rules.canSay(new Scope.Prefix(resource, prefix, action))) {
      reach(resource, action).prefixes.add(prefix);
    }
  }

  private Reach reach(String resource, String action) {
    return reaches
        .computeIfAbsent(resource, r -> new HashMap<>())
        .computeIfAbsent(action, a -> new Reach());
  }
}
