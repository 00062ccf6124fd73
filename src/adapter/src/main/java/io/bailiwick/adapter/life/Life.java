package io.bailiwick.adapter.life;

import java.time.Duration;
import java.time.Instant;

/**
 * When what happens to one connection: it must be opened, a newer token is asked for, it ends. Read
 * by anyone; changed under the registry's lock.
 */
final class Life extends Deadlines.Deadline {
  private static final Duration OPENING = Duration.ofSeconds(15);

  private final Connection connection;
  private final Lifetime rules;
  private final Instant opensUntil;
  private final Instant longest;

  private volatile Instant expiresAt;
  private volatile boolean unknown;
  private Instant asksAt;
  private Instant endsAt;
  private boolean opened;
  private boolean asked;

  /** What is to be done now. */
  enum Step {
    WAIT,
    ASK,
    END,
    NEVER_OPENED
  }

  Life(Connection connection, Lifetime rules, Instant since, Instant tokenExpires) {
    this.connection = connection;
    this.rules = rules;
    this.opensUntil = since.plus(OPENING);
    this.longest = rules.longest().map(since::plus).orElse(Instant.MAX);
    this.expiresAt = min(tokenExpires, longest);
    this.endsAt = end(tokenExpires);
    this.asksAt = asks(since);
  }

  Instant expiresAt() {
    return expiresAt;
  }

  boolean stands(Instant now) {
    return !unknown && now.isBefore(expiresAt);
  }

  void opened(Instant now) {
    opened = true;
    asksAt = asks(now);
  }

  boolean isOpened() {
    return opened;
  }

  void renewed(Instant tokenExpires, Instant now) {
    expiresAt = min(tokenExpires, longest);
    endsAt = end(tokenExpires);
    asked = false;
    asksAt = asks(now);
    unknown = false;
  }

  /** Whether the token stands is not known any more: it waits for a newer one, for a while. */
  void unknown(Instant now) {
    unknown = true;
    asked = false;
    asksAt = now;
    endsAt = min(endsAt, now.plus(rules.grace()));
  }

  /** What is to be done; what is asked for is so once. */
  Step step(Instant now) {
    if (!now.isBefore(endsAt)) {
      return Step.END;
    }
    if (!opened) {
      return now.isBefore(opensUntil) ? Step.WAIT : Step.NEVER_OPENED;
    }
    if (!asked && !now.isBefore(asksAt)) {
      asked = true;
      return Step.ASK;
    }
    return Step.WAIT;
  }

  /** When to look again, in milliseconds of the epoch: the instant itself, or just after. */
  long due() {
    Instant next = endsAt;
    if (!opened) {
      next = min(next, opensUntil);
    } else if (!asked) {
      next = min(next, asksAt);
    }
    return next.plusNanos(999_999).toEpochMilli();
  }

  /** A refresh helps against a token's expiry, and not against the end of the longest life. */
  private Instant end(Instant tokenExpires) {
    return min(tokenExpires.plus(rules.grace()), longest);
  }

  private Instant asks(Instant now) {
    if (!expiresAt.isBefore(longest)) {
      return Instant.MAX;
    }
    Duration left = Duration.between(now, expiresAt);
    Duration ahead = rules.askAhead();
    return expiresAt.minus(ahead.compareTo(left.dividedBy(2)) < 0 ? ahead : left.dividedBy(2));
  }

  private static Instant min(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  @Override
  void come() {
    connection.come();
  }
}
