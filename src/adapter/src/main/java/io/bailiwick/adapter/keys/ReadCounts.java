package io.bailiwick.adapter.keys;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts attempts to read keys, and their failures by reason. Thread-safe. */
@SuppressWarnings("EnumOrdinal") // a place for each, within this process
final class ReadCounts {
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLongArray failures = new AtomicLongArray(KeyFailure.values().length);

  void began() {
    reads.incrementAndGet();
  }

  void failed(KeyFailure why) {
    failures.incrementAndGet(why.ordinal());
  }

  long reads() {
    return reads.get();
  }

  Map<KeyFailure, Long> failures() {
    Map<KeyFailure, Long> counted = new EnumMap<>(KeyFailure.class);
    for (KeyFailure why : KeyFailure.values()) {
      long count = failures.get(why.ordinal());
      if (count > 0) {
        counted.put(why, count);
      }
    }
    return counted;
  }
}
