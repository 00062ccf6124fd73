package io.bailiwick.keycloak.revocation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this node holds of the notices of all nodes, bounded by number and age. A follower whose
 * cursor lies within it misses nothing; any other is told so. Not thread-safe.
 */
final class History {
  /** More nodes than this, counting each start of each, and the one silent longest is forgotten. */
  static final int MOST_ORIGINS = 40;

  private static final int MOST_FORGOTTEN = 1_000;

  private final String self;
  private final int most;
  private final Duration age;
  private final Clock clock;
  private final Map<String, Origin> origins = new HashMap<>();

  /** The start of this node, or when the last was decided of an origin that was given up since. */
  private Instant givenUpSince;

  /** Nodes that ended long ago, and the number of their last notice. */
  private final Map<String, Long> forgotten =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_FORGOTTEN;
        }
      };

  /**
   * @param self this start of this node
   * @param most how many notices are held
   * @param age how long they are
   */
  History(String self, int most, Duration age, Clock clock) {
    this.self = self;
    this.most = most;
    this.age = age;
    this.clock = clock;
    this.givenUpSince = clock.instant();
    origins.put(self, new Origin(0, givenUpSince, givenUpSince));
  }

  private Origin own() {
    Origin own = origins.get(self);
    if (own == null) {
      throw new IllegalStateException("a node never forgets itself");
    }
    return own;
  }

  /** The number of this node's own last notice. */
  long last() {
    return own().last();
  }

  /**
   * Takes in this node's own.
   *
   * @return the number of the first
   */
  long append(List<Notice> notices) {
    long first = own().last() + 1;
    own().append(first, notices, clock.instant());
    trim();
    return first;
  }

  /**
   * Takes in another node's; one's own, come back, are passed over. None at all say no more than
   * that the node lives, and has sent none of that number yet.
   */
  void receive(String origin, long first, List<Notice> notices) {
    if (origin.equals(self)) {
      return;
    }
    Instant now = clock.instant();
    origins
        .computeIfAbsent(origin, id -> new Origin(first - 1, now, first == 1 ? Instant.MIN : now))
        .append(first, notices, now);
    trim();
  }

  /** From where a follower without a cursor goes on. */
  Cursor present() {
    Map<String, Long> positions = new HashMap<>();
    origins.forEach((id, origin) -> positions.put(id, origin.last()));
    return new Cursor(positions);
  }

  /** From where a follower goes on who asks for all that is held. */
  Cursor oldest() {
    Map<String, Long> positions = new HashMap<>();
    origins.forEach((id, origin) -> positions.put(id, origin.base()));
    return new Cursor(positions);
  }

  /**
   * Since when this node holds everything: nothing that was decided later by any node is missing
   * here. By this node's clock.
   */
  Instant completeSince() {
    trim();
    return origins.values().stream()
        .map(Origin::completeSince)
        .reduce(givenUpSince, (one, other) -> one.isAfter(other) ? one : other);
  }

  /**
   * What there is after a cursor for one service.
   *
   * @param most how many revocations at once
   */
  Reading read(Cursor cursor, String realm, String service, int most) {
    trim();
    if (isGone(cursor)) {
      return new Reading(true, present(), List.of(), false);
    }
    Map<String, Long> positions = new HashMap<>(cursor.positions());
    positions.keySet().retainAll(origins.keySet());
    List<Revocation> found = new ArrayList<>();
    boolean more = false;
    for (Map.Entry<String, Origin> each : origins.entrySet()) {
      Origin origin = each.getValue();
      long position = positions.getOrDefault(each.getKey(), 0L);
      while (position < origin.last() && !more) {
        Notice next = origin.notice(position + 1);
        boolean wanted = next.isFor(realm, service);
        if (wanted && found.size() == most) {
          more = true;
        } else {
          position++;
          if (wanted) {
            found.add(next.revocation());
          }
        }
      }
      positions.put(each.getKey(), position);
    }
    return new Reading(false, new Cursor(positions), found, more);
  }

  /**
   * Whether anything may have been missed. A cursor that doesn't know this node was made before its
   * start, when others may have sent what never came here. A node that isn't known here may have
   * sent anything, unless all that it sent was seen before it was forgotten. One that the cursor
   * doesn't know had sent nothing yet, so all that it sent must be held. A position beyond the last
   * is that of a follower who was told more by another node; of this node there is no such.
   */
  private boolean isGone(Cursor cursor) {
    Map<String, Long> positions = cursor.positions();
    return !positions.containsKey(self)
        || positions.get(self) > last()
        || positions.entrySet().stream()
            .anyMatch(
                each ->
                    !origins.containsKey(each.getKey())
                        && each.getValue() < forgotten.getOrDefault(each.getKey(), Long.MAX_VALUE))
        || origins.entrySet().stream()
            .anyMatch(each -> positions.getOrDefault(each.getKey(), 0L) < each.getValue().base());
  }

  private void trim() {
    Instant tooOld = clock.instant().minus(age);
    origins.values().stream()
        .filter(origin -> origin.oldestIsBefore(tooOld))
        .forEach(
            origin -> {
              while (origin.oldestIsBefore(tooOld)) {
                origin.forgetOldest(1);
              }
            });
    int size = origins.values().stream().mapToInt(Origin::size).sum();
    while (size > most) {
      Origin oldest =
          origins.values().stream().min(Comparator.comparing(Origin::oldest)).orElseThrow();
      oldest.forgetOldest(1);
      size--;
    }
    origins.entrySet().stream()
        .filter(each -> !each.getKey().equals(self))
        .filter(each -> each.getValue().size() == 0)
        .filter(each -> each.getValue().heard().isBefore(tooOld))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::forget);
    while (origins.size() > MOST_ORIGINS) {
      silentLongest().ifPresent(this::forget);
    }
  }

  private void forget(String id) {
    Origin origin = origins.remove(id);
    if (origin != null) {
      origin.forgetOldest(origin.size());
      if (origin.completeSince().isAfter(givenUpSince)) {
        givenUpSince = origin.completeSince();
      }
      forgotten.put(id, origin.last());
    }
  }

  private Optional<String> silentLongest() {
    return origins.entrySet().stream()
        .filter(each -> !each.getKey().equals(self))
        .min(Comparator.comparing(each -> each.getValue().heard()))
        .map(Map.Entry::getKey);
  }
}
