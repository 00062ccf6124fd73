package io.bailiwick.keycloak.issue;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may be done to which kind of thing at an agent service, as its client declares in the
 * attribute {@value #ATTRIBUTE}: families separated by spaces, each with its actions, as in {@code
 * agents=read,run,write teams=read,run config=read}. Families and actions are {@code
 * [A-Za-z0-9._-]+}, compared exactly; a family is named once.
 */
record Actions(Map<String, Set<String>> byFamily) {
  static final String ATTRIBUTE = "bailiwick.actions";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

  Actions {
    Map<String, Set<String>> copy = new LinkedHashMap<>();
    byFamily.forEach((family, actions) -> copy.put(family, Set.copyOf(actions)));
    byFamily = Map.copyOf(copy);
  }

  /**
   * Reads the attribute.
   *
   * @throws IllegalArgumentException where it is blank or not of that form
   */
  static Actions parse(String text) {
    Map<String, Set<String>> byFamily = new LinkedHashMap<>();
    for (String part : text.strip().split("\\s+", -1)) {
      int equals = part.indexOf('=');
      String family = equals < 0 ? "" : part.substring(0, equals);
      Set<String> actions = new LinkedHashSet<>();
      for (String action : part.substring(equals + 1).split(",", -1)) {
        if (!NAME.matcher(action).matches() || !actions.add(action)) {
          throw new IllegalArgumentException("not a list of distinct actions");
        }
      }
      if (!NAME.matcher(family).matches() || byFamily.put(family, actions) != null) {
        throw new IllegalArgumentException("not a list of distinct families");
      }
    }
    return new Actions(byFamily);
  }

  boolean declares(String family) {
    return byFamily.containsKey(family);
  }

  /** The actions of that family, none where it isn't declared. */
  Set<String> of(String family) {
    return byFamily.getOrDefault(family, Set.of());
  }
}
