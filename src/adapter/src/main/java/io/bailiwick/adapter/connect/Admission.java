package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.route.RouteMatch;
import io.bailiwick.adapter.token.Caller;
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
