package io.bailiwick.keycloak.revocation;

import java.util.List;
import java.util.Optional;

/**
 * The path of an admin event, under its realm: {@code users/{id}/role-mappings/realm}. Which
 * changes an event tells of is said by it better than by the event's types, several of which stand
 * for one kind of change and one for several.
 */
record AdminPath(List<String> segments) {
  AdminPath {
    segments = List.copyOf(segments);
  }

  static AdminPath parse(String path) {
    return new AdminPath(List.of(path.split("/")));
  }

  /** The segment at that place; empty where there is none. */
  Optional<String> at(int place) {
    return place < segments.size() ? Optional.of(segments.get(place)) : Optional.empty();
  }

  /** Whether it begins so; {@code *} stands for any one segment. */
  boolean startsWith(String... pattern) {
    if (pattern.length > segments.size()) {
      return false;
    }
    for (int i = 0; i < pattern.length; i++) {
      if (!pattern[i].equals("*") && !pattern[i].equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is so, and no longer. */
  boolean is(String... pattern) {
    return pattern.length == segments.size() && startsWith(pattern);
  }
}
