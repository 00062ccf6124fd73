package io.bailiwick.bench.decide;

import java.util.List;
import java.util.Set;

/**
 * What services write by hand, and Agno AgentOS does: each scope held is taken apart anew for every
 * question. {@code resource:action} is for all ids, {@code resource:id:action} for one, and an
 * asterisk for any.
 */
public final class NaiveScopes {
  private NaiveScopes() {}

  public static boolean may(List<String> held, String resource, String id, String action) {
    for (String scope : held) {
      String[] parts = scope.split(":", -1);
      if (parts.length == 2 && parts[0].equals(resource) && matches(parts[1], action)) {
        return true;
      }
      if (parts.length == 3
          && parts[0].equals(resource)
          && matches(parts[1], id)
          && matches(parts[2], action)) {
        return true;
      }
    }
    return false;
  }

  /** The ids that may be seen; a single asterisk stands for all. */
  public static Set<String> ids(List<String> held, String resource, String action) {
    java.util.HashSet<String> ids = new java.util.HashSet<>();
    for (String scope : held) {
      String[] parts = scope.split(":", -1);
      if (parts.length == 2 && parts[0].equals(resource) && matches(parts[1], action)) {
        return Set.of("*");
      }
      if (parts.length == 3 && parts[0].equals(resource) && matches(parts[2], action)) {
        ids.add(parts[1]);
      }
    }
    return ids;
  }

  private static boolean matches(String part, String wanted) {
    return part.equals("*") || part.equals(wanted);
  }
}
