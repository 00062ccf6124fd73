package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.limit.AttemptLimits;
import io.bailiwick.adapter.limit.ClientAddress;
import io.bailiwick.adapter.limit.Limit;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.TokenRejected;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The limits in the gate's words: whose attempt something is, what counts as a failure, and the
 * refusal of what is too often. Thread-safe.
 */
final class Attempts {
  /** One of the two things that are counted, by whom. */
  enum Kind {
    CONNECTION(
        Limit.CONNECTIONS_OF_CALLER,
        Limit.CONNECTIONS_OF_ADDRESS,
        Limit.CONNECTIONS_OF_CALLER_TO_AGENT,
        Limit.CONNECTIONS_TO_AGENT),
    REQUEST(
        Limit.REQUESTS_OF_CALLER,
        Limit.REQUESTS_OF_ADDRESS,
        Limit.REQUESTS_OF_CALLER_TO_AGENT,
        Limit.REQUESTS_TO_AGENT);

    private final Limit ofCaller;
    private final Limit ofAddress;
    private final Limit ofCallerToAgent;
    private final Limit toAgent;

    Kind(Limit ofCaller, Limit ofAddress, Limit ofCallerToAgent, Limit toAgent) {
      this.ofCaller = ofCaller;
      this.ofAddress = ofAddress;
      this.ofCallerToAgent = ofCallerToAgent;
      this.toAgent = toAgent;
    }
  }

  private final AttemptLimits limits;

  Attempts(AttemptLimits limits) {
    this.limits = limits;
  }

  /**
   * Of a caller that was verified, whatever comes of it.
   *
   * @throws Refused where there were too many
   */
  void count(Kind kind, Caller caller, Supplier<ClientAddress> from) {
    if (limits.holds(kind.ofCaller)) {
      take(kind.ofCaller, List.of(caller.issuer(), caller.subject()));
    }
    if (limits.holds(kind.ofAddress)) {
      take(kind.ofAddress, List.of(from.get().key()));
    }
  }

  /**
   * Of a caller that may reach the agent: nobody else uses up what others may have of it.
   *
   * @throws Refused where there were too many
   */
  void countTo(Kind kind, Caller caller, String agent) {
    if (limits.holds(kind.ofCallerToAgent)) {
      take(kind.ofCallerToAgent, List.of(caller.issuer(), caller.subject(), agent));
    }
    if (limits.holds(kind.toAgent)) {
      take(kind.toAgent, List.of(agent));
    }
  }

  /** Whether anybody is asked and waited for on behalf of what comes from there. */
  boolean trusts(ClientAddress from) {
    return tooManyFailures(from).isEmpty();
  }

  /**
   * @throws Refused unless {@link #trusts}
   */
  void requireTrust(ClientAddress from) {
    tooManyFailures(from)
        .ifPresent(
            after -> {
              limits.refused(Limit.FAILURES_OF_ADDRESS);
              throw tooOften(after);
            });
  }

  /** Counts what was refused where it is a failure, and how it is answered: as too often, maybe. */
  Refusal refused(Supplier<ClientAddress> from, RuntimeException cause, Refusal refusal) {
    return isFailure(cause, refusal) ? failed(from.get(), refusal) : refusal;
  }

  /** Counts a failure, and how it is answered. */
  Refusal failed(ClientAddress from, Refusal refusal) {
    return limits
        .take(Limit.FAILURES_OF_ADDRESS, List.of(from.key()))
        .map(Refusal::rateLimited)
        .orElse(refusal);
  }

  private Optional<Duration> tooManyFailures(ClientAddress from) {
    return limits.look(Limit.FAILURES_OF_ADDRESS, List.of(from.key()));
  }

  private void take(Limit limit, List<String> who) {
    limits
        .take(limit, who)
        .ifPresent(
            after -> {
              throw tooOften(after);
            });
  }

  private static Refused tooOften(Duration after) {
    return new Refused(Refusal.rateLimited(after));
  }

  /** What nobody vouches for; not what an issuer has signed that is too late or for another. */
  private static boolean isFailure(RuntimeException cause, Refusal refusal) {
    if (!(cause instanceof TokenRejected rejected)) {
      return refusal.code() == Refusal.Code.INVALID_TOKEN;
    }
    return switch (rejected.reason()) {
      case EXPIRED,
          TOO_OLD,
          NOT_YET_VALID,
          REVOKED,
          WRONG_AUDIENCE,
          NONCE_REQUIRED,
          TOO_MANY_PROOFS ->
          false;
      default -> true;
    };
  }
}
