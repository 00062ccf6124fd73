package io.bailiwick.keycloak.revocation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far a follower has read: for each node that ever sent anything, the start of that node and
 * the number of the last of its notices. It is a vector since every node numbers its own and none
 * of them waits for another; so a follower can go on at any node. Its text is opaque to followers
 * and holds nothing worth keeping from them.
 *
 * @param positions by the node's start id
 */
record Cursor(Map<String, Long> positions) {
  static final int LONGEST = 1024;

  private static final String VERSION = "1";
  private static final Pattern ENTRY = Pattern.compile("[A-Za-z0-9_-]{8}\\.[0-9a-z]{1,12}");
  private static final int RADIX = 36;

  Cursor {
    positions = Map.copyOf(positions);
  }

  /** Empty where the text is no cursor that was ever given out. */
  static Optional<Cursor> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String[] parts = text.split("~", -1);
    if (!parts[0].equals(VERSION)) {
      return Optional.empty();
    }
    Map<String, Long> positions = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      if (!ENTRY.matcher(parts[i]).matches()) {
        return Optional.empty();
      }
      int dot = parts[i].indexOf('.');
      long position = Long.parseLong(parts[i].substring(dot + 1), RADIX);
      if (positions.put(parts[i].substring(0, dot), position) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new Cursor(positions));
  }

  String text() {
    return positions.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> "~" + entry.getKey() + "." + Long.toString(entry.getValue(), RADIX))
        .collect(Collectors.joining("", VERSION, ""));
  }
}
