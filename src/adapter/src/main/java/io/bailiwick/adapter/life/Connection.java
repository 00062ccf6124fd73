package io.bailiwick.adapter.life;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One live connection, whatever the transport: who has it, to which agent, until when, and what is
 * allowed on it now. Every action, publish and subscribe asks it, and an answer is good for the
 * moment of asking: tokens expire, scopes shrink and sessions end, and what was allowed just before
 * is not called back. Made by a {@link ConnectionRegistry} only. Thread-safe; to ask it takes no
 * lock.
 *
 * <p>Its issuer, subject, client, actors, agent binding and proof key stay the same for all its
 * life; token, session, scopes and expiry are those of the newest token that it was {@linkplain
 * #refresh refreshed} with. Once it has ended nothing brings it back.
 */
public final class Connection {
  private final LiveConnections live;
  private final String id;
  private final long sequence;
  private final Instant since;
  private final AgentPath agent;
  private final Life life;

  private volatile AgentConnection current;
  private volatile boolean ended;
  private volatile @Nullable Refusal how;
  // under the lock of all that are live
  private @Nullable Peer peer;
  private boolean announced;

  Connection(LiveConnections live, String id, long sequence, AgentConnection admitted) {
    this.live = live;
    this.id = id;
    this.sequence = sequence;
    this.since = live.clock().instant();
    this.agent = admitted.agent();
    this.current = admitted;
    this.life = new Life(this, live.lifetime(), since, admitted.expiresAt());
  }

  /** Tells it from all others, of this and other processes; it says nothing and opens nothing. */
  public String id() {
    return id;
  }

  /** Who has it, by the token that it has now. */
  public Caller caller() {
    return current.caller();
  }

  /** Who has it, whatever the token: always the same. */
  public Caller.Identity identity() {
    return current.identity();
  }

  /** The agent instance that it leads to. */
  public AgentPath agent() {
    return agent;
  }

  /** What the gate has let in at last; to renew by. */
  public AgentConnection admitted() {
    return current;
  }

  public Instant since() {
    return since;
  }

  /**
   * Until when something may be allowed on it: the token's expiry, or the end of its longest life.
   * It is closed then, or where a refresh would help, after the time of grace. It may be over
   * earlier: see {@link #timeLeft}.
   */
  public Instant expiresAt() {
    return life.expiresAt();
  }

  /**
   * How long something is still allowed on it if nothing happens; zero where nothing is, because it
   * has ended, its token has expired, or it is not known whether that was revoked.
   */
  public Duration timeLeft() {
    Duration left = Duration.between(live.clock().instant(), expiresAt());
    return left.isNegative() || !isLive() ? Duration.ZERO : left;
  }

  /**
   * Whether it has not ended. In its time of grace it has not, nor while it waits for a newer
   * token, but nothing is allowed on it then.
   */
  public boolean isOpen() {
    return !ended;
  }

  /** What it was ended with; empty where it has not ended, or its peer has left. */
  public Optional<Refusal> endedWith() {
    return ended ? Optional.ofNullable(how) : Optional.empty();
  }

  /** Whether it is open, its token stands, and that allows it, by scope and binding. */
  public boolean can(Scope required) {
    return isLive() && caller().can(required);
  }

  /** Whether that action is allowed now on the very agent instance that it leads to. */
  public boolean can(String action) {
    return isLive() && caller().can(agent, action);
  }

  /**
   * @throws Refused unless {@link #can(Scope)}: with what it has ended with, as expired, or for
   *     what is missing
   */
  public void require(Scope required) {
    requireLive();
    if (!caller().can(required)) {
      throw denied(required);
    }
  }

  /**
   * @throws Refused unless {@link #can(String)}, as {@link #require(Scope)} does
   */
  public void require(String action) {
    requireLive();
    if (!caller().can(agent, action)) {
      throw denied(Scope.of(AgentPath.FAMILY, agent.name(), action));
    }
  }

  /**
   * @throws Refused where it has ended, with what it was ended with; as expired, where it waits for
   *     a newer token
   */
  public void requireLive() {
    if (ended) {
      throw new Refused(endedWith().orElseGet(() -> Refusal.of(Refusal.Code.GOING_AWAY)));
    }
    if (!isLive()) {
      throw new Refused(AgentConnection.expiry());
    }
  }

  /**
   * Opens it towards its peer: from now on it is in lists. To be called once, within fifteen
   * seconds of its registration.
   *
   * @throws Refused where it has ended meanwhile, say since it was revoked: then the peer is to be
   *     refused so, and was told nothing
   * @throws IllegalStateException where it is open already
   */
  public void open(Peer other) {
    live.open(this, other);
  }

  /**
   * Goes on with a newer token, as the gate has let it in: of the same issuer, subject, client,
   * actors, agent binding and proof key, issued no earlier than the one it has and not that one. Of
   * a ticket's token that is said of the one that the ticket was minted with. Scopes may be more or
   * fewer. The connection stays what it is, its expiry moves.
   *
   * @throws Refused where the token is not such a one, has expired or is revoked, or where the
   *     connection has ended. A connection that is open then goes on as it was; only where the
   *     token is revoked at the very moment at which it is taken does the connection end with it
   */
  public void refresh(AgentConnection renewed) {
    live.refresh(this, renewed);
  }

  /**
   * Ends it: when this returns nothing is allowed on it. The peer is told after that, by another
   * thread. Does nothing where it has ended.
   */
  public void close(Refusal with) {
    live.end(this, with);
  }

  /** Its peer has gone: it ends and nobody is told but the listener. Nothing where it has ended. */
  public void left() {
    live.end(this, null);
  }

  /** Neither whose it is nor anything of a token. */
  @Override
  public String toString() {
    return "Connection[" + id + (ended ? ", ended" : "") + "]";
  }

  long sequence() {
    return sequence;
  }

  Life life() {
    return life;
  }

  /** The timer says that something may be to do. */
  void come() {
    live.due(this);
  }

  /** Whether anything may be allowed on it now. */
  private boolean isLive() {
    return !ended && life.stands(live.clock().instant());
  }

  private Refused denied(Scope required) {
    return new Refused(
        caller().scopes().covers(required)
            ? Refusal.of(Refusal.Code.FORBIDDEN)
            : Refusal.insufficient(List.of(required.text())));
  }

  // the rest is LiveConnections', under its lock

  @Nullable Peer peer() {
    return peer;
  }

  void open(Peer other, Instant now) {
    peer = other;
    life.opened(now);
  }

  /** The listener has heard of its opening. */
  void announce() {
    announced = true;
  }

  boolean isAnnounced() {
    return announced;
  }

  void renew(AgentConnection renewed, Instant now) {
    current = renewed;
    life.renewed(renewed.expiresAt(), now);
  }

  /** The reason comes before the fact: who sees the one sees the other. */
  void end(@Nullable Refusal with) {
    how = with;
    ended = true;
  }
}
