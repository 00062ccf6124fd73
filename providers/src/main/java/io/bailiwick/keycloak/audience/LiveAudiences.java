package io.bailiwick.keycloak.audience;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * To which agent services tokens were issued that may still live, by session, person and client:
 * one entry each for every {@link #SPAN} in which such a token ends, in Keycloak's single-use
 * objects, which are the cluster's and forget by themselves. It is written before the token leaves,
 * at once and not with the transaction, and what this node has written it doesn't write again.
 * Thread-safe.
 */
public final class LiveAudiences {
  /** How exactly the end of tokens is kept; longer-lived ones cost no more entries. */
  static final Duration SPAN = Duration.ofHours(2);

  /** Tokens that live longer aren't told apart by whose they are. */
  static final Duration LONGEST = Duration.ofHours(12);

  private static final String PREFIX = "bailiwick.issued.";
  private static final String BEGUN = PREFIX + "begun";
  private static final String BORN = PREFIX + "born.";
  private static final String SINCE = "since";
  private static final String LONG = "long";
  private static final Duration EVER = Duration.ofDays(3_650);
  private static final int REMEMBERED = 50_000;

  private static final LiveAudiences OF_THIS_SERVER = new LiveAudiences(Clock.systemUTC());

  private final Clock clock;
  private final ConcurrentMap<String, Boolean> written = new ConcurrentHashMap<>();

  LiveAudiences(Clock clock) {
    this.clock = clock;
  }

  /** The one of this server. */
  public static LiveAudiences ofThisServer() {
    return OF_THIS_SERVER;
  }

  /** What of a token a revocation may name. */
  public enum By {
    SID,
    SUB,
    AZP
  }

  /**
   * A token is about to be issued.
   *
   * @param service the internal id of the agent service
   * @param names its session, person and client, as far as it has them
   * @param expires in seconds since 1970
   */
  public void issued(
      SingleUseObjectProvider objects, String service, Map<By, String> names, long expires) {
    long now = clock.instant().getEpochSecond();
    // no end at all is beyond every end
    if (expires <= 0 || expires - now > LONGEST.toSeconds()) {
      write(objects, PREFIX + service + "." + LONG, EVER.toSeconds());
      return;
    }
    long span = expires / SPAN.toSeconds();
    names.forEach(
        (by, name) ->
            write(objects, key(service, by, name, span), (span + 1) * SPAN.toSeconds() - now));
  }

  private void write(SingleUseObjectProvider objects, String key, long seconds) {
    if (written.containsKey(key)) {
      return;
    }
    objects.putIfAbsent(key, Math.max(1, seconds));
    if (written.size() >= REMEMBERED) {
      written.clear();
    }
    written.put(key, Boolean.TRUE);
  }

  private static String key(String service, By by, String name, long span) {
    return PREFIX + service + "." + by + "." + span + "." + name;
  }

  /** Whether a token of that session, person or client may live at the service. */
  public boolean mayLive(SingleUseObjectProvider objects, String service, By by, String name) {
    if (objects.contains(PREFIX + service + "." + LONG)) {
      return true;
    }
    long now = clock.instant().getEpochSecond();
    long last = (now + LONGEST.toSeconds()) / SPAN.toSeconds();
    for (long span = now / SPAN.toSeconds(); span <= last; span++) {
      if (objects.contains(key(service, by, name, span))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The server has started: what was issued from now on is known, and what was before may not be.
   */
  public void begin(SingleUseObjectProvider objects) {
    if (objects.get(BEGUN) == null) {
      objects.put(
          BEGUN, EVER.toSeconds(), Map.of(SINCE, String.valueOf(clock.instant().getEpochSecond())));
    }
  }

  /** A realm is made: nothing was issued there before. */
  public void born(SingleUseObjectProvider objects, String realm) {
    objects.putIfAbsent(BORN + realm, EVER.toSeconds());
  }

  /** Since when all that was issued in a realm is known, in seconds since 1970; empty: unknown. */
  public Optional<Long> since(SingleUseObjectProvider objects, String realm) {
    if (objects.contains(BORN + realm)) {
      return Optional.of(0L);
    }
    @Nullable Map<String, String> begun = objects.get(BEGUN);
    return Optional.ofNullable(begun).map(notes -> notes.get(SINCE)).map(Long::valueOf);
  }
}
