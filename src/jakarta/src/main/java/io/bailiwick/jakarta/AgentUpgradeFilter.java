package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.jakarta.internal.HandedEndpoint;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * Opens WebSockets to agents, {@code /agents/{name}/{key...}}, where the gate lets the caller in.
 * Every other is refused before the upgrade, with an HTTP status; a path that names no agent is
 * refused as well, so that no socket goes around the gate. (A filter, since the path template of a
 * Jakarta endpoint can't match many segments.)
 *
 * <p>The endpoint finds its {@link AgentConnection} in the session's user properties, under {@code
 * io.bailiwick.adapter.connect.AgentConnection}, and its caller as the session's principal. The
 * socket is closed at the caller's expiry with 3005, which a client may retry with a fresh token; a
 * {@link Refused} that the endpoint throws closes it with the refusal's code. Requests that are no
 * WebSocket handshake go on along the chain. Thread-safe.
 */
public final class AgentUpgradeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient ConnectGate gate;
  private final transient AgentEndpoints endpoints;
  private final transient SocketLimits limits;
  private final transient ExpiryWatch expiry;

  /**
   * @param clock the one that the gate's verifier goes by
   */
  public AgentUpgradeFilter(
      ConnectGate gate, AgentEndpoints endpoints, SocketLimits limits, Clock clock) {
    this.gate = gate;
    this.endpoints = endpoints;
    this.limits = limits;
    this.expiry = new ExpiryWatch(clock);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!isHandshake(request)) {
      chain.doFilter(request, response);
      return;
    }
    try {
      open(request, response);
    } catch (DeploymentException | RuntimeException e) {
      if (response.isCommitted()) {
        throw new ServletException(e);
      }
      Answers.write(response, gate.answer(gate.refusalFor(e)));
    }
  }

  @Override
  public void destroy() {
    expiry.close();
  }

  private static boolean isHandshake(HttpServletRequest request) {
    return request.getDispatcherType() == DispatcherType.REQUEST
        && request.getMethod().equals("GET")
        && Collections.list(request.getHeaders("Upgrade")).stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .anyMatch(protocol -> protocol.strip().equalsIgnoreCase("websocket"));
  }

  private void open(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException, DeploymentException {
    AgentConnection connection = gate.open(new ServletConnectRequest(request));
    Endpoint endpoint =
        endpoints
            .endpointFor(connection)
            .orElseThrow(() -> new Refused(Refusal.of(Refusal.Code.NOT_FOUND)));
    ServerEndpointConfig config =
        ServerEndpointConfig.Builder.create(HandedEndpoint.class, "/agents")
            .configurator(
                new OneEndpoint(new GatedEndpoint(gate, connection, endpoint, limits, expiry)))
            .build();
    config.getUserProperties().put(AgentConnection.class.getName(), connection);
    container(request)
        .upgradeHttpToWebSocket(
            new CallerRequest(request, Optional.of(connection.caller())),
            response,
            config,
            Map.of());
  }

  private static ServerContainer container(HttpServletRequest request) {
    Object found = request.getServletContext().getAttribute(ServerContainer.class.getName());
    if (found instanceof ServerContainer container) {
      return container;
    }
    throw new IllegalStateException("This servlet context has no WebSocket container");
  }

  /** Hands the container the one endpoint that was made for this handshake. */
  private static final class OneEndpoint extends ServerEndpointConfig.Configurator {
    private final HandedEndpoint endpoint;

    OneEndpoint(GatedEndpoint endpoint) {
      this.endpoint = new HandedEndpoint(endpoint);
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(endpoint);
    }
  }
}
