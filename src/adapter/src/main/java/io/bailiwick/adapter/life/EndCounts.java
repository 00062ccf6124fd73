package io.bailiwick.adapter.life;

import io.bailiwick.adapter.connect.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How many connections have ended, by what. Thread-safe. */
final class EndCounts {
  private final LongAdder left = new LongAdder();
  private final Map<Refusal.Code, LongAdder> ended = new EnumMap<>(Refusal.Code.class);

  EndCounts() {
    for (Refusal.Code code : Refusal.Code.values()) {
      ended.put(code, new LongAdder());
    }
  }

  /**
   * @param how null where the peer has left
   */
  void count(@Nullable Refusal how) {
    (how == null ? left : ended.getOrDefault(how.code(), left)).increment();
  }

  /** How many peers have left by themselves. */
  long left() {
    return left.sum();
  }

  long with(Refusal.Code code) {
    return ended.getOrDefault(code, left).sum();
  }
}
