package io.bailiwick.adapter.token;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A payload that was read, member by member. Of one with the same members in the same order, as an
 * issuer writes them for one client, only those are read whose values differ: a member is taken for
 * the same where its name and its value are written in the very same bytes. Immutable and
 * thread-safe.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and the arrays never leave the class
record KnownPayload(byte[] text, int[] ends, int[] values, int[] places, Object[] read) {
  private static final int MOST = 64;

  /** What was read of one text, and how. */
  record Reading(TokenClaims claims, KnownPayload payload) {}

  /** Reads all of it. */
  static Reading first(ClaimNames names, PlainJson json, SharedValues shared)
      throws PlainJson.NotPlain {
    @Nullable Object[] claims = new Object[names.size()];
    int[] ends = new int[MOST];
    int[] values = new int[MOST];
    int[] places = new int[MOST];
    Object[] read = new Object[MOST];
    int size = 0;
    json.begin();
    while (json.nextName()) {
      places[size] = json.place(names);
      values[size] = json.position();
      read[size] = value(names, json, shared, places[size]);
      ends[size] = json.position();
      if (places[size] >= 0) {
        claims[places[size]] = read[size];
      }
      size++;
    }
    return new Reading(
        TokenClaims.of(names, claims),
        new KnownPayload(
            json.copy(),
            Arrays.copyOf(ends, size),
            Arrays.copyOf(values, size),
            Arrays.copyOf(places, size),
            Arrays.copyOf(read, size)));
  }

  /** Null where it has other members, or is not plain. */
  @Nullable TokenClaims like(ClaimNames names, PlainJson json, SharedValues shared)
      throws PlainJson.NotPlain {
    @Nullable Object[] claims = new Object[names.size()];
    json.begin();
    int from = 1;
    for (int i = 0; i < ends.length; i++) {
      Object value = read[i];
      // and what follows it: a number might go on
      if (!json.passSame(text, from, ends[i], 1)) {
        if (!json.passSame(text, from, values[i], 0)) {
          return null;
        }
        value = value(names, json, shared, places[i]);
      }
      if (places[i] >= 0) {
        claims[places[i]] = value;
      }
      from = ends[i];
    }
    return json.isDone() ? TokenClaims.of(names, claims) : null;
  }

  private static Object value(ClaimNames names, PlainJson json, SharedValues shared, int place)
      throws PlainJson.NotPlain {
    if (place < 0) {
      json.skip();
      return StrictJson.NULL;
    }
    return names.isShared(place) ? json.sharedValue(place, shared) : json.value();
  }
}
