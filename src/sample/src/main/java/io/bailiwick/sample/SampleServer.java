package io.bailiwick.sample;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.DecisionMetrics;
import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.limit.AttemptLimits;
import io.bailiwick.adapter.limit.LimitMetrics;
import io.bailiwick.adapter.metrics.MeasurementSource;
import io.bailiwick.adapter.proof.ReplayMemory;
import io.bailiwick.adapter.proof.ReplayMetrics;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.CallerVerifier;
import io.bailiwick.jakarta.AgentGateRegistration;
import io.bailiwick.jakarta.CorsPolicy;
import io.bailiwick.jakarta.ProtectedResourceMetadata;
import io.bailiwick.jakarta.RefusalFeature;
import io.bailiwick.jakarta.SocketLimits;
import io.bailiwick.sample.cloudflare.AgentEndpoint;
import io.bailiwick.sample.rivet.ActionResource;
import io.bailiwick.sample.rivet.ActorEndpoint;
import io.bailiwick.sample.rivet.MetadataResource;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.ResourceUri;
import jakarta.servlet.MultipartConfigElement;
import jakarta.websocket.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * The sample agent service, running: Jetty with Jersey and Jakarta WebSocket behind one gate. It
 * listens as soon as it is started, whether or not the issuer can be reached. Thread-safe.
 */
public final class SampleServer implements AutoCloseable {
  /** A token may take 16 KiB, and there are other headers. */
  private static final int MAX_HEADER_BYTES = 32 * 1024;

  private final SampleSettings settings;
  private final Server server;
  private final ResourceUri resource;
  private final ConnectGate gate;
  private final AgentGateRegistration door;
  private final List<String> signatures;
  private final SampleLife life;
  private final List<AutoCloseable> owned;

  private SampleServer(
      SampleSettings settings,
      Server server,
      ResourceUri resource,
      ConnectGate gate,
      AgentGateRegistration door,
      List<String> signatures,
      SampleLife life,
      List<AutoCloseable> owned) {
    this.settings = settings;
    this.server = server;
    this.resource = resource;
    this.gate = gate;
    this.door = door;
    this.signatures = List.copyOf(signatures);
    this.life = life;
    this.owned = List.copyOf(owned);
  }

  /**
   * Starts with the keys that the issuer publishes.
   *
   * @throws UncheckedIOException where the port can't be listened on
   */
  public static SampleServer start(SampleSettings settings) {
    return start(settings, JwksUrl.ofIssuer(settings.issuer()).build(), Clock.systemUTC());
  }

  /**
   * Starts with these keys, which it closes when it is closed.
   *
   * @throws UncheckedIOException where the port can't be listened on
   */
  public static SampleServer start(SampleSettings settings, KeySource keys, Clock clock) {
    ReplayMemory replays = ReplayMemory.of(clock);
    SampleLife life = SampleLife.of(settings, Optional.of(keys), clock);
    return start(
        settings,
        life,
        resource ->
            AgentTokenVerifier.builder()
                .issuer(settings.issuer(), keys)
                .audience(settings.audience())
                .clock(clock)
                .revocations(life.revocations())
                .proofs(SampleGate.proofs(settings, resource, replays, clock))
                .build(),
        clock,
        List.of(keys),
        settings.dpop() == SampleSettings.Dpop.OFF
            ? List.of()
            : List.of(ReplayMetrics.of(replays)));
  }

  /**
   * Starts with another verifier, such as one for the development security key.
   *
   * @throws UncheckedIOException where the port can't be listened on
   */
  public static SampleServer start(SampleSettings settings, CallerVerifier verifier, Clock clock) {
    SampleLife life = SampleLife.of(settings, Optional.empty(), clock);
    return start(settings, life, resource -> verifier, clock, List.of(), List.of());
  }

