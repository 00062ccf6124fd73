package io.bailiwick.keycloak.revocation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a follower gets at one time.
 *
 * @param gone whether something may have been missed: the cursor is older than the history, or this
 *     node can't tell. Then there are no revocations, and the cursor is the present one
 * @param cursor to go on from
 * @param more whether there is more at once
 * @param completeSince where all that is held was asked for: nothing decided later is missing
 */
record Reading(
    boolean gone,
    Cursor cursor,
    List<Revocation> revocations,
    boolean more,
    Optional<Instant> completeSince) {
  Reading(boolean gone, Cursor cursor, List<Revocation> revocations, boolean more) {
    this(gone, cursor, revocations, more, Optional.empty());
  }

  Reading {
    revocations = List.copyOf(revocations);
  }

  Reading completeSince(Instant since) {
    return new Reading(gone, cursor, revocations, more, Optional.of(since));
  }

  /** Whether there is nothing to say, and a follower may wait for it. */
  boolean isEmpty() {
    return !gone && revocations.isEmpty();
  }
}
