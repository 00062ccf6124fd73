package io.bailiwick.keycloak.revocation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one start of one node has sent, as far as this node holds it: everything after {@link
 * #base()}, without a gap. Not thread-safe.
 */
final class Origin {
  private final List<Kept> kept = new ArrayList<>();
  private long base;
  private Instant heard;
  private Instant completeSince;

  /**
   * @param completeSince nothing that was decided later is at the base or before it
   */
  Origin(long base, Instant heard, Instant completeSince) {
    this.base = base;
    this.heard = heard;
    this.completeSince = completeSince;
  }

  private record Kept(Notice notice, Instant at) {}

  /** The number of the last notice that is not held any more. */
  long base() {
    return base;
  }

  /** The number of the last notice. */
  long last() {
    return base + kept.size();
  }

  int size() {
    return kept.size();
  }

  Instant heard() {
    return heard;
  }

  /** Nothing that was decided later than this has been given up. */
  Instant completeSince() {
    return completeSince;
  }

  /** That with this number, which is after the base and no later than the last. */
  Notice notice(long number) {
    return kept.get((int) (number - base - 1)).notice();
  }

  /**
   * Takes in notices that begin with a number. What is held already is passed over; where some
   * before them are missing, what is held is given up, since nobody may be told that it is all.
   */
  void append(long first, List<Notice> notices, Instant now) {
    heard = now;
    if (first > last() + 1) {
      kept.clear();
      base = first - 1;
      completeSince = now;
    }
    for (int i = 0; i < notices.size(); i++) {
      if (first + i > last()) {
        kept.add(new Kept(notices.get(i), now));
      }
    }
  }

  boolean oldestIsBefore(Instant moment) {
    return !kept.isEmpty() && kept.get(0).at().isBefore(moment);
  }

  Instant oldest() {
    return kept.isEmpty() ? Instant.MAX : kept.get(0).at();
  }

  void forgetOldest(int count) {
    if (count > 0) {
      // what was taken in at that moment was decided before it
      completeSince = kept.get(count - 1).at();
      kept.subList(0, count).clear();
      base += count;
    }
  }
}
