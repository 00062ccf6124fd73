package io.bailiwick.adapter.token;

import io.bailiwick.adapter.internal.StripedPool;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Finds and compares tokens by their text, with nothing allocated in proportion to it. Thread-safe.
 *
 * <p>A token is found by a few characters of its signature: no signer lets anybody choose them, and
 * {@link String#hashCode()} would read all of a token, a nanosecond for each character on Java 17.
 * They are mixed with a secret of this object, so that nobody can tell which tokens meet.
 */
final class TokenText {
  /** The fewest characters of a text that has a tag. */
  static final int MIN_LENGTH = 64;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int CHUNK = 1024;

  private final long secret = new SecureRandom().nextLong();
  private final StripedPool<byte[]> scratch = new StripedPool<>();

  /** Two texts with one tag are seldom, and may be different all the same. */
  long tag(String token) {
    int end = token.length();
    // 96 bits of an ordinary signature
    return mix(eight(token, end - 16) ^ secret) ^ Long.rotateLeft(mix(eight(token, end - 8)), 32);
  }

  /**
   * Whether both are the same text, in a time that tells only whether they are equally long: how
   * far they agree doesn't show.
   */
  boolean same(String known, String token) {
    int length = known.length();
    if (token.length() != length) {
      return false;
    }
    // what is compared is the lower half of each character; where it agrees, the time tells nothing
    return difference(known, token, length) == 0 && known.equals(token);
  }

  /** Of the lower halves of all characters of two texts equally long; 0 where there is none. */
  long difference(String known, String token, int length) {
    byte[] taken = scratch.take();
    byte[] both = taken == null ? new byte[2 * CHUNK] : taken;
    long difference = 0;
    for (int from = 0; from < length; from += CHUNK) {
      int part = Math.min(CHUNK, length - from);
      copy(known, from, part, both, 0);
      copy(token, from, part, both, CHUNK);
      difference |= difference(both, part);
    }
    scratch.give(both);
    return difference;
  }

  /** Between the first and the second half of the array; 0 where there is none. */
  private static long difference(byte[] both, int length) {
    long difference = 0;
    long second = 0;
    int i = 0;
    for (; i <= length - 2 * Long.BYTES; i += 2 * Long.BYTES) {
      difference |= eight(both, i);
      second |= eight(both, i + Long.BYTES);
    }
    difference |= second;
    for (; i < length; i++) {
      difference |= both[i] ^ both[CHUNK + i];
    }
    return difference;
  }

  private static long eight(byte[] both, int at) {
    return (long) LONGS.get(both, at) ^ (long) LONGS.get(both, CHUNK + at);
  }

  @SuppressWarnings("deprecation") // the one way to copy part of a text without an allocation
  private static void copy(String from, int at, int length, byte[] to, int offset) {
    from.getBytes(at, at + length, to, offset);
  }

  private static long eight(String token, int from) {
    long eight = 0;
    for (int i = from; i < from + 8; i++) {
      eight = eight << 8 | (token.charAt(i) & 0xFF);
    }
    return eight;
  }

  /** Every bit goes into every bit (the finalizer of MurmurHash3). */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
