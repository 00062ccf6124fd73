package io.bailiwick.bench.verify;

import org.jspecify.annotations.Nullable;

/** What a candidate does to a token. Not thread-safe: a raw one keeps its signature object. */
@FunctionalInterface
public interface TokenCheck {
  /**
   * The token's scopes, or as much of an answer as the candidate gives.
   *
   * @throws Exception where it refuses
   */
  @Nullable Object check(Sample sample) throws Exception;
}
