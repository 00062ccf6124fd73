package io.bailiwick.adapter.token;

import io.bailiwick.adapter.metrics.Instrument;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.metrics.MeasurementSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The cache of verified tokens as measurements; none where there is no cache. Thread-safe.
 *
 * <table>
 * <caption>What is measured</caption>
 * <tr><td>{@link #TOKENS}</td><td>tokens that are remembered</td></tr>
 * <tr><td>{@link #SIZE}</td><td>bytes that they take, reckoned from their length</td></tr>
 * <tr><td>{@link #LOOKUPS}</td><td>presentations, by {@value #RESULT}: {@code hit} where no
 *     verification was needed, else {@code miss}, whatever came of it</td></tr>
 * <tr><td>{@link #EVICTIONS}</td><td>tokens that made room for others</td></tr>
 * </table>
 */
public final class TokenCacheMetrics implements MeasurementSource {
  public static final Instrument TOKENS =
      Instrument.gauge("bailiwick.token_cache.tokens", "{token}", "Verified tokens remembered");
  public static final Instrument SIZE =
      Instrument.gauge(
          "bailiwick.token_cache.size", "By", "What the remembered tokens take, as reckoned");
  public static final Instrument LOOKUPS =
      Instrument.counter(
          "bailiwick.token_cache.lookups",
          "{lookup}",
          "Tokens presented, by whether they were remembered");
  public static final Instrument EVICTIONS =
      Instrument.counter(
          "bailiwick.token_cache.evictions", "{token}", "Tokens forgotten to make room for others");

  /** The attribute that says {@code hit} or {@code miss}. */
  public static final String RESULT = "bailiwick.result";

  private final Supplier<Optional<TokenCacheHealth>> health;

  private TokenCacheMetrics(Supplier<Optional<TokenCacheHealth>> health) {
    this.health = health;
  }

  /**
   * @param health as a verifier gives it: {@code verifier::tokenCache}
   */
  public static TokenCacheMetrics of(Supplier<Optional<TokenCacheHealth>> health) {
    return new TokenCacheMetrics(health);
  }

  @Override
  public List<Instrument> instruments() {
    return List.of(TOKENS, SIZE, LOOKUPS, EVICTIONS);
  }

  @Override
  public List<Measurement> measurements() {
    return health
        .get()
        .map(
            cache ->
                List.of(
                    TOKENS.of(cache.tokens()),
                    SIZE.of(cache.bytes()),
                    LOOKUPS.of(cache.hits(), RESULT, "hit"),
                    LOOKUPS.of(cache.misses(), RESULT, "miss"),
                    EVICTIONS.of(cache.evictions())))
        .orElse(List.of());
  }
}
