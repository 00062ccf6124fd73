package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.limit.ClientAddress;
import io.bailiwick.adapter.route.RouteMatch;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.Visibility;
import java.util.Optional;

/**
 * A request that may pass: proof that a {@link ConnectGate} has decided so, since only a gate makes
 * one. Immutable.
 */
public final class Admission {
  private final ConnectGate by;
  private final Optional<Caller> verified;
  private final RouteMatch match;
  private final Optional<Visibility> visibility;

  /**
   * @param verified who was verified for the request, on a public route too
   */
  Admission(
      ConnectGate by,
      Optional<Caller> verified,
      RouteMatch match,
      Optional<Visibility> visibility) {
    this.by = by;
    this.verified = verified;
    this.match = match;
    this.visibility = visibility;
  }

  /** Who asks; empty on a public route, where no credential is looked at. */
  public Optional<Caller> caller() {
    return match.isPublic() ? Optional.empty() : verified;
  }

  /**
   * The caller of a route that is not public.
   *
   * @throws IllegalStateException on a public route
   */
  public Caller requireCaller() {
    return caller().orElseThrow(() -> new IllegalStateException("A public route has no caller"));
  }

  /**
   * On a route that names an agent, the request as a connection to it that lasts no longer: for
   * hooks that run for requests too. It was decided by what the route requires, which may be less
   * than a lasting connection takes. Empty on any other route, and on a public one.
   */
  public Optional<AgentConnection> connection() {
    return match
        .resource()
        .filter(one -> one.family().equals(AgentPath.FAMILY))
        .flatMap(
            one ->
                caller()
                    .map(
                        who ->
                            new AgentConnection(
                                who,
                                new AgentPath(one.id(), one.key()),
                                Optional.empty(),
                                ClientAddress.UNKNOWN)));
  }

  /** What the route map found. */
  public RouteMatch match() {
    return match;
  }

  /** On a listing, what it may show. */
  public Optional<Visibility> visibility() {
    return visibility;
  }

  /** Whom that gate has verified, and no other's. */
  Optional<Caller> verifiedBy(ConnectGate gate) {
    if (by != gate) {
      throw new IllegalArgumentException("Another gate has admitted that");
    }
    return verified;
  }

  @Override
  public String toString() {
    return "Admission[" + caller() + ", " + match + ", " + visibility + "]";
  }
}
