package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.hook.HookRunner;
import io.bailiwick.adapter.life.BackChannelLogout;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.life.Lifetime;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.time.Clock;
import java.time.Duration;
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
  private record Sockets(
      AgentEndpoints endpoints,
      SocketLimits limits,
      ConnectionRegistry registry,
      LifeMessages messages) {}

  private record Logout(String path, BackChannelLogout receiver) {}

  /**
   * @param registry of those for requests; empty where they run for sockets only
   */
  private record Hooks(HookRunner<?> runner, Optional<ConnectionRegistry> registry) {}

  private final ConnectGate gate;
  private final CorsPolicy cors;
  private final Optional<Sockets> sockets;
  private final Optional<ProtectedResourceMetadata> metadata;
  private final Optional<Logout> logout;
  private final Hooks hooks;

  private AgentGateRegistration(
      ConnectGate gate,
      CorsPolicy cors,
      Optional<Sockets> sockets,
      Optional<ProtectedResourceMetadata> metadata,
      Optional<Logout> logout,
      Hooks hooks) {
    this.gate = gate;
    this.cors = cors;
    this.sockets = sockets;
    this.metadata = metadata;
    this.logout = logout;
    this.hooks = hooks;
  }

  /** The gate alone: no page of another origin reads an answer, no WebSocket opens. */
  public static AgentGateRegistration of(ConnectGate gate) {
    return new AgentGateRegistration(
        gate,
        CorsPolicy.closed(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new Hooks(HookRunner.none(), Optional.empty()));
  }

  /** Lets pages of other origins read answers. */
  public AgentGateRegistration withCors(CorsPolicy policy) {
    return new AgentGateRegistration(gate, policy, sockets, metadata, logout, hooks);
  }

  /**
   * Opens WebSockets to these agents, each until its token expires: for more, such as to end them
   * by a revocation, say which registry they are in.
   *
   * @param clock the one that the gate's verifier goes by
   */
  public AgentGateRegistration withEndpoints(
      AgentEndpoints endpoints, SocketLimits limits, Clock clock) {
    return withEndpoints(
        endpoints,
        limits,
        ConnectionRegistry.builder()
            .clock(clock)
            .lifetime(Lifetime.standard().withGrace(Duration.ZERO))
            .build());
  }

  /**
   * Opens WebSockets to these agents, which are in that registry for as long as they live.
   *
   * @param registry by the clock of the gate's verifier; whoever made it closes it, before the
   *     server stops
   */
  public AgentGateRegistration withEndpoints(
      AgentEndpoints endpoints, SocketLimits limits, ConnectionRegistry registry) {
    return withEndpoints(endpoints, limits, registry, LifeMessages.standard());
  }

  /** The same, where a client is told of its connection's life in those messages. */
  public AgentGateRegistration withEndpoints(
      AgentEndpoints endpoints,
      SocketLimits limits,
      ConnectionRegistry registry,
      LifeMessages messages) {
    return new AgentGateRegistration(
        gate,
        cors,
        Optional.of(new Sockets(endpoints, limits, registry, messages)),
        metadata,
        logout,
        hooks);
  }

  /** Serves this document; the gate's routes must have its paths as public. */
  public AgentGateRegistration withMetadata(ProtectedResourceMetadata document) {
    return new AgentGateRegistration(gate, cors, sockets, Optional.of(document), logout, hooks);
  }

  /**
   * Receives logout tokens (OpenID Connect Back-Channel Logout 1.0) there; the gate's routes must
   * have that path as public for {@code POST}.
   */
  public AgentGateRegistration withBackChannelLogout(String path, BackChannelLogout receiver) {
    return new AgentGateRegistration(
        gate, cors, sockets, metadata, Optional.of(new Logout(path, receiver)), hooks);
  }

  /**
   * Runs these hooks for every WebSocket to an agent: what comes before a connection, before the
   * upgrade. An endpoint finds its {@code io.bailiwick.adapter.hook.LiveConnection} in the
   * session's user properties, under that name.
   *
   * @param runner whoever made it closes it, after the registry
   */
  public AgentGateRegistration withHooks(HookRunner<?> runner) {
    return new AgentGateRegistration(
        gate, cors, sockets, metadata, logout, new Hooks(runner, hooks.registry));
  }

  /**
   * Runs them for every request whose route names an agent, too: such a request is a connection
   * that lasts until it is answered, in that registry and within its limits. A resource finds it as
   * a request attribute, under that name. After {@link #withHooks}, and by the registry of the
   * sockets, where there are any.
   */
  public AgentGateRegistration withHooksOnRequests(ConnectionRegistry registry) {
    return new AgentGateRegistration(
        gate, cors, sockets, metadata, logout, new Hooks(hooks.runner, Optional.of(registry)));
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
                    open ->
                        new AgentUpgradeFilter(
                            gate,
                            open.endpoints,
                            open.limits,
                            open.registry,
                            open.messages,
                            hooks.runner)),
                new AgentGateFilter(
                    gate,
                    hooks.registry.map(
                        registry -> new RequestHooks(gate, registry, hooks.runner)))));
    if (added == null) {
      throw new IllegalStateException("This context is behind a gate already");
    }
    added.setAsyncSupported(true);
    added.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    metadata.ifPresent(document -> serve(context, document));
    logout.ifPresent(where -> serve(context, where));
  }

  private static void serve(ServletContext context, Logout logout) {
    ServletRegistration.Dynamic added =
        context.addServlet("bailiwick-logout", new BackChannelLogoutServlet(logout.receiver));
    if (added == null) {
      throw new IllegalStateException("Logout tokens are received already");
    }
    added.addMapping(logout.path);
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