  private static SampleServer start(
      SampleSettings settings,
      SampleLife life,
      Function<ResourceUri, CallerVerifier> verifiers,
      Clock clock,
      List<AutoCloseable> given,
      List<MeasurementSource> measured) {
    Lounge lounge = new Lounge();
    List<AutoCloseable> owned = new ArrayList<>(given);
    owned.add(lounge);
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("sample");
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http()));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    server.addConnector(connector);
    try {
      // before all else: the resource URI has the port in it, and the gate names the resource
      connector.open();
      ResourceUri resource =
          settings
              .resource()
              .orElseGet(() -> ResourceUri.parse("http://localhost:" + connector.getLocalPort()));
      CallerVerifier verifier = verifiers.apply(resource);
      ProtectedResourceMetadata metadata =
          metadata(settings, resource).withProofs(verifier.proofs().offer());
      PageServlet page = PageServlet.of(settings, resource);
      DecisionMetrics decisions = new DecisionMetrics();
      AttemptLimits limits = settings.attempts().limits(clock);
      ConnectGate gate =
          SampleGate.of(settings, verifier, metadata, page.paths(), limits, decisions);
      life.forgetIn(verifier);
      List<MeasurementSource> all = new ArrayList<>(measured);
      all.add(life.metrics());
      all.add(lounge.metrics());
      all.add(LimitMetrics.of(limits));
      Vitals vitals = Vitals.of(verifier, decisions, life.feed(), all);
      AgentGateRegistration opened =
          AgentGateRegistration.of(gate)
              .withCors(CorsPolicy.of(settings.allowedOrigins()))
              .withMetadata(metadata)
              .withEndpoints(
                  connection -> endpoint(settings, connection.agent(), lounge, gate),
                  new SocketLimits(SampleSettings.MAX_MESSAGE_BYTES, SampleSettings.IDLE_TIMEOUT),
                  life.registry())
              .withHooks(lounge.hooks());
      AgentGateRegistration door =
          life.logout()
              .map(logout -> opened.withBackChannelLogout(SampleLife.LOGOUT_PATH, logout))
              .orElse(opened);
      MaskedErrors errors = new MaskedErrors();
      ServletContextHandler context =
          context(
              rest(new SampleBinder(settings, resource, vitals, life, clock), gate), door, page);
      context.setErrorHandler(errors);
      server.setErrorHandler(errors);
      SizeLimitHandler sized = new SizeLimitHandler(SampleSettings.MAX_BODY_BYTES, -1);
      sized.setHandler(context);
      server.setHandler(new LingeringClose(sized));
      server.start();
      List<String> signatures =
          verifier instanceof AgentTokenVerifier tokens ? tokens.crypto().describe() : List.of();
      return new SampleServer(settings, server, resource, gate, door, signatures, life, owned);
    } catch (IllegalArgumentException e) {
      closeAll(server, life, owned);
      throw e;
    } catch (Exception e) {
      closeAll(server, life, owned);
      throw e instanceof IOException io
          ? new UncheckedIOException("Port " + settings.port() + " can't be listened on", io)
          : new IllegalStateException("The sample agent service did not start", e);
    }
  }

  /** An agent that speaks as the clients do that the service is for. */
  private static Optional<Endpoint> endpoint(
      SampleSettings settings, AgentPath agent, Lounge lounge, ConnectGate gate) {
    if (!Catalog.canConnect(agent)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (settings.clients()) {
          case STANDARD ->
              Lounge.isHere(agent) ? new LoungeEndpoint(lounge, gate) : new EchoEndpoint();
          case AGNO -> new EchoEndpoint();
          case CLOUDFLARE -> new AgentEndpoint();
          case RIVET -> new ActorEndpoint();
        });
  }

  /** Where it listens, as callers on this machine reach it. */
  public URI uri() {
    String host = isLoopback() ? "localhost" : settings.host();
    return URI.create("http://" + host + ":" + port());
  }

  /** The port it listens on. */
  public int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  /** The resource URI that tokens are asked for. */
  public ResourceUri resource() {
    return resource;
  }

  /** Every route with what it requires, one a line. */
  public List<String> routes() {
    return gate.describe();
  }

  /** How often who may try, one limit a line. */
  public List<String> limits() {
    return gate.limits().describe();
  }

  /** Every setting that loosens a check, one sentence each; none by default. */
  public List<String> loosened() {
    Set<String> all = new LinkedHashSet<>(door.loosened());
    life.feed().ifPresent(feed -> all.addAll(feed.loosened()));
    if (!isLoopback()) {
      all.add("host: listens beyond this machine, without TLS of its own");
    }
    return List.copyOf(all);
  }

  /** Which security provider verifies which signatures, one sentence a line. */
  public List<String> signatures() {
    return signatures;
  }

  /** Waits until it is stopped. */
  public void join() throws InterruptedException {
    server.join();
  }

  @Override
  public void close() {
    closeAll(server, life, owned);
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(settings.host()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    return http;
  }

  private static ProtectedResourceMetadata metadata(SampleSettings settings, ResourceUri resource) {
    return new ProtectedResourceMetadata(
        resource,
        List.of(settings.issuer()),
        List.of("agents:read", "agents:run", "teams:read", "workflows:read", "config:read"),
        "Bailiwick sample");
  }

  private static ServletContextHandler context(
      ResourceConfig rest, AgentGateRegistration door, PageServlet page) {
    ServletContextHandler context = new ServletContextHandler("/");
    JakartaWebSocketServletContainerInitializer.configure(context, null);
    context.addServletContainerInitializer((classes, servlets) -> door.register(servlets));
    ServletHolder resources = new ServletHolder(new ServletContainer(rest));
    resources
        .getRegistration()
        .setMultipartConfig(
            new MultipartConfigElement(
                System.getProperty("java.io.tmpdir"),
                SampleSettings.MAX_BODY_BYTES,
                SampleSettings.MAX_BODY_BYTES,
                SampleSettings.MAX_BODY_BYTES));
    context.addServlet(resources, "/*");
    ServletHolder files = new ServletHolder(page);
    page.paths().forEach(path -> context.addServlet(files, path.equals("/") ? "" : path));
    return context;
  }

  private static ResourceConfig rest(SampleBinder binder, ConnectGate gate) {
    return new ResourceConfig()
        .register(HealthResource.class)
        .register(MetricsResource.class)
        .register(MeResource.class)
        .register(ConfigResource.class)
        .register(ConnectionsResource.class)
        .register(HostedResource.class)
        .register(RunsResource.class)
        // reached where the gate has routes to them
        .register(MetadataResource.class)
        .register(ActionResource.class)
        .register(new RefusalFeature(gate))
        .register(new MaskedExceptions(gate))
        .register(binder)
        .register(
            new JacksonJsonProvider(
                JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build()))
        .property(ServerProperties.WADL_FEATURE_DISABLE, true);
  }

  private static void closeAll(Server server, SampleLife life, List<AutoCloseable> owned) {
    try {
      // first, so that who is connected hears why
      life.close();
      server.stop();
      for (AutoCloseable one : owned) {
        one.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("The sample agent service did not stop cleanly", e);
    }
  }
}
