package io.bailiwick.adapter.keys;

import java.time.Duration;

/**
 * How long a test waits for what must come. Plenty, since the machine may have much else to do;
 * mutation testing sets it shorter, since with many a change nothing comes.
 */
public final class Patience {
  public static final long SECONDS = Long.getLong("bailiwick.test.patienceSeconds", 30);
  public static final Duration PLENTY = Duration.ofSeconds(SECONDS);

  private Patience() {}
}
