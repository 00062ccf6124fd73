package io.bailiwick.adapter.life;

import io.bailiwick.adapter.token.AuthMethod;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.RevocationCheck;
import io.bailiwick.adapter.token.TokenRejected;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What has been revoked, remembered for as long as a token that it concerns may live. To be given
 * to the verifier, which then refuses those tokens, remembered ones too, and to the registry, which
 * ends the connections that they opened; who learns of a revocation, be it from a feed, a logout
 * token or an administrator, tells it here and nowhere else. Thread-safe.
 *
 * <p>Within bounds, and closed where they are reached. A token that lives longer than was said is
 * refused, as {@link TokenRejected.Reason#LIVES_TOO_LONG}: so whatever had been issued when
 * something was revoked has expired before that is forgotten. Where there is no room, what was
 * forgotten is not taken for never revoked: a token issued no later than that is refused as {@link
 * TokenRejected.Reason#TOO_OLD}, and a fresh one will do.
 *
 * <p>A token that came of a ticket is looked at twice, as itself and as the token that the ticket
 * was minted with: what is revoked is meant for both.
 */
public final class Revocations implements RevocationCheck {
  /** How many are remembered, unless told. */
  public static final int CAPACITY = 100_000;

  /** By how much an issuer's clock may be ahead, as the verifier has it for {@code iat}. */
  private static final Duration LEEWAY = Duration.ofSeconds(10);

  private static final long WHENEVER = Long.MAX_VALUE;

  private final Clock clock;
  private final Duration longestTokenLife;
  private final Duration memory;
  private final int capacity;
  private final List<RevocationListener> listeners = new CopyOnWriteArrayList<>();
  private final List<RevocationCheck> asked = new CopyOnWriteArrayList<>();
  private final Map<Subject, Long> upTo = new ConcurrentHashMap<>();

  /** The eldest first. Under the lock, as every change is. */
  private final LinkedHashMap<Subject, Remembered> order = new LinkedHashMap<>();

  /** Of every issuer; and of some, later ones. They only rise. */
  private volatile long unknownUpTo = Long.MIN_VALUE;

  private final Map<String, Long> unknownOf = new ConcurrentHashMap<>();

  /** Who or what is revoked. */
  private record Subject(String issuer, Revocation.Kind kind, String value) {}

  /**
   * @param safeUpTo no token that it concerns was issued later than that, in seconds
   */
  private record Remembered(long safeUpTo, Instant since) {}

  private Revocations(Clock clock, Duration longestTokenLife, int capacity) {
    this.clock = clock;
    this.longestTokenLife = longestTokenLife;
    this.memory = longestTokenLife.plus(LEEWAY);
    this.capacity = capacity;
  }

  /**
   * Remembers {@value #CAPACITY}.
   *
   * @param clock the one that the verifier goes by
   * @param longestTokenLife of the access tokens that may come here, from {@code iat} to {@code
   *     exp}; one that lives longer is refused
   */
  public static Revocations of(Clock clock, Duration longestTokenLife) {
    return of(clock, longestTokenLife, CAPACITY);
  }

  /**
   * @throws IllegalArgumentException where the life or the capacity is not positive
   */
  public static Revocations of(Clock clock, Duration longestTokenLife, int capacity) {
    if (longestTokenLife.isNegative() || longestTokenLife.isZero() || capacity <= 0) {
      throw new IllegalArgumentException("A token's life, and the room for revocations, is some");
    }
    return new Revocations(clock, longestTokenLife, capacity);
  }

  /**
   * Remembers it, and then tells every listener, on this thread: when this returns, no admission
   * and no refresh takes such a token any more, and every connection that one had opened has ended.
   * What is said to concern the future concerns what has been issued by now.
   */
  public void revoke(Revocation revocation) {
    remember(revocation);
    listeners.forEach(each -> Calls.quietly(() -> each.revoked(revocation)));
  }

  /**
   * It is not known what was revoked until now, say since this service was not there: tokens issued
   * up to then are refused as too old, and connections that have one must bring a fresh one within
   * their time of grace.
   */
  public void unknownUpTo(Instant issuedUpTo) {
    long last = Math.min(issuedUpTo.getEpochSecond(), latest());
    synchronized (order) {
      forgotten(last);
    }
    tellUnknown(Optional.empty(), last);
  }

  /** As {@link #unknownUpTo(Instant)}, for the tokens of one issuer. */
  public void unknownUpTo(String issuer, Instant issuedUpTo) {
    long last = Math.min(issuedUpTo.getEpochSecond(), latest());
    unknownOf.merge(issuer, last, Math::max);
    tellUnknown(Optional.of(issuer), last);
  }

  private void tellUnknown(Optional<String> issuer, long last) {
    Instant issuedUpTo = Instant.ofEpochSecond(last);
    listeners.forEach(each -> Calls.quietly(() -> each.unknown(issuer, issuedUpTo)));
  }

  /** Tells that one, too, of what is revoked from now on. */
  public void listen(RevocationListener listener) {
    listeners.add(listener);
  }

  /** Tells that one no more. */
  public void unlisten(RevocationListener listener) {
    listeners.remove(listener);
  }

  /**
   * Asks that one, too, whenever a token is to be let in: a feed, say, without which it is not
   * known what has been revoked. Connections that are open don't depend on it.
   */
  public void ask(RevocationCheck also) {
    asked.add(also);
  }

  @Override
  public void check(Caller caller) {
    checkRemembered(caller);
    for (RevocationCheck each : asked) {
      each.check(caller);
    }
  }

  @Override
  public List<String> loosened() {
    return asked.stream().flatMap(each -> each.loosened().stream()).toList();
  }

  /** By what is remembered here alone. */
  void checkRemembered(Caller caller) {
    if (isRevoked(caller)) {
      throw new TokenRejected(TokenRejected.Reason.REVOKED);
    }
    if (livesTooLong(caller)) {
      throw new TokenRejected(TokenRejected.Reason.LIVES_TOO_LONG);
    }
    // after the revoked: whoever forgets one raises this first
    if (caller.isIssuedBy(unknownUpTo)
        || caller.isIssuedBy(unknownOf.getOrDefault(caller.issuer(), Long.MIN_VALUE))) {
      throw new TokenRejected(TokenRejected.Reason.TOO_OLD);
    }
  }

  /** How many are remembered. */
  public int size() {
    synchronized (order) {
      return order.size();
    }
  }

  /** How many there is room for. */
  public int capacity() {
    return capacity;
  }

  /** The development key is no token: whoever comes with it has it anew each time. */
  private boolean livesTooLong(Caller caller) {
    return caller.authMethod() != AuthMethod.SECURITY_KEY
        && caller.expiresAt().isAfter(caller.originallyIssuedAt().plus(longestTokenLife));
  }

  private boolean isRevoked(Caller caller) {
    if (upTo.isEmpty()) {
      return false;
    }
    return covers(caller, Revocation.Kind.SUBJECT, caller.subject())
        || covers(caller, Revocation.Kind.SESSION, caller.sessionId().orElse(null))
        || covers(caller, Revocation.Kind.TOKEN, caller.tokenId().orElse(null))
        || covers(caller, Revocation.Kind.TOKEN, caller.originalTokenId().orElse(null))
        || covers(caller, Revocation.Kind.CLIENT, caller.identity().clientId().orElse(null))
        || covers(caller, Revocation.Kind.EVERYTHING, "");
  }

  private boolean covers(Caller caller, Revocation.Kind kind, @Nullable String value) {
    if (value == null) {
      return false;
    }
    Long last = upTo.get(new Subject(caller.issuer(), kind, value));
    return last != null && caller.isIssuedBy(last);
  }

  private void remember(Revocation revocation) {
    Subject subject = new Subject(revocation.issuer(), revocation.kind(), revocation.value());
    synchronized (order) {
      Instant now = clock.instant();
      forgetExpired(now);
      long last =
          revocation
              .issuedUpTo()
              .map(time -> Math.min(time.getEpochSecond(), latest()))
              .orElse(WHENEVER);
      Long before = upTo.get(subject);
      if (before != null) {
        last = Math.max(before, last);
      }
      // to the end, where it was there before
      order.remove(subject);
      while (order.size() >= capacity) {
        forgetEldest();
      }
      upTo.put(subject, last);
      order.put(subject, new Remembered(Math.min(last, latest()), now));
    }
  }

  private void forgetExpired(Instant now) {
    while (!order.isEmpty()) {
      Remembered eldest = order.values().iterator().next();
      if (now.isBefore(eldest.since().plus(memory))) {
        return;
      }
      forgetEldest();
    }
  }

  private void forgetEldest() {
    Iterator<Map.Entry<Subject, Remembered>> entries = order.entrySet().iterator();
    Map.Entry<Subject, Remembered> eldest = entries.next();
    forgotten(eldest.getValue().safeUpTo());
    upTo.remove(eldest.getKey());
    entries.remove();
  }

  private void forgotten(long issuedUpTo) {
    unknownUpTo = Math.max(unknownUpTo, issuedUpTo);
  }

  /** No token that is here now was issued later. */
  private long latest() {
    return clock.instant().plus(LEEWAY).getEpochSecond();
  }
}
