package io.bailiwick.sample;

import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.CredentialPlaces;
import io.bailiwick.adapter.connect.DecisionListener;
import io.bailiwick.adapter.handle.TokenEndpointRedeemer;
import io.bailiwick.adapter.limit.AttemptLimits;
import io.bailiwick.adapter.proof.BoundTokens;
import io.bailiwick.adapter.proof.DpopNonces;
import io.bailiwick.adapter.proof.DpopProofs;
import io.bailiwick.adapter.proof.ReplayMemory;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.CallerVerifier;
import io.bailiwick.adapter.token.ProofOfPossession;
import io.bailiwick.jakarta.ProtectedResourceMetadata;
import io.bailiwick.scope.ResourceUri;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;

/** The sample's door: what each route requires. What is not here is denied. */
final class SampleGate {
  /** Hears every decision. */
  static final System.Logger LOG = System.getLogger("io.bailiwick.sample.decisions");

  private SampleGate() {}

  static ConnectGate of(
      SampleSettings settings,
      CallerVerifier verifier,
      ProtectedResourceMetadata metadata,
      Collection<String> publicFiles,
      AttemptLimits limits,
      DecisionListener counts) {
    ConnectGate.Builder gate =
        ConnectGate.builder()
            .verifier(verifier)
            .routes(routes(settings, metadata, publicFiles))
            .clients(settings.clients().preset())
            .credentials(credentials(settings))
            .limits(limits)
            .trustedProxies(settings.attempts().proxies())
            .resourceMetadata(metadata.uri())
            .listener(DecisionListener.logging(LOG).andThen(counts));
    if (settings.hiddenIsNotFound()) {
      gate.hiddenAsNotFound("read");
    }
    return gate.build();
  }

  /**
   * Headers, and connection parameters, which say who one wants to be in the lounge; and where this
   * service can redeem them, tickets in a socket's URL.
   */
  private static CredentialPlaces credentials(SampleSettings settings) {
    CredentialPlaces.Builder places = CredentialPlaces.builder().connectionParams();
    settings
        .client()
        .ifPresent(
            client ->
                places.tickets(
                    TokenEndpointRedeemer.ofIssuer(settings.issuer()).client(client).build()));
    return places.build();
  }

  /** Which bound tokens are taken: proofs name the resource URI, as clients know it. */
  static ProofOfPossession proofs(
      SampleSettings settings, ResourceUri resource, ReplayMemory replays, Clock clock) {
    if (settings.dpop() == SampleSettings.Dpop.OFF) {
      return ProofOfPossession.NONE;
    }
    DpopProofs.Builder dpop =
        DpopProofs.builder().publicUrl(URI.create(resource.text())).replays(replays).clock(clock);
    if (settings.dpopNonce()) {
      dpop.nonces(DpopNonces.ofProcess(clock));
    }
    BoundTokens.Builder bound = BoundTokens.builder().dpop(dpop.build());
    if (settings.dpop() == SampleSettings.Dpop.REQUIRED) {
      bound.required();
    }
    return bound.build();
  }

  private static RouteMap routes(
      SampleSettings settings, ProtectedResourceMetadata metadata, Collection<String> publicFiles) {
    RouteMap.Builder routes =
        RouteMap.builder()
            .route("GET", "/health", Requirement.publicAccess())
            .route("GET", "/health/details", Requirement.allOf("config:read"))
            .route("GET", "/metrics", Requirement.allOf("config:read"))
            .route("GET", "/me", Requirement.authenticated())
            .route("GET", "/config", Requirement.allOf("config:read"))
            .route("GET", "/connections", Requirement.allOf("config:read"))
            .route("DELETE", "/connections", Requirement.allOf("config:write"))
            .route("POST", SampleLife.LOGOUT_PATH, Requirement.publicAccess())
            .list("/agents", "agents", "read")
            .list("/teams", "teams", "read")
            .list("/workflows", "workflows", "read")
            .route("GET", "/agents/{agents}", Requirement.allOf("agents:read"))
            .route("POST", "/agents/{agents}/runs", Requirement.allOf("agents:run"));
    if (settings.clients() == SampleSettings.Clients.RIVET) {
      routes
          .route("GET", "/metadata", Requirement.publicAccess())
          .route("POST", "/gateway/{agents}/action/*", Requirement.allOf("agents:run"));
    }
    metadata.paths().forEach(path -> routes.route("GET", path, Requirement.publicAccess()));
    publicFiles.forEach(path -> routes.route("GET", path, Requirement.publicAccess()));
    return routes.build();
  }
}
