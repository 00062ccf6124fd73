package io.bailiwick.adapter.token;

import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * From the scopes of a verified token to their set. Whoever comes again brings the same scopes in a
 * new token, and members of one group bring the same as each other, so the sets made last are kept:
 * {@value #PLACES} of them, each until another takes its place. A set is only taken for a list that
 * equals the one it was made of, element by element. Thread-safe.
 */
final class CompiledScopes {
  /** The most sets that are kept. */
  static final int PLACES = 256;

  private final ScopeRules rules;
  private final AtomicReferenceArray<@Nullable Compiled> places =
      new AtomicReferenceArray<>(PLACES);

  private record Compiled(List<String> names, ScopeSet set) {}

  CompiledScopes(ScopeRules rules) {
    this.rules = rules;
  }

  /** A list that is never changed, neither by whoever gives it. */
  ScopeSet of(List<String> names) {
    int place = place(names);
    Compiled kept = places.get(place);
    if (kept != null && kept.names.equals(names)) {
      return kept.set;
    }
    ScopeSet made = ScopeSet.read(rules, names);
    places.set(place, new Compiled(names, made));
    return made;
  }

  /** A place can be wrong at no cost but time, so a few characters of each name will do. */
  private static int place(List<String> names) {
    int hash = names.size();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      int length = name.length();
      hash = 31 * hash + length;
      for (int quarter = 1; quarter < 4 && length > 0; quarter++) {
        hash = 31 * hash + name.charAt(length * quarter / 4);
      }
    }
    return (hash ^ hash >>> 8 ^ hash >>> 16) & PLACES - 1;
  }
}
