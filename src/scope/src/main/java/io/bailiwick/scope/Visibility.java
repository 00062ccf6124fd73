package io.bailiwick.scope;

import java.util.Set;

/** What a listing may show, known before the query runs. */
public sealed interface Visibility {
  /** Everything. */
  record All() implements Visibility {}

  /** Nothing. */
  record None() implements Visibility {}

  /** Only these ids, and ids that start with one of these prefixes. Never both empty. */
  record Some(Set<String> ids, Set<String> prefixes) implements Visibility {}

  Visibility ALL = new All();
  Visibility NONE = new None();

  default boolean admits(String id) {
    throw new UnsupportedOperationException();
  }

  /** What both show. */
  default Visibility meet(Visibility other) {
    throw new UnsupportedOperationException();
  }

  static Visibility ofIds(Set<String> ids) {
    throw new UnsupportedOperationException();
  }
}
