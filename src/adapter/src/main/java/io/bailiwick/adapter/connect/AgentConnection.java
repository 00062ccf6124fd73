package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.limit.ClientAddress;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A live connection: its caller, the agent it leads to, its hard expiry. Immutable; only a {@link
 * ConnectGate} opens one.
 *
 * <p>It belongs to its caller's {@linkplain Caller.Identity identity} (issuer, subject, client),
 * not to a token's bytes. The binding closes it at {@link #expiresAt()}, with {@link #expiry()}.
 */
public final class AgentConnection {
  private final Caller caller;
  private final AgentPath agent;
  private final Optional<String> origin;
  private final ClientAddress from;

  /**
   * @param origin of the page that opened it; what a page brings later comes from the same
   * @param from where its client was when it opened it
   */
  AgentConnection(Caller caller, AgentPath agent, Optional<String> origin, ClientAddress from) {
    this.caller = caller;
    this.agent = agent;
    this.origin = origin;
    this.from = from;
  }

  /** The same connection with a newer token. */
  AgentConnection with(Caller renewed) {
    return new AgentConnection(renewed, agent, origin, from);
  }

  ClientAddress from() {
    return from;
  }

  Optional<String> origin() {
    return origin;
  }

  public Caller caller() {
    return caller;
  }

  /** Who it belongs to. */
  public Caller.Identity identity() {
    return caller.identity();
  }

  public AgentPath agent() {
    return agent;
  }

  /** When it must be closed, at the latest. */
  public Instant expiresAt() {
    return caller.expiresAt();
  }

  /** How long it may still live; zero where it has expired. */
  public Duration timeLeft(Instant now) {
    Duration left = Duration.between(now, expiresAt());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** How it is closed when it expires: 3005, to be tried again with a fresh token. */
  public static Refusal expiry() {
    return Refusal.of(Refusal.Code.EXPIRED_TOKEN);
  }

  /** Whether that caller is the one it belongs to, whatever the token. */
  public boolean belongsTo(Caller other) {
    return identity().equals(other.identity());
  }
}
