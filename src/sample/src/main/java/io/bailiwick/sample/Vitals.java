package io.bailiwick.sample;

import io.bailiwick.adapter.connect.DecisionMetrics;
import io.bailiwick.adapter.feed.FeedHealth;
import io.bailiwick.adapter.feed.RevocationFeed;
import io.bailiwick.adapter.keys.CryptoMetrics;
import io.bailiwick.adapter.keys.KeyHealth;
import io.bailiwick.adapter.keys.KeyMetrics;
import io.bailiwick.adapter.metrics.MeasurementSource;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.CallerVerifier;
import io.bailiwick.adapter.token.TokenCacheHealth;
import io.bailiwick.adapter.token.TokenCacheMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How this service is, for those who may read that: read anew whenever it is asked. Thread-safe.
 *
 * @param keys by issuer; none with a verifier that has no keys
 * @param tokenCache empty where there is none
 * @param feed of revocations; empty where none is followed
 * @param measurements all that is measured
 */
record Vitals(
    Supplier<Map<String, KeyHealth>> keys,
    Supplier<Optional<TokenCacheHealth>> tokenCache,
    Supplier<Optional<FeedHealth>> feed,
    MeasurementSource measurements) {

  static Vitals of(
      CallerVerifier verifier,
      DecisionMetrics decisions,
      Optional<RevocationFeed> followed,
      List<MeasurementSource> more) {
    List<MeasurementSource> all = new ArrayList<>(more);
    all.add(decisions);
    Supplier<Optional<FeedHealth>> feed = () -> followed.map(RevocationFeed::health);
    if (verifier instanceof AgentTokenVerifier tokens) {
      all.add(KeyMetrics.of(tokens::health));
      all.add(TokenCacheMetrics.of(tokens::tokenCache));
      all.add(CryptoMetrics.of(tokens.crypto()));
      return new Vitals(tokens::health, tokens::tokenCache, feed, together(all));
    }
    return new Vitals(Map::of, Optional::empty, feed, together(all));
  }

  private static MeasurementSource together(List<MeasurementSource> all) {
    return MeasurementSource.together(all.toArray(MeasurementSource[]::new));
  }
}
