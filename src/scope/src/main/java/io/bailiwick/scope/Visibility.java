package io.bailiwick.scope;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a listing may show, known before the query runs so that it can go into it. Immutable and
 * thread-safe; compared as values.
 */
public sealed interface Visibility {
  /** Everything. */
  record All() implements Visibility {
    @Override
    public boolean admits(String id) {
      return !id.isEmpty();
    }

    @Override
    public boolean admitsPrefix(String prefix) {
      return true;
    }

    @Override
    public Visibility meet(Visibility other) {
      return other;
    }

    @Override
    public Visibility union(Visibility other) {
      return this;
    }
  }

  /** Nothing. */
  record None() implements Visibility {
    @Override
    public boolean admits(String id) {
      return false;
    }

    @Override
    public boolean admitsPrefix(String prefix) {
      return false;
    }

    @Override
    public Visibility meet(Visibility other) {
      return this;
    }

    @Override
    public Visibility union(Visibility other) {
      return other;
    }
  }

  /**
   * Only these ids, and ids that start with one of these prefixes. Never both empty, and minimal:
   * no prefix starts with another, no id with a prefix. The ids keep the order they were given in.
   */
  record Some(Set<String> ids, NavigableSet<String> prefixes) implements Visibility {
    public Some {
      NavigableSet<String> shortest =
          prefixes.isEmpty() ? Collections.emptyNavigableSet() : shortest(prefixes);
      Set<String> others = startingWithNone(shortest, ids);
      if (others.isEmpty() && shortest.isEmpty()) {
        throw new IllegalArgumentException("Nothing visible is NONE");
      }
      ids = others;
      prefixes = shortest;
    }

    public Some(Set<String> ids, Set<String> prefixes) {
      this(ids, prefixes.isEmpty() ? Collections.emptyNavigableSet() : new TreeSet<>(prefixes));
    }

    private static NavigableSet<String> shortest(NavigableSet<String> prefixes) {
      TreeSet<String> shortest = new TreeSet<>();
      // natural order puts a prefix before whatever starts with it
      for (String prefix : new TreeSet<>(prefixes)) {
        if (!prefix.endsWith("/")) {
          throw new IllegalArgumentException("A prefix must end with a slash");
        }
        if (!startsWithOneOf(shortest, prefix)) {
          shortest.add(prefix);
        }
      }
      return Collections.unmodifiableNavigableSet(shortest);
    }

    private static Set<String> startingWithNone(NavigableSet<String> prefixes, Set<String> ids) {
      // a hash set whose buckets become trees: ids chosen to collide don't make it slow
      Set<String> others = ids.size() == 1 ? Set.of() : new LinkedHashSet<>(2 * ids.size());
      for (String id : ids) {
        if (id.isEmpty()) {
          throw new IllegalArgumentException("An id must not be empty");
        }
        if (startsWithOneOf(prefixes, id)) {
          continue;
        }
        if (ids.size() == 1) {
          // most tokens name one agent or a few, each with an action of its own
          return Collections.singleton(id);
        }
        others.add(id);
      }
      return Collections.unmodifiableSet(others);
    }

    @Override
    public boolean admits(String id) {
      return ids.contains(id) || startsWithOneOf(prefixes, id);
    }

    @Override
    public boolean admitsPrefix(String prefix) {
      return startsWithOneOf(prefixes, prefix);
    }

    @Override
    public Visibility meet(Visibility other) {
      if (!(other instanceof Some some)) {
        return other.meet(this);
      }
      Set<String> bothIds = new LinkedHashSet<>();
      ids.stream().filter(some::admits).forEach(bothIds::add);
      some.ids.stream().filter(this::admits).forEach(bothIds::add);
      Set<String> bothPrefixes = new HashSet<>();
      prefixes.stream().filter(some::admitsPrefix).forEach(bothPrefixes::add);
      some.prefixes.stream().filter(this::admitsPrefix).forEach(bothPrefixes::add);
      return of(bothIds, bothPrefixes);
    }

    @Override
    public Visibility union(Visibility other) {
      if (!(other instanceof Some some)) {
        return other.union(this);
      }
      Set<String> eitherIds = new LinkedHashSet<>(ids);
      eitherIds.addAll(some.ids);
      Set<String> eitherPrefixes = new HashSet<>(prefixes);
      eitherPrefixes.addAll(some.prefixes);
      return of(eitherIds, eitherPrefixes);
    }

    /**
     * Where no prefix starts with another, the one that {@code text} starts with can only be the
     * greatest that is not after it: whatever lies between the two would start with it as well.
     */
    private static boolean startsWithOneOf(NavigableSet<String> prefixes, String text) {
      if (prefixes.isEmpty()) {
        return false;
      }
      String floor = prefixes.floor(text);
      return floor != null && text.startsWith(floor);
    }
  }

  Visibility ALL = new All();
  Visibility NONE = new None();

  /** Whether that one may be shown. Allocates nothing. An empty id is never shown. */
  boolean admits(String id);

  /** Whether every id that starts with {@code prefix} may be shown. */
  boolean admitsPrefix(String prefix);

  /** What both show. */
  Visibility meet(Visibility other);

  /** What either shows. */
  Visibility union(Visibility other);

  /** These ids and no others; of no ids, {@link #NONE}. */
  static Visibility ofIds(Set<String> ids) {
    return of(ids, Set.of());
  }

  /**
   * These ids, and those that start with one of these prefixes; of neither, {@link #NONE}.
   *
   * @throws IllegalArgumentException where an id is empty or a prefix does not end with a slash
   */
  static Visibility of(Set<String> ids, Set<String> prefixes) {
    return ids.isEmpty() && prefixes.isEmpty() ? NONE : new Some(ids, prefixes);
  }
}
