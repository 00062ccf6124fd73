package io.bailiwick.keycloak.revocation;

import java.util.List;

/**
 * What a follower gets at one time.
 *
 * @param gone whether something may have been missed: the cursor is older than the history, or this
 *     node can't tell. Then there are no revocations, and the cursor is the present one
 * @param cursor to go on from
 * @param more whether there is more at once
 */
record Reading(boolean gone, Cursor cursor, List<Revocation> revocations, boolean more) {
  Reading {
    revocations = List.copyOf(revocations);
  }

  /** Whether there is nothing to say, and a follower may wait for it. */
  boolean isEmpty() {
    return !gone && revocations.isEmpty();
  }
}
