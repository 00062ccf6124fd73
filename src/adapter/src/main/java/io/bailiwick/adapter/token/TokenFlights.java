package io.bailiwick.adapter.token;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets those who bring one token at one time verify it once. Only the very same text waits, and not
 * for long; another token that comes to a place that is taken verifies by itself, so nobody can
 * make anybody wait, or fill anything, with tokens that are not theirs. What comes of it is kept
 * for those who wait and for nobody later. Thread-safe.
 */
final class TokenFlights {
  private static final int PLACES = 256;

  /** A verification takes microseconds; one that takes this long waits for an issuer's keys. */
  private static final long PATIENCE_MILLIS = 1000;

  private final AtomicReferenceArray<@Nullable Flight> places = new AtomicReferenceArray<>(PLACES);
  private final TokenText text;

  private static final class Flight {
    private final String token;
    private final long epoch;
    private final CompletableFuture<Verified> landed = new CompletableFuture<>();

    Flight(String token, long epoch) {
      this.token = token;
      this.epoch = epoch;
    }

    /** Null where it failed for a reason that may not be the token's, or takes too long. */
    @Nullable Verified await() {
      try {
        return landed.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof TokenRejected rejected) {
          throw new TokenRejected(rejected.reason());
        }
        return null;
      } catch (TimeoutException e) {
        return null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
  }

  TokenFlights(TokenText text) {
    this.text = text;
  }

  /**
   * What the verification finds, be it done here or by another thread at this time.
   *
   * @param tag the token's
   * @param epoch the present one: who comes in a later one doesn't wait for it
   * @throws TokenRejected as the verification throws it, here or there
   * @throws RuntimeException what else it throws here
   */
  Verified verify(String token, long tag, long epoch, Supplier<Verified> verification) {
    // other bits than those that choose a place in the table
    int place = (int) (tag >>> 48) & (PLACES - 1);
    Flight mine = new Flight(token, epoch);
    Flight there = places.compareAndExchange(place, null, mine);
    if (there == null) {
      return lead(place, mine, verification);
    }
    if (there.epoch == epoch && text.same(there.token, token)) {
      Verified found = there.await();
      if (found != null) {
        return found;
      }
    }
    return verification.get();
  }

  private Verified lead(int place, Flight mine, Supplier<Verified> verification) {
    try {
      Verified found = verification.get();
      mine.landed.complete(found);
      return found;
    } catch (RuntimeException | Error e) {
      mine.landed.completeExceptionally(e);
      throw e;
    } finally {
      places.set(place, null);
    }
  }
}
