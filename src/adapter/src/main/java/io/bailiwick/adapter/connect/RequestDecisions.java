package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.route.RouteMatch;
import io.bailiwick.adapter.token.Caller;
import java.util.Optional;

/** Decides requests, by what their routes require. Thread-safe. */
final class RequestDecisions {
  private final GateSettings settings;
  private final CredentialFinder credentials;
  private final Authentication authentication;

  RequestDecisions(
      GateSettings settings, CredentialFinder credentials, Authentication authentication) {
    this.settings = settings;
    this.credentials = credentials;
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
      Caller caller =
          known.orElseGet(
              () -> authentication.verify(credentials.find(request, isUpgrade(request)), request));
      trail.verified(caller);
      RouteMatch route = match.orElseThrow(() -> new Refused(Refusal.of(Refusal.Code.FORBIDDEN)));
      new Access(caller, settings.hiddenUnless()).require(route);
      Admission admission =
          new Admission(by, Optional.of(caller), route, route.visibility(caller::visible));
      trail.admit();
      return admission;
    } catch (RuntimeException e) {
      throw trail.refuse(RefusalTable.refusalFor(e), e);
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
