package io.bailiwick.adapter.keys;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has what one thread verifies make do with the keys that are at hand, so that whoever brings a
 * token with a made-up key id is not worth a question to the issuer, nor a thread that waits for
 * the answer. A key that is not at hand is then {@link KeysUnavailable}. Keys that were never read
 * are read in any case, and so are those past their age: neither is for the caller to bring about.
 */
public final class KeyPatience {
  private static final ThreadLocal<@Nullable KeyPatience> NOW = new ThreadLocal<>();
  private static final KeyPatience ASKS_NOBODY = new KeyPatience();
  private static final KeyPatience WAITS_FOR_NOBODY = new KeyPatience();

  private KeyPatience() {}

  /** Asks nobody for a key that is not at hand. */
  public static <T> T withoutAsking(Supplier<T> verification) {
    return with(ASKS_NOBODY, verification);
  }

  /** Has the keys read for a key that is not at hand, at their own pace, and waits for nobody. */
  public static <T> T withoutWaiting(Supplier<T> verification) {
    return with(WAITS_FOR_NOBODY, verification);
  }

  static boolean mayAsk() {
    return NOW.get() != ASKS_NOBODY;
  }

  static boolean mayWait() {
    return NOW.get() == null;
  }

  private static <T> T with(KeyPatience patience, Supplier<T> verification) {
    KeyPatience before = NOW.get();
    NOW.set(patience);
    try {
      return verification.get();
    } finally {
      if (before == null) {
        NOW.remove();
      } else {
        NOW.set(before);
      }
    }
  }
}
