package io.bailiwick.adapter.route;

import io.bailiwick.scope.Scope;
import io.bailiwick.scope.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Resource names of old that count as those of today: with {@code system} for {@code config},
 * whoever holds {@code system:read} may do what needs {@code config:read}. Only the resource
 * position has aliases. Immutable.
 *
 * @param current from the old name to today's
 */
public record ResourceAliases(Map<String, String> current) {
  /** No aliases. */
  public static final ResourceAliases NONE = new ResourceAliases(Map.of());

  public ResourceAliases {
    current = Map.copyOf(current);
  }

  boolean can(Scope required, Predicate<Scope> can) {
    return spellings(required).stream().anyMatch(can);
  }

  Visibility visible(String family, String action, BiFunction<String, String, Visibility> visible) {
    return namesOf(family).stream()
        .map(name -> visible.apply(name, action))
        .reduce(Visibility.NONE, Visibility::union);
  }

  private List<Scope> spellings(Scope scope) {
    if (scope instanceof Scope.Global all) {
      return namesOf(all.resource()).stream()
          .map(name -> Scope.global(name, all.action()))
          .toList();
    }
    if (scope instanceof Scope.PerResource one) {
      return namesOf(one.resource()).stream()
          .map(name -> Scope.of(name, one.id(), one.action()))
          .toList();
    }
    return List.of(scope);
  }

  private List<String> namesOf(String resource) {
    if (current.isEmpty()) {
      return List.of(resource);
    }
    String today = current.getOrDefault(resource, resource);
    List<String> names = new ArrayList<>();
    names.add(today);
    current.forEach(
        (old, now) -> {
          if (now.equals(today)) {
            names.add(old);
          }
        });
    return names;
  }
}
