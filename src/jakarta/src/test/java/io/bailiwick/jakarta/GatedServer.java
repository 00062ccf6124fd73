package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.CallerVerifier;
import io.bailiwick.testkit.TestIssuer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.common.JakartaWebSocketSession;
import org.eclipse.jetty.ee10.websocket.jakarta.server.JakartaWebSocketServerContainer;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A real server behind a real gate, with an application that remembers what reached it. */
final class GatedServer implements AutoCloseable {

  /** What an application does with a request. */
  @FunctionalInterface
  interface Application {
    void serve(HttpServletRequest request, HttpServletResponse response) throws Exception;
  }

  private final Server server = new Server();
  private final ServletContextHandler context = new ServletContextHandler();
  private final List<String> reached = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final String contextPath;

  private GatedServer(String contextPath) {
    this.contextPath = contextPath;
  }

  /** A gate that takes that issuer's tokens. */
  static ConnectGate gate(TestIssuer issuer, RouteMap routes) {
    return gate(verifier(issuer, Clock.systemUTC()), routes);
  }

  static ConnectGate gate(CallerVerifier verifier, RouteMap routes) {
    return ConnectGate.builder()
        .verifier(verifier)
        .routes(routes)
        .resourceMetadata(URI.create("http://localhost:7777/.well-known/oauth-protected-resource"))
        .build();
  }

  static AgentTokenVerifier verifier(TestIssuer issuer, Clock clock) {
    return AgentTokenVerifier.builder()
        .issuer(
            issuer.issuer(),
            io.bailiwick.adapter.keys.JwksUrl.ofIssuer(issuer.issuer())
                .patience(Duration.ofSeconds(20))
                .timeout(Duration.ofSeconds(20))
                .build())
        .audience(TestIssuer.AUDIENCE)
        .clock(clock)
        .build();
  }

  static GatedServer start(ConnectGate gate, Application application) throws Exception {
    return start("/", gate, door -> door, application);
  }

  static GatedServer start(
      String contextPath,
      ConnectGate gate,
      UnaryOperator<AgentGateRegistration> options,
      Application application)
      throws Exception {
    return start(contextPath, new HttpConnectionFactory(), List.of(), gate, options, application);
  }

  /** Over TLS, with the client's certificate where it has one. */
  static GatedServer startTls(
      SslContextFactory.Server tls, ConnectGate gate, Application application) throws Exception {
    HttpConfiguration http = new HttpConfiguration();
    http.addCustomizer(new SecureRequestCustomizer());
    return start(
        "/",
        new HttpConnectionFactory(http),
        List.of(new SslConnectionFactory(tls, "http/1.1")),
        gate,
        door -> door,
        application);
  }

  private static GatedServer start(
      String contextPath,
      HttpConnectionFactory http,
      List<ConnectionFactory> before,
      ConnectGate gate,
      UnaryOperator<AgentGateRegistration> options,
      Application application)
      throws Exception {
    GatedServer gated = new GatedServer(contextPath.equals("/") ? "" : contextPath);
    List<ConnectionFactory> protocols = new ArrayList<>(before);
    protocols.add(http);
    ServerConnector connector =
        new ServerConnector(gated.server, protocols.toArray(ConnectionFactory[]::new));
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    gated.server.addConnector(connector);
    ServletContextHandler context = gated.context;
    context.setContextPath(contextPath);
    JakartaWebSocketServletContainerInitializer.configure(context, null);
    context.addServletContainerInitializer(
        (classes, servlets) -> options.apply(AgentGateRegistration.of(gate)).register(servlets));
    ServletHolder servlet = new ServletHolder(gated.new Remembering(application));
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, "/*");
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.addErrorPage(418, "/teapot");
    errors.addErrorPage(410, "/gone");
    context.setErrorHandler(errors);
    gated.server.setHandler(context);
    gated.server.start();
    return gated;
  }

  int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  /** Every socket that the container has, in no order. */
  Set<JakartaWebSocketSession> sockets() {
    return JakartaWebSocketServerContainer.getContainer(context.getServletContext())
        .getOpenSessions()
        .stream()
        .map(JakartaWebSocketSession.class::cast)
        .collect(Collectors.toSet());
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + contextPath + path);
  }

  /** Every dispatch that reached the application: its type and its path. */
  List<String> reached() {
    return reached;
  }

  HttpResponse<String> send(String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody());
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A request exactly as written: clients tidy up paths, and refuse to send some headers. */
  String sendRaw(String method, String target, String... headers) throws IOException {
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    request.append("Host: 127.0.0.1:").append(port()).append("\r\nConnection: close\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket
          .getOutputStream()
          .write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
      try (InputStream answer = socket.getInputStream()) {
        return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The server did not stop", e);
    }
  }

  private final class Remembering extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Application application;

    Remembering(Application application) {
      this.application = application;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      reached.add(request.getDispatcherType() + " " + ServletConnectRequest.rawPath(request));
      try {
        application.serve(request, response);
      } catch (RuntimeException | IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
