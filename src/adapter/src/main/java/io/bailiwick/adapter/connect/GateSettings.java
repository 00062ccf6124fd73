package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.limit.AttemptLimits;
import io.bailiwick.adapter.limit.ClientAddress;
import io.bailiwick.adapter.limit.TrustedProxies;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.CallerVerifier;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.Scope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a gate decides by.
 *
 * @param places those of the clients' kind among them
 * @param hiddenUnless the action without which a resource is hidden as not found
 */
record GateSettings(
    CallerVerifier verifier,
    RouteMap routes,
    ClientPreset clients,
    CredentialPlaces places,
    TrustedProxies trustedProxies,
    AttemptLimits limits,
    DecisionListener listener,
    String connectAction,
    Optional<String> hiddenUnless,
    Clock clock) {

  /** Where the client of a request comes from; what fails to say so is as what can't. */
  ClientAddress addressOf(ConnectRequest request) {
    try {
      return trustedProxies.client(request.remoteAddress(), request.headers("X-Forwarded-For"));
    } catch (RuntimeException e) {
      return ClientAddress.UNKNOWN;
    }
  }

  /** Every route with what it requires, and how connections are decided. */
  List<String> describe() {
    List<String> lines = new ArrayList<>(routes.describe());
    lines.add(
        String.format(
            "%-7s %-48s %s",
            "CONNECT",
            clients.pattern(),
            Scope.global(AgentPath.FAMILY, connectAction).text() + " (on that id)"));
    return List.copyOf(lines);
  }

  /** Every setting that loosens a check. */
  List<String> loosened() {
    List<String> all = new ArrayList<>(verifier.loosened());
    all.addAll(routes.loosened());
    all.addAll(places.loosened());
    all.addAll(clients.loosened());
    all.addAll(trustedProxies.loosened());
    all.addAll(limits.loosened());
    return List.copyOf(all);
  }
}
