package io.bailiwick.adapter.limit;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is counted, and of whom. A connection is counted when it is opened, and when it goes on with
 * a newer token; a request each time that one with a credential is decided. All but the failures
 * count verified callers only.
 */
public enum Limit {
  /**
   * Credentials that came from an address and that nobody vouches for: 600 a minute unless told.
   * See {@link AttemptLimits} for what a failure is, and whom it never keeps out.
   */
  FAILURES_OF_ADDRESS(Rate.perMinute(600)),

  /** Of one issuer's subject, whatever client and agent: 600 a minute unless told. */
  CONNECTIONS_OF_CALLER(Rate.perMinute(600)),

  /** Of one issuer's subject to one agent; not limited unless told. */
  CONNECTIONS_OF_CALLER_TO_AGENT(null),

  /** To one agent, all its instances, of those who may: 20,000 a minute unless told. */
  CONNECTIONS_TO_AGENT(Rate.perMinute(20_000)),

  /** Of all verified callers of one address: 20,000 a minute unless told. */
  CONNECTIONS_OF_ADDRESS(Rate.perMinute(20_000)),

  /** Of one issuer's subject, whatever client and route; not limited unless told. */
  REQUESTS_OF_CALLER(null),

  /** Of one issuer's subject about one agent; not limited unless told. */
  REQUESTS_OF_CALLER_TO_AGENT(null),

  /** About one agent, of those who may; not limited unless told. */
  REQUESTS_TO_AGENT(null),

  /** Of all verified callers of one address; not limited unless told. */
  REQUESTS_OF_ADDRESS(null);

  private final @Nullable Rate standard;

  Limit(@Nullable Rate standard) {
    this.standard = standard;
  }

  /** What holds unless told otherwise; empty where nothing does. */
  public Optional<Rate> standard() {
    return Optional.ofNullable(standard);
  }

  /** As measurements and the start name it: {@code connections_of_caller}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
