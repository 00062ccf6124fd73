package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.limit.ClientAddress;
import io.bailiwick.adapter.limit.TrustedProxies;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.CallerVerifier;
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
    DecisionListener listener,
    String connectAction,
    Optional<String> hiddenUnless,
    Clock clock) {

  /** Where the client of a request comes from. */
  ClientAddress addressOf(ConnectRequest request) {
    return trustedProxies.client(request.remoteAddress(), request.headers("X-Forwarded-For"));
  }

  /** Every setting that loosens a check. */
  List<String> loosened() {
    List<String> all = new ArrayList<>(verifier.loosened());
    all.addAll(routes.loosened());
    all.addAll(places.loosened());
    all.addAll(clients.loosened());
    all.addAll(trustedProxies.loosened());
    return List.copyOf(all);
  }
}
