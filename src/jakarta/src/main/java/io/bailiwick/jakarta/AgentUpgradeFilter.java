package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.Answer;
import io.bailiwick.adapter.connect.AwaitedCredential;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.ConnectionParams;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.hook.HookRunner;
import io.bailiwick.adapter.hook.LiveConnection;
import io.bailiwick.adapter.hook.RequestFacts;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.jakarta.internal.HandedEndpoint;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens WebSockets to agents, {@code /agents/{name}/{key...}}, where the gate lets the caller in.
 * Every other is refused before the upgrade, with an HTTP status; a path that names no agent is
 * refused as well, so that no socket goes around the gate. (A filter, since the path template of a
 * Jakarta endpoint can't match many segments.) A handshake that is malformed is a 400, for those
 * who might have opened a socket; for others it is refused as any other would be.
 *
 * <p>The endpoint finds its {@link AgentConnection} in the session's user properties, under {@code
 * io.bailiwick.adapter.connect.AgentConnection}, the same as it lives under {@code
 * io.bailiwick.adapter.life.Connection}, with the state that the service's hooks made of it under
 * {@code io.bailiwick.adapter.hook.LiveConnection}, and its caller as the session's principal. The
 * socket is closed when the connection ends, with the code for it: 3005 at its expiry, which a
 * client may retry with a fresh token. A {@link Refused} that the endpoint throws ends it with the
 * refusal's code. A client that offers the subprotocol of the {@link LifeMessages} is told how long
 * it lives, and may send a newer token, where the endpoint takes whole text messages. Requests that
 * are no WebSocket handshake go on along the chain. Where the gate takes credentials from the first
 * message, a socket that carries none is opened without an application behind it, a thousand of
 * them at once at most, reads 20 KiB at most, and is refused by closing it.
 *
 * <p>Where the gate's {@linkplain ConnectGate#clients clients} can't see an HTTP status, one that
 * is refused is opened and closed at once, with what their preset says.
 *
 * <p>An application's session is not the container's: it tells nothing of the credentials that its
 * URL had, its open sessions are those to the same agent instance that were let in and whose token
 * stands, and its container can only be read. The endpoint is opened first and closed last, once
 * each, and hears of nothing where its socket was gone before it was opened. Thread-safe.
 */
