package io.bailiwick.adapter.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Values that many tokens of an issuer have in common, such as its name, the client and the scopes,
 * found by how they are written: what was made of the same text once need not be made again.
 * {@value #PLACES} of them are kept, each until another takes its place. Only what a trusted issuer
 * has signed may get in. Thread-safe.
 */
final class SharedValues {
  /** The most values that are kept. */
  static final int PLACES = 512;

  /** The most bytes of a value's text. */
  static final int MAX_TEXT = 8 * 1024;

  private static final int SAMPLES = 6;
  private static final long MIX = 0x9e3779b97f4a7c15L;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final AtomicReferenceArray<@Nullable Shared> places = new AtomicReferenceArray<>(PLACES);

  @SuppressWarnings("ArrayRecordComponent") // compared by contents, below
  private record Shared(int claim, byte[] text, Object value) {}

  /** What that very text of that claim stands for; null where it is not kept. */
  @Nullable Object find(int claim, byte[] bytes, int from, int to) {
    Shared kept = places.get(place(claim, bytes, from, to));
    return kept != null
            && kept.claim == claim
            && Arrays.equals(kept.text, 0, kept.text.length, bytes, from, to)
        ? kept.value
        : null;
  }

  /** A value that is never changed. */
  void keep(int claim, byte[] bytes, int from, int to, Object value) {
    if (to - from <= MAX_TEXT) {
      places.set(
          place(claim, bytes, from, to),
          new Shared(claim, Arrays.copyOfRange(bytes, from, to), value));
    }
  }

  /** A place can be wrong at no cost but time, so a part of the text will do. */
  private static int place(int claim, byte[] bytes, int from, int to) {
    int length = to - from;
    long hash = claim * 31L + length;
    if (length < Long.BYTES) {
      for (int i = from; i < to; i++) {
        hash = hash * 31 + bytes[i];
      }
    } else {
      int last = length - Long.BYTES;
      for (int i = 0; i <= SAMPLES; i++) {
        hash = (hash ^ (long) EIGHT.get(bytes, from + last * i / SAMPLES)) * MIX;
        hash ^= hash >>> 29;
      }
    }
    // of a product the highest bits depend on all bits, those of a text's last characters, too
    return (int) (hash * MIX >>> Long.numberOfLeadingZeros(PLACES - 1));
  }
}
