package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.ConnectGate;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Puts a servlet context behind the gate: CORS first (a preflight has no token), then WebSocket
 * upgrades, then the gate itself, on {@code /*} and every dispatch, before all other filters. Use
 * it from a {@code ServletContainerInitializer}, or from a {@code ServletContextListener}.
 *
 * <p>Immutable; the {@code with} methods give a new one.
 */
public final class AgentGateRegistration {
  private record Sockets(AgentEndpoints endpoints, SocketLimits limits, Clock clock) {}

  private final ConnectGate gate;
  private final CorsPolicy cors;
  private final Optional<Sockets> sockets;
  private final Optional<ProtectedResourceMetadata> metadata;

  private AgentGateRegistration(
      ConnectGate gate,
      CorsPolicy cors,
      Optional<Sockets> sockets,
      Optional<ProtectedResourceMetadata> metadata) {
    this.gate = gate;
    this.cors = cors;
    this.sockets = sockets;
    this.metadata = metadata;
  }

  /** The gate alone: no page of another origin reads an answer, no WebSocket opens. */
  public static AgentGateRegistration of(ConnectGate gate) {
    return new AgentGateRegistration(gate, CorsPolicy.closed(), Optional.empty(), Optional.empty());
  }

  /** Lets pages of other origins read answers. */
  public AgentGateRegistration withCors(CorsPolicy policy) {
    return new AgentGateRegistration(gate, policy, sockets, metadata);
  }

  /**
   * Opens WebSockets to these agents.
   *
   * @param clock the one that the gate's verifier goes by
   */
  public AgentGateRegistration withEndpoints(
      AgentEndpoints endpoints, SocketLimits limits, Clock clock) {
    return new AgentGateRegistration(
        gate, cors, Optional.of(new Sockets(endpoints, limits, clock)), metadata);
  }

  /** Serves this document; the gate's routes must have its paths as public. */
  public AgentGateRegistration withMetadata(ProtectedResourceMetadata document) {
    return new AgentGateRegistration(gate, cors, sockets, Optional.of(document));
  }

  /** Every setting that loosens a check, the gate's own included; for the start. */
  public List<String> loosened() {
    List<String> all = new ArrayList<>(gate.loosened());
    all.addAll(cors.loosened());
    return List.copyOf(all);
  }

  /**
   * Registers it all.
   *
   * @throws IllegalStateException where the context has started, or is behind a gate already
   */
  public void register(ServletContext context) {
    FilterRegistration.Dynamic added =
        context.addFilter(
            "bailiwick",
            new OneDoor(
                new CorsFilter(cors),
                sockets.map(
                    open -> new AgentUpgradeFilter(gate, open.endpoints, open.limits, open.clock)),
                new AgentGateFilter(gate)));
    if (added == null) {
      throw new IllegalStateException("This context is behind a gate already");
    }
    added.setAsyncSupported(true);
    added.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    metadata.ifPresent(document -> serve(context, document));
  }

  private static void serve(ServletContext context, ProtectedResourceMetadata document) {
    ServletRegistration.Dynamic added =
        context.addServlet("bailiwick-protected-resource", new ProtectedResourceServlet(document));
    if (added == null) {
      throw new IllegalStateException("The resource's metadata is served already");
    }
    added.addMapping(document.paths().toArray(String[]::new));
  }
}
