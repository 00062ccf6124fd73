package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Request;
import java.net.URI;

/** A gate with some routes, and what it refuses; for the tests of the gate. */
abstract class GateTestBase {
  static final String METADATA = "http://localhost:7777/.well-known/oauth-protected-resource";

  static final RouteMap ROUTES =
      RouteMap.builder()
          .route("GET", "/health", Requirement.publicAccess())
          .route("GET", "/me", Requirement.authenticated())
          .route("GET", "/config", Requirement.allOf("config:read"))
          .route("POST", "/copy", Requirement.allOf("agents:write", "config:read"))
          .list("/agents", "agents", "read")
          .route("GET", "/agents/{agents}", Requirement.allOf("agents:read"))
          .route("POST", "/agents/{agents}/runs", Requirement.allOf("agents:run"))
          .route("POST", "/agents/{agents}/rating", Requirement.authenticated())
          .build();

  static final ConnectGate GATE = gate().build();

  static ConnectGate gate(RouteMap routes) {
    return ConnectGate.builder().verifier(Callers.VERIFIER).routes(routes).build();
  }

  static ConnectGate.Builder gate() {
    return ConnectGate.builder()
        .verifier(Callers.VERIFIER)
        .routes(ROUTES)
        .resourceMetadata(URI.create(METADATA));
  }

  static Request bearer(String path, String... scopes) {
    return Request.get(path).bearer(Callers.token(scopes));
  }

  static Refusal.Code code(String token) {
    return refused(GATE, Request.get("/me").header("Authorization", "Bearer " + token)).code();
  }

  static Refusal refused(ConnectGate gate, ConnectRequest request) {
    Refused refused = catchThrowableOfType(Refused.class, () -> gate.admit(request));
    assertThat(refused).isNotNull();
    return refused.refusal();
  }

  static Refusal refusedToOpen(ConnectGate gate, ConnectRequest request) {
    Refused refused = catchThrowableOfType(Refused.class, () -> gate.open(request));
    assertThat(refused).isNotNull();
    return refused.refusal();
  }
}
