package io.bailiwick.adapter.token;

import java.time.Clock;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Verifies a token once and remembers it: while it is not expired, for five minutes at most, and as
 * long as its issuer has the very key that verified it. Only what verified is remembered, so no bad
 * token takes the place of a good one, and nothing that came of a ticket, which is good once. What
 * a token is bound to is remembered, the proof of it never. Thread-safe.
 */
final class TokenCache {
  static final long MAX_LIFE_MILLIS = 5 * 60 * 1000;

  private final Function<String, Verified> verification;
  private final Clock clock;
  private final TokenText text = new TokenText();
  private final SeenTokens table;
  private final TokenFlights flights = new TokenFlights(text);
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  TokenCache(Function<String, Verified> verification, Clock clock, int maxTokens, long maxBytes) {
    this.verification = verification;
    this.clock = clock;
    this.table = new SeenTokens(maxTokens, maxBytes, text);
  }

  /**
   * @throws TokenRejected where the token is not to be believed
   * @throws io.bailiwick.adapter.keys.KeysUnavailable where that can't be told now
   */
  Verified verify(String token) {
    if (token.length() < TokenText.MIN_LENGTH) {
      return verification.apply(token);
    }
    long tag = text.tag(token);
    SeenTokens.Seen seen = table.find(token, tag);
    if (seen != null && stands(seen)) {
      hits.increment();
      seen.use();
      return seen.verified();
    }
    misses.increment();
    long epoch = table.epoch();
    return flights.verify(token, tag, epoch, () -> first(token, tag, epoch));
  }

  void forget(Predicate<? super Caller> which) {
    table.forget(which);
  }

  TokenCacheHealth health() {
    SeenTokens.Fill fill = table.fill();
    return new TokenCacheHealth(
        fill.tokens(), fill.bytes(), hits.sum(), misses.sum(), fill.evictions());
  }

  private Verified first(String token, long tag, long epoch) {
    // whoever came just before may have done it
    SeenTokens.Seen seen = table.find(token, tag);
    if (seen != null && stands(seen)) {
      return seen.verified();
    }
    long now = clock.millis();
    Verified verified = verification.apply(token);
    if (verified.caller().authMethod() == AuthMethod.TICKET) {
      // came for one connection: nobody will bring it again, and others' places are not for it
      return verified;
    }
    long expires = verified.caller().expiresAt().toEpochMilli();
    long until = Math.min(expires, now + MAX_LIFE_MILLIS);
    table.put(new SeenTokens.Seen(tag, token, verified, now, until), epoch);
    return verified;
  }

  /** What no longer stands is dropped. */
  private boolean stands(SeenTokens.Seen seen) {
    boolean stands = seen.stands(clock.millis());
    if (!stands) {
      table.remove(seen);
    }
    return stands;
  }
}
