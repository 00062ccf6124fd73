package io.bailiwick.adapter.connect;

import java.time.Duration;

/**
 * A socket whose credential is yet to come, in its first message. A binding may open the socket,
 * but nothing else: it hands the first message to {@link #open}, gives the application nothing
 * before that, and closes the socket with {@link #none} once {@link #deadline} has passed. Only a
 * {@link ConnectGate} makes one. Good for one message, and for a few where the gate's clients
 * {@linkplain ClientPreset#messages authenticate in messages}: what is refused then may be tried
 * again in time.
 */
public final class AwaitedCredential {
  private final ConnectionDecisions decisions;
  private final SocketRequest request;
  private final Duration deadline;

  AwaitedCredential(ConnectionDecisions decisions, SocketRequest request, Duration deadline) {
    this.decisions = decisions;
    this.request = request;
    this.deadline = deadline;
  }

  /** How long the first message may take, from the opening of the socket. */
  public Duration deadline() {
    return deadline;
  }

  /**
   * Decides the connection by what the first message holds. It may wait for who redeems a ticket.
   *
   * @throws Refused where it may not go on: the socket is to be closed with that
   */
  public AgentConnection open(String firstMessage) {
    return decisions.open(request, firstMessage);
  }

  /**
   * Decides that nothing came that could be a credential, in time or at all: the socket is to be
   * closed with that.
   */
  public Refusal none() {
    return decisions.refuseAwaited(request);
  }
}
