package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.Admission;
import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.ConnectionParams;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.hook.HookRunner;
import io.bailiwick.adapter.hook.LiveConnection;
import io.bailiwick.adapter.hook.RequestFacts;
import io.bailiwick.adapter.life.ConnectionRegistry;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;

/**
 * The hooks of connections around requests to agents: each is a connection that lasts until the
 * request is answered.
 */
record RequestHooks(ConnectGate gate, ConnectionRegistry registry, HookRunner<?> hooks) {

  /** The rest of the chain, for a request that was admitted so, behind the hooks. */
  FilterChain before(FilterChain chain, Admission admission) {
    return (request, response) -> {
      HttpServletRequest asked = (HttpServletRequest) request;
      // a dispatch within the service goes on with what its request has
      Optional<AgentConnection> connection =
          asked.getDispatcherType() == DispatcherType.REQUEST
              ? admission.connection()
              : Optional.empty();
      if (connection.isEmpty()) {
        chain.doFilter(request, response);
        return;
      }
      around(chain, connection.get(), asked, response);
    };
  }

  private void around(
      FilterChain chain,
      AgentConnection connection,
      HttpServletRequest request,
      ServletResponse response)
      throws IOException, ServletException {
    LiveConnection<?> live = opened(connection, new ServletConnectRequest(request));
    request.setAttribute(LiveConnection.class.getName(), live);
    boolean goesOn = false;
    try {
      chain.doFilter(request, response);
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new Leaving(live));
        goesOn = true;
      }
    } finally {
      if (!goesOn) {
        live.left();
      }
    }
  }

  private LiveConnection<?> opened(AgentConnection connection, ServletConnectRequest asked) {
    ConnectionParams params = gate.params(asked);
    LiveConnection<?> live =
        hooks.prepare(registry.register(connection), RequestFacts.of(asked), params);
    // its peer is whoever waits for the answer, and learns of its end from that
    if (!live.open(how -> {})) {
      throw new Refused(
          live.connection().endedWith().orElseGet(() -> Refusal.of(Refusal.Code.GOING_AWAY)));
    }
    return live;
  }

  private record Leaving(LiveConnection<?> live) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      live.left();
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {
      live.left();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // a new cycle drops the listeners of the one before
      event.getAsyncContext().addListener(this);
    }
  }
}
