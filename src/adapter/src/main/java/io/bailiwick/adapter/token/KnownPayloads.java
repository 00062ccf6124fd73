package io.bailiwick.adapter.token;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The payloads that were read of an issuer's tokens, {@value #MOST} of them: each stands for those
 * of a client, which have the same members. Only what the issuer has signed may be read here.
 * Thread-safe.
 */
final class KnownPayloads {
  /** The most payloads that are kept. */
  static final int MOST = 4;

  /** Once there are as many, so many that none is like go by before one is kept. */
  private static final int SELDOM = 64;

  private final ClaimNames names;
  private final SharedValues shared = new SharedValues();
  private final AtomicInteger unlike = new AtomicInteger();
  private volatile List<KnownPayload> known = List.of();

  KnownPayloads(ClaimNames names) {
    this.names = names;
  }

  TokenClaims read(PlainJson json) throws PlainJson.NotPlain {
    List<KnownPayload> all = known;
    for (int i = 0; i < all.size(); i++) {
      @Nullable TokenClaims claims = all.get(i).like(names, json, shared);
      if (claims != null) {
        return claims;
      }
    }
    KnownPayload.Reading reading = KnownPayload.first(names, json, shared);
    if (all.size() < MOST || unlike.incrementAndGet() % SELDOM == 0) {
      keep(reading.payload());
    }
    return reading.claims();
  }

  /** Newest first, so that the oldest falls off. */
  private synchronized void keep(KnownPayload payload) {
    List<KnownPayload> newest = new ArrayList<>();
    newest.add(payload);
    newest.addAll(known.subList(0, Math.min(known.size(), MOST - 1)));
    known = List.copyOf(newest);
  }
}
