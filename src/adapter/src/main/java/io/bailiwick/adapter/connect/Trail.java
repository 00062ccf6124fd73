package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.route.Route;
import io.bailiwick.adapter.route.RouteMatch;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.TokenRejected;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one decision while it is made, and told to the listener when it is. Not
 * thread-safe.
 */
final class Trail {
  private static final System.Logger LOG = System.getLogger(ConnectGate.class.getName());

  private final DecisionListener listener;
  private final String method;
  private Optional<String> route = Optional.empty();
  private @Nullable Caller caller;

  Trail(DecisionListener listener, String method) {
    this.listener = listener;
    this.method = method;
  }

  void matched(Optional<RouteMatch> match) {
    route = match.flatMap(RouteMatch::route).map(Route::pattern);
  }

  void toAgent() {
    route = Optional.of("/agents/{agents}/{key...}");
  }

  void verified(Caller verified) {
    caller = verified;
  }

  void admit() {
    tell(Optional.empty(), Optional.empty());
  }

  Refused refuse(Refusal refusal, Throwable cause) {
    tell(
        Optional.of(refusal),
        cause instanceof TokenRejected rejected
            ? Optional.of(rejected.reason())
            : Optional.empty());
    return new Refused(refusal);
  }

  private void tell(Optional<Refusal> refusal, Optional<TokenRejected.Reason> rejected) {
    Optional<Caller> who = Optional.ofNullable(caller);
    try {
      listener.decided(
          new Decision(
              method,
              route,
              who.map(Caller::subject),
              who.flatMap(known -> known.identity().clientId()),
              refusal.map(Refusal::code),
              rejected,
              refusal.flatMap(Refusal::incident)));
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING, "A decision listener failed, incident " + Incident.log(e));
    }
  }
}
