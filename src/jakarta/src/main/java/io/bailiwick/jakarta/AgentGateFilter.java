package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.Admission;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.token.AccessDenied;
import io.bailiwick.adapter.token.Caller;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a request through to the application only where the gate admits it, and answers every other
 * with its refusal. Behind it the request has the attributes {@code
 * io.bailiwick.adapter.connect.Admission} and, where the route is not public, {@code
 * io.bailiwick.adapter.token.Caller}; its principal is a {@link CallerPrincipal}, and {@code
 * isUserInRole} takes a scope.
 *
 * <p>Map it to {@code /*} and to every dispatcher type, with async supported ({@link
 * AgentGateRegistration} does). Each dispatch is decided for the path that it leads to, so that a
 * forward can't go around a route's requirement; only a dispatch back to the very method and path
 * that was admitted, such as an async one, is not decided twice. Its caller is verified once: a
 * proof (RFC 9449) is for the request that the client sent, and good for one; once it has expired,
 * it gets no further than where it is. An include leaves the request as it was.
 *
 * <p>Closed by default: whatever goes wrong while deciding is a 500 {@code internal_error}, and the
 * application is not reached. A {@link Refused} or {@link AccessDenied} that the application throws
 * is answered as the gate's own; any other exception of the application stays the container's.
 * Thread-safe.
 */
public final class AgentGateFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String DECIDED = AgentGateFilter.class.getName() + ".decided";
  private static final String ADMISSION = Admission.class.getName();
  private static final int MAX_CAUSES = 16;
  private static final String CALLER = Caller.class.getName();

  /** What an include may not leave behind. */
  private static final List<String> LEFT = List.of(DECIDED, ADMISSION, CALLER);

  private final transient ConnectGate gate;
  private final transient Optional<RequestHooks> hooks;

  public AgentGateFilter(ConnectGate gate) {
    this(gate, Optional.empty());
  }

  AgentGateFilter(ConnectGate gate, Optional<RequestHooks> hooks) {
    this.gate = gate;
    this.hooks = hooks;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() != DispatcherType.INCLUDE) {
      decide(request, response, chain);
      return;
    }
    Map<String, Object> outer = attributes(request);
    try {
      decide(request, response, chain);
    } finally {
      // whoever includes goes on after it, as who it was before
      LEFT.forEach(name -> request.setAttribute(name, outer.get(name)));
    }
  }

  private static Map<String, Object> attributes(HttpServletRequest request) {
    Map<String, Object> attributes = new HashMap<>();
    for (String name : LEFT) {
      Object value = request.getAttribute(name);
      if (value != null) {
        attributes.put(name, value);
      }
    }
    return attributes;
  }

  private void decide(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Admission admission;
    try {
      admission = admit(request);
    } catch (RuntimeException e) {
      refuse(request, response, e);
      return;
    }
    pass(new CallerRequest(request, admission.caller()), response, behindHooks(admission, chain));
  }

  private FilterChain behindHooks(Admission admission, FilterChain chain) {
    return hooks.<FilterChain>map(all -> all.before(chain, admission)).orElse(chain);
  }

  private Admission admit(HttpServletRequest request) {
    ServletConnectRequest asked = new ServletConnectRequest(request);
    if (request.getAttribute(DECIDED) instanceof Decided earlier && earlier.is(this, asked)) {
      return earlier.admission;
    }
    Optional<Admission> before = admitted(request);
    request.removeAttribute(ADMISSION);
    request.removeAttribute(CALLER);
    asked.rememberSent();
    Admission admission =
        before.isPresent() ? gate.admitAgain(asked, before.get()) : gate.admit(asked);
    request.setAttribute(DECIDED, new Decided(this, asked.method(), asked.rawPath(), admission));
    request.setAttribute(ADMISSION, admission);
    admission.caller().ifPresent(shown -> request.setAttribute(CALLER, shown));
    return admission;
  }

  /** What this filter has admitted of this very request: a proof is good for one. */
  private Optional<Admission> admitted(HttpServletRequest request) {
    return request.getAttribute(DECIDED) instanceof Decided earlier && earlier.by == this
        ? Optional.of(earlier.admission)
        : Optional.empty();
  }

  private void pass(CallerRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getUserPrincipal() != null
        && request.getDispatcherType() == DispatcherType.REQUEST) {
      // what one caller may see is nobody else's; the application may say otherwise
      response.setHeader("Cache-Control", "no-store");
      gate.dpopNonce().ifPresent(nonce -> response.setHeader("DPoP-Nonce", nonce));
    }
    try {
      chain.doFilter(request, response);
    } catch (ServletException | RuntimeException e) {
      Optional<RuntimeException> refusal = refusal(e);
      if (refusal.isEmpty()) {
        throw e;
      }
      refuse(request, response, refusal.get());
    }
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response, RuntimeException e)
      throws IOException {
    if (request.getDispatcherType() == DispatcherType.INCLUDE || response.isCommitted()) {
      // an include can't set a status, and half an answer can't be taken back: whoever is outside
      // has to end it
      throw e;
    }
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      // the error keeps its status, without the page that may not be shown
      response.resetBuffer();
      return;
    }
    Answers.write(response, gate.answer(gate.refusalFor(e)));
  }

  /** It, or what a framework in between has wrapped. */
  private static Optional<RuntimeException> refusal(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof Refused || cause instanceof AccessDenied) {
        return Optional.of((RuntimeException) cause);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  /** What this filter decided before, for this very method and path. */
  private record Decided(AgentGateFilter by, String method, String rawPath, Admission admission) {
    boolean is(AgentGateFilter filter, ServletConnectRequest asked) {
      return by == filter && method.equals(asked.method()) && rawPath.equals(asked.rawPath());
    }
  }
}
