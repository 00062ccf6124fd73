package io.bailiwick.keycloak.revocation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/**
 * What one node sends to the others: some of its notices, numbered in a row. Without any it says
 * that the node lives, and which number comes next.
 *
 * @param origin which start of which node
 * @param first the number of the first
 */
record Envelope(String origin, long first, List<Notice> notices) {
  private static final String ORIGIN = "origin";
  private static final String FIRST = "first";
  private static final String NOTICES = "notices";
  private static final int MEMBERS = 5;

  Envelope {
    notices = List.copyOf(notices);
  }

  String text() {
    return JsonSerialization.valueAsString(
        Map.of(
            ORIGIN, origin, FIRST, first, NOTICES, notices.stream().map(Envelope::row).toList()));
  }

  private static List<Object> row(Notice notice) {
    Revocation revocation = notice.revocation();
    return Arrays.asList(
        notice.realm(),
        revocation.kind().text(),
        revocation.value().orElse(null),
        revocation.issuedBefore(),
        notice.services().map(ArrayList::new).orElse(null));
  }

  /**
   * Reads it back.
   *
   * @throws IllegalArgumentException where it is none
   */
  static Envelope read(String text) {
    try {
      Map<?, ?> map = JsonSerialization.valueFromString(text, Map.class);
      List<Notice> notices = new ArrayList<>();
      for (Object row : member(map, NOTICES, List.class)) {
        notices.add(notice((List<?>) row));
      }
      return new Envelope(
          member(map, ORIGIN, String.class), member(map, FIRST, Number.class).longValue(), notices);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("no envelope of ours", e);
    }
  }

  private static <T> T member(Map<?, ?> map, String name, Class<T> type) {
    @Nullable Object value = map.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return type.cast(value);
  }

  private static Notice notice(List<?> row) {
    if (row.size() != MEMBERS) {
      throw new IllegalArgumentException("a row of another length");
    }
    return new Notice(
        (String) row.get(0),
        new Revocation(
            Revocation.Kind.valueOf(((String) row.get(1)).toUpperCase(Locale.ROOT)),
            Optional.ofNullable((String) row.get(2)),
            ((Number) row.get(3)).longValue()),
        Optional.ofNullable((List<?>) row.get(4))
            .map(ids -> new HashSet<>(ids.stream().map(String.class::cast).toList())));
  }
}