public final class AgentUpgradeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final int MAX_CAUSES = 16;

  private final transient ConnectGate gate;
  private final transient AgentEndpoints endpoints;
  private final transient SocketLimits limits;
  private final transient ConnectionRegistry registry;
  private final transient LifeMessages messages;
  private final transient ExpiryWatch expiry;
  private final transient FirstMessageWatch firstMessages;
  private final transient HookRunner<?> hooks;
  private final transient OpenSessions sessions = new OpenSessions();

  /** What is still needed of a request when it is over. */
  private record Asked(
      RequestFacts facts,
      ConnectionParams params,
      Function<LifeMessages.Renewal, Presentation> renewals) {}

  /** Without hooks. */
  public AgentUpgradeFilter(
      ConnectGate gate,
      AgentEndpoints endpoints,
      SocketLimits limits,
      ConnectionRegistry registry,
      LifeMessages messages) {
    this(gate, endpoints, limits, registry, messages, HookRunner.none());
  }

  /**
   * @param registry by the clock of the gate's verifier; whoever made it closes it
   * @param hooks whoever made them closes them, after the registry
   */
  public AgentUpgradeFilter(
      ConnectGate gate,
      AgentEndpoints endpoints,
      SocketLimits limits,
      ConnectionRegistry registry,
      LifeMessages messages,
      HookRunner<?> hooks) {
    this.gate = gate;
    this.endpoints = endpoints;
    this.limits = limits;
    this.registry = registry;
    this.messages = messages;
    this.hooks = hooks;
    this.expiry = new ExpiryWatch(registry.clock());
    this.firstMessages = new FirstMessageWatch(expiry, registry.clock());
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Handshake handshake = new Handshake(request);
    if (!handshake.isAskedFor()) {
      chain.doFilter(request, response);
      return;
    }
    try {
      open(handshake, response);
    } catch (DeploymentException | RuntimeException e) {
      if (response.isCommitted()) {
        throw new ServletException(e);
      }
      Refusal refusal = gate.refusalFor(e);
      if (!openedToRefuse(handshake, refusal, response)) {
        refuse(response, refusal);
      }
    }
  }

  /** For clients that don't see an HTTP status; false where it is to be refused with one. */
  private boolean openedToRefuse(Handshake handshake, Refusal how, HttpServletResponse response)
      throws IOException, ServletException {
    if (!gate.clients().opensToRefuse() || !handshake.isWellFormed()) {
      return false;
    }
    ServletConnectRequest asked = new ServletConnectRequest(handshake.request());
    try {
      upgrade(
          asked,
          Optional.empty(),
          new RefusingEndpoint(gate.clients().refused(how, asked)),
          response);
      return true;
    } catch (DeploymentException | RuntimeException e) {
      if (response.isCommitted()) {
        throw new ServletException(e);
      }
      return false;
    }
  }

  @Override
  public void destroy() {
    expiry.close();
  }

  private void refuse(HttpServletResponse response, Refusal refusal) throws IOException {
    Answer answer = gate.answer(refusal);
    if (refusal.code() == Refusal.Code.INVALID_REQUEST) {
      // what would do instead (RFC 6455, 4.4)
      Map<String, String> headers = new HashMap<>(answer.headers());
      headers.put("Sec-WebSocket-Version", Handshake.VERSION);
      answer = new Answer(answer.status(), headers, answer.body());
    }
    Answers.write(response, answer);
  }

  private void open(Handshake handshake, HttpServletResponse response)
      throws IOException, ServletException, DeploymentException {
    ServletConnectRequest asked = new ServletConnectRequest(handshake.request());
    Optional<AwaitedCredential> awaited = gate.awaitCredential(asked);
    if (awaited.isPresent()) {
      handshake.requireWellFormed();
      await(asked, awaited.get(), response);
      return;
    }
    AgentConnection admitted = gate.open(asked);
    handshake.requireWellFormed();
    GatedEndpoint endpoint = gated(admitted, kept(asked));
    try {
      upgrade(asked, Optional.of(admitted.caller()), endpoint, response);
    } catch (DeploymentException | IOException | ServletException | RuntimeException e) {
      endpoint.abandon();
      throw e;
    }
  }

  /** Opens it with nothing behind it, until its first message is there. */
  private void await(
      ServletConnectRequest asked, AwaitedCredential awaited, HttpServletResponse response)
      throws IOException, ServletException, DeploymentException {
    Asked kept = kept(asked);
    FirstMessageWatch.Place place = firstMessages.enter();
    try {
      upgrade(
          asked,
          Optional.empty(),
          new AwaitingEndpoint(gate, awaited, admitted -> gated(admitted, kept), limits, place),
          response);
    } catch (DeploymentException | IOException | ServletException | RuntimeException e) {
      place.leave();
      throw e;
    }
  }

  /**
   * The application's endpoint, behind what its connection allows, which counts from now on; and
   * behind the service's hooks.
   */
  private GatedEndpoint gated(AgentConnection admitted, Asked asked) {
    Endpoint endpoint =
        endpoints
            .endpointFor(admitted)
            .orElseThrow(() -> new Refused(Refusal.of(Refusal.Code.NOT_FOUND)));
    LiveConnection<?> live = hooks.prepare(registry.register(admitted), asked.facts, asked.params);
    return new GatedEndpoint(
        gate, live, endpoint, sessions, limits, messagesOf(admitted), asked.renewals);
  }

  private Asked kept(ServletConnectRequest asked) {
    return new Asked(RequestFacts.of(asked), gate.params(asked), renewals(asked));
  }

  private LifeMessages messagesOf(AgentConnection admitted) {
    return gate.clients()
        .messages()
        .<LifeMessages>map(words -> new SpokenLife(words, admitted.caller()))
        .orElse(messages);
  }

  /** How a newer token is presented; what is needed of the request, which is gone by then. */
  private static Function<LifeMessages.Renewal, Presentation> renewals(
      ServletConnectRequest asked) {
    String method = asked.sentMethod();
    String path = asked.sentRawPath();
    Optional<X509Certificate> certificate = asked.clientCertificate();
    return renewal ->
        new Presentation(
            renewal.token(),
            renewal.proof().isPresent() ? Presentation.Scheme.DPOP : Presentation.Scheme.BEARER,
            renewal.proof().stream().toList(),
            method,
            path,
            certificate);
  }

  private void upgrade(
      ServletConnectRequest asked,
      Optional<Caller> caller,
      Endpoint endpoint,
      HttpServletResponse response)
      throws IOException, ServletException, DeploymentException {
    HttpServletRequest request = asked.request();
    ServerEndpointConfig config =
        ServerEndpointConfig.Builder.create(HandedEndpoint.class, "/agents")
            .configurator(
                new OneEndpoint(
                    endpoint,
                    messages.subprotocol(),
                    gate.subprotocol(asked),
                    endpoint instanceof RefusingEndpoint || gate.clients().messages().isPresent()))
            .build();
    try {
      container(request)
          .upgradeHttpToWebSocket(new CallerRequest(request, caller), response, config, Map.of());
    } catch (RuntimeException e) {
      throw isOfTheRequest(e) ? new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST)) : e;
    }
  }

  /** What a container throws over an extension's parameters that it can't read. */
  private static boolean isOfTheRequest(RuntimeException thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof IllegalArgumentException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
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
    private final String life;
    private final String spoken;
    private final boolean plain;

    /**
     * @param plain whether nothing is compressed: what is said right before the close is lost by
     *     clients that are still unpacking it when the connection ends
     */
    OneEndpoint(Endpoint endpoint, String life, Optional<String> spoken, boolean plain) {
      this.endpoint = new HandedEndpoint(endpoint);
      this.life = life;
      this.spoken = spoken.orElse("");
      this.plain = plain;
    }

    @Override
    public List<Extension> getNegotiatedExtensions(
        List<Extension> installed, List<Extension> requested) {
      return plain ? List.of() : super.getNegotiatedExtensions(installed, requested);
    }

    /** The life's or the gate's: among what the client has offered may be its token. */
    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
      return requested.contains(life) ? life : spoken;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(endpoint);
    }
  }
}
