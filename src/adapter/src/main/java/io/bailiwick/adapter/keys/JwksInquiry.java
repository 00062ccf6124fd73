package io.bailiwick.adapter.keys;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who asks for a key gets of what was read, and how long it waits for more. Who knows
 * its key waits only once that is past its age, and not while the issuer is down; who does not
 * waits for an attempt that can tell. Thread-safe.
 */
final class JwksInquiry {
  private final JwksFlights flights;
  private final Ages ages;
  private final Duration staleLimit;
  private final Duration patience;

  /**
   * @param staleLimit how long keys verify while they can't be read again
   * @param patience how long anybody waits for one attempt
   */
  JwksInquiry(JwksFlights flights, Ages ages, Duration staleLimit, Duration patience) {
    this.flights = flights;
    this.ages = ages;
    this.staleLimit = staleLimit;
    this.patience = patience;
  }

  /**
   * @return empty where the issuer certainly has no such key for that algorithm
   * @throws KeysUnavailable where that can't be told now
   */
  @SuppressWarnings("EnumOrdinal") // a place for each, within this process
  Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm) {
    // what nearly every token needs: one look at the clock, one into a map, no allocation
    LoadedKeys loaded = flights.loaded();
    if (loaded != null && loaded.verifyAt(ages.wallMillis())) {
      List<Optional<VerificationKey>> answers = loaded.keys().answers(kid);
      if (answers != null) {
        return answers.get(algorithm.ordinal());
      }
    }
    KeySet known = known();
    if (known != null && known.knows(kid)) {
      return known.find(kid, algorithm);
    }
    return ask(kid).find(kid, algorithm);
  }

  /** Whether they are too old to verify with, whatever the issuer's state. */
  boolean isStale(LoadedKeys loaded) {
    return loaded.age(ages.now()).compareTo(staleLimit) >= 0;
  }

  /** The keys that may verify now without asking anybody; null where there are none. */
  private @Nullable KeySet known() {
    LoadedKeys loaded = flights.loaded();
    if (loaded == null) {
      return null;
    }
    Ages.Moment now = ages.now();
    if (loaded.isPastMaxAge(now)) {
      Optional<JwksFlights.Boarding> boarding = boardIfPossible();
      // while the issuer is down, not every caller waits for it in vain
      if (boarding.isPresent() && flights.failure().isEmpty()) {
        boarding.get().flight().await(patience);
        loaded = Objects.requireNonNullElse(flights.loaded(), loaded);
      }
    } else if (loaded.isToBeReadAhead(now)) {
      boardIfPossible();
    }
    if (isStale(loaded)) {
      return null;
    }
    loaded.lookedAt(ages.now(), staleLimit);
    return loaded.keys();
  }

  /** Empty too where no thread can be had for it: known keys go on verifying. */
  private Optional<JwksFlights.Boarding> boardIfPossible() {
    try {
      return flights.board();
    } catch (RuntimeException | OutOfMemoryError e) {
      return Optional.empty();
    }
  }

  /** What an attempt that can tell about that key id brought. */
  private KeySet ask(Optional<String> kid) {
    if (!KeyPatience.mayWait() && flights.loaded() != null) {
      if (KeyPatience.mayAsk()) {
        boardIfPossible();
      }
      throw unavailable();
    }
    JwksFlights.Boarding first = boardIfPossible().orElseThrow(this::unavailable);
    LoadedKeys brought = awaited(first);
    if (first.begunNow() || brought.keys().knows(kid)) {
      return brought.keys();
    }
    // one that was under way may have read the keys before the key was there; none that began
    // after it can, whoever began it: all who joined the first share the second
    LoadedKeys latest = flights.loaded();
    if (latest == null || latest == brought || latest.keys().isEmpty()) {
      latest = awaited(boardIfPossible().orElseThrow(this::unavailable));
    }
    return latest.keys();
  }

  private LoadedKeys awaited(JwksFlights.Boarding boarding) {
    return boarding
        .flight()
        .await(patience)
        .filter(brought -> !brought.keys().isEmpty())
        .orElseThrow(this::unavailable);
  }

  private KeysUnavailable unavailable() {
    Duration wait = flights.untilNextTry();
    Duration least = Duration.ofSeconds(1);
    return new KeysUnavailable(
        "The issuer's keys can't be had now: "
            + flights.failure().map(KeyFailure::name).orElse("it was asked a moment ago"),
        wait.compareTo(least) < 0 ? least : wait);
  }
}
