package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.route.RouteMatch;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.Visibility;
import java.util.Optional;

/**
 * A request that may pass. Immutable.
 *
 * @param caller who asks; empty on a public route, where no credential is looked at
 * @param match what the route map found
 * @param visibility on a listing, what it may show
 */
public record Admission(
    Optional<Caller> caller, RouteMatch match, Optional<Visibility> visibility) {

  /**
   * The caller of a route that is not public.
   *
   * @throws IllegalStateException on a public route
   */
  public Caller requireCaller() {
    return caller.orElseThrow(() -> new IllegalStateException("A public route has no caller"));
  }
}
