package io.bailiwick.adapter.life;

import io.bailiwick.adapter.token.Caller;
import java.time.Instant;
import java.util.Optional;

/**
 * Which connections are meant: those that are all of what is said. Nothing said: all of them.
 *
 * @param session the token's {@code sid}
 * @param token the {@code jti} of the token that the connection has now, or of the one that its
 *     ticket was minted with
 * @param client the client that the token was issued to ({@code azp})
 * @param agent an agent's name, whatever the instance
 * @param issuedUpTo whose token was issued then or before ({@code iat <= T}), or was the one that
 *     its ticket was minted with
 */
public record ConnectionFilter(
    Optional<String> issuer,
    Optional<String> subject,
    Optional<String> session,
    Optional<String> token,
    Optional<String> client,
    Optional<String> agent,
    Optional<Instant> issuedUpTo) {

  private static final ConnectionFilter ALL =
      new ConnectionFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public static ConnectionFilter all() {
    return ALL;
  }

  public ConnectionFilter issuer(String is) {
    return new ConnectionFilter(
        Optional.of(is), subject, session, token, client, agent, issuedUpTo);
  }

  public ConnectionFilter subject(String is) {
    return new ConnectionFilter(issuer, Optional.of(is), session, token, client, agent, issuedUpTo);
  }

  public ConnectionFilter session(String is) {
    return new ConnectionFilter(issuer, subject, Optional.of(is), token, client, agent, issuedUpTo);
  }

  public ConnectionFilter token(String is) {
    return new ConnectionFilter(
        issuer, subject, session, Optional.of(is), client, agent, issuedUpTo);
  }

  public ConnectionFilter client(String is) {
    return new ConnectionFilter(
        issuer, subject, session, token, Optional.of(is), agent, issuedUpTo);
  }

  public ConnectionFilter agent(String is) {
    return new ConnectionFilter(
        issuer, subject, session, token, client, Optional.of(is), issuedUpTo);
  }

  public ConnectionFilter issuedUpTo(Instant is) {
    return new ConnectionFilter(issuer, subject, session, token, client, agent, Optional.of(is));
  }

  /** Whether that one is meant. */
  public boolean matches(Connection connection) {
    Caller caller = connection.caller();
    return is(issuer, Optional.of(caller.issuer()))
        && is(subject, Optional.of(caller.subject()))
        && is(session, caller.sessionId())
        && (token.isEmpty() || caller.hasTokenId(token.get()))
        && is(client, caller.identity().clientId())
        && is(agent, Optional.of(connection.agent().name()))
        && (issuedUpTo.isEmpty() || caller.isIssuedBy(issuedUpTo.get().getEpochSecond()));
  }

  private static boolean is(Optional<String> wanted, Optional<String> has) {
    return wanted.isEmpty() || wanted.equals(has);
  }

  /** What is asked for; not whose. */
  @Override
  public String toString() {
    return "ConnectionFilter["
        + (issuer.isPresent() ? " issuer" : "")
        + (subject.isPresent() ? " subject" : "")
        + (session.isPresent() ? " session" : "")
        + (token.isPresent() ? " token" : "")
        + (client.isPresent() ? " client" : "")
        + (agent.isPresent() ? " agent" : "")
        + (issuedUpTo.isPresent() ? " issuedUpTo" : "")
        + " ]";
  }
}
