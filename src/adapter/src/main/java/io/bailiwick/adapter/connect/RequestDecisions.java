package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.limit.ClientAddress;
import io.bailiwick.adapter.route.RouteMatch;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides requests, by what their routes require. Thread-safe. */
final class RequestDecisions {
  private final GateSettings settings;
  private final CredentialFinder credentials;
  private final Attempts attempts;
  private final Authentication authentication;

  RequestDecisions(
      GateSettings settings,
      CredentialFinder credentials,
      Attempts attempts,
      Authentication authentication) {
    this.settings = settings;
    this.credentials = credentials;
    this.attempts = attempts;
    this.authentication = authentication;
  }

  /**
   * @param known whom the gate has verified for an earlier part of this very request
   * @param by whose proof the admission is
   * @throws Refused where it may not pass
   */
  Admission admit(ConnectRequest request, Optional<Caller> known, ConnectGate by) {
    Trail trail = new Trail(settings.listener(), request.method());
    try {
      Optional<RouteMatch> match = settings.routes().match(request.method(), request.rawPath());
      trail.matched(match);
      if (match.isPresent() && match.get().isPublic()) {
        trail.admit();
        return new Admission(by, known, match.get(), Optional.empty());
      }
      known.ifPresent(this::requireStanding);
      Caller caller = known.isPresent() ? known.get() : verified(request, trail);
      trail.verified(caller);
      RouteMatch route = match.orElseThrow(() -> new Refused(Refusal.of(Refusal.Code.FORBIDDEN)));
      new Access(caller, settings.hiddenUnless()).require(route);
      if (known.isEmpty()) {
        route.resource().ifPresent(reached -> countTo(caller, reached));
      }
      Admission admission =
          new Admission(by, Optional.of(caller), route, route.visibility(caller::visible));
      trail.admit();
      return admission;
    } catch (RuntimeException e) {
      Refusal refusal = RefusalTable.refusalFor(e);
      throw trail.refuse(
          known.isEmpty()
              ? attempts.refused(() -> settings.addressOf(request), e, refusal)
              : refusal,
          e);
    }
  }

  /** Counts once for what a client has sent, however far it is sent on within the service. */
  private Caller verified(ConnectRequest request, Trail trail) {
    Supplier<ClientAddress> from = () -> settings.addressOf(request);
    Caller caller =
        authentication.verify(credentials.find(request, isUpgrade(request)), request, from);
    trail.verified(caller);
    attempts.count(Attempts.Kind.REQUEST, caller, from);
    return caller;
  }

  private void countTo(Caller caller, RouteMatch.Resource reached) {
    if (reached.family().equals(AgentPath.FAMILY)) {
      attempts.countTo(Attempts.Kind.REQUEST, caller, reached.id());
    }
  }

  private void requireStanding(Caller caller) {
    settings.verifier().revocations().check(caller);
    if (!settings.clock().instant().isBefore(caller.expiresAt())) {
      throw new Refused(Refusal.of(Refusal.Code.EXPIRED_TOKEN));
    }
  }

  /** Whether a connection is asked for as well, which a page of any origin can do. */
  private static boolean isUpgrade(ConnectRequest request) {
    return !request.headers("Upgrade").isEmpty();
  }
}
