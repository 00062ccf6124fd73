package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.Admission;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.AccessDenied;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.CallerVerifier;
import io.bailiwick.adapter.token.SecurityKey;
import io.bailiwick.scope.Scope;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A security key stands for the token here: whoever has it may do all that is mapped. */
class AgentGateFilterTest {
  private static final String KEY = "0123456789abcdef0123";
  private static final String[] AUTHORIZED = {"Authorization", "Bearer " + KEY};
  private static final RouteMap ROUTES =
      RouteMap.builder()
          .route("GET", "/open", Requirement.publicAccess())
          .route("GET", "/open-forward", Requirement.publicAccess())
          .route("GET", "/teapot", Requirement.publicAccess())
          .route("GET", "/do/{things}", Requirement.allOf("things:do"))
          .route("GET", "/agents", Requirement.allOf("agents:read"))
          .build();

  private GatedServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        GatedServer.start(
            GatedServer.gate(SecurityKey.forDevelopment(KEY), ROUTES),
            AgentGateFilterTest::application);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static void application(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      response.getWriter().write("back");
      return;
    }
    switch (request.getRequestURI()) {
      case "/open-forward", "/do/forward-mapped" ->
          request.getRequestDispatcher("/agents").forward(request, response);
      case "/do/forward-unmapped" ->
          request.getRequestDispatcher("/secret").forward(request, response);
      case "/do/include-unmapped" -> include(request, response);
      case "/do/async-same" -> request.startAsync().dispatch();
      case "/do/async-unmapped" -> {
        AsyncContext async = request.startAsync();
        async.dispatch("/secret");
      }
      case "/do/refuse" -> throw new Refused(Refusal.of(Refusal.Code.NOT_FOUND));
      case "/do/refuse-wrapped" ->
          throw new ServletException(new AccessDenied(List.of(Scope.global("things", "undo"))));
      case "/do/late" -> {
        response.getWriter().write("half");
        response.flushBuffer();
        throw new Refused(Refusal.of(Refusal.Code.FORBIDDEN));
      }
      case "/do/fail" -> throw new IllegalStateException("the application's own");
      case "/do/teapot" -> response.sendError(418);
      case "/do/gone" -> response.sendError(410);
      case "/do/who" -> who(request, response);
      case "/open" -> response.getWriter().write(String.valueOf(request.getUserPrincipal()));
      default -> response.getWriter().write("content of " + request.getRequestURI());
    }
  }

  /** An include keeps the URI of the request that it is part of. */
  private static void include(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.INCLUDE) {
      response.getWriter().write("included secret");
      return;
    }
    response.getWriter().write("before ");
    request.getRequestDispatcher("/secret").include(request, response);
  }

  private static void who(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Caller attribute = (Caller) request.getAttribute(Caller.class.getName());
    Admission admission = (Admission) request.getAttribute(Admission.class.getName());
    CallerPrincipal principal = (CallerPrincipal) request.getUserPrincipal();
    response
        .getWriter()
        .write(
            String.join(
                " ",
                principal.getName(),
                request.getRemoteUser(),
                request.getAuthType(),
                String.valueOf(attribute == principal.caller()),
                String.valueOf(admission.requireCaller() == attribute),
                String.valueOf(request.isUserInRole("agents:any:run")),
                String.valueOf(request.isUserInRole("agents::run")),
                String.valueOf(request.isUserInRole("openid"))));
  }

  @Test
  void noToken_isRefusedBeforeTheApplication() throws Exception {
    HttpResponse<String> answer = server.send("GET", "/agents");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith("Bearer")
        .contains("resource_metadata=");
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.body()).contains("\"code\":\"missing_token\"");
    assertThat(server.reached()).isEmpty();
  }

  @Test
  void wrongKey_isRefusedAndNotEchoed() throws Exception {
    HttpResponse<String> answer =
        server.send("GET", "/agents", "Authorization", "Bearer wrong-key-0123456789");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body() + answer.headers().map()).doesNotContain("wrong-key");
    assertThat(server.reached()).isEmpty();
  }

  @Test
  void mappedRoute_passesAndIsNotStored() throws Exception {
    HttpResponse<String> answer = server.send("GET", "/agents", AUTHORIZED);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("content of /agents");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/secret", "/", "/do", "/do/a/b", "/Agents", "/open/more"})
  void unmappedRoute_isDenied(String path) throws Exception {
    assertThat(server.send("GET", path, AUTHORIZED).statusCode()).isEqualTo(403);
    assertThat(server.send("GET", path).statusCode()).isEqualTo(401);
    assertThat(server.reached()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"})
  void unmappedMethod_isDenied(String method) throws Exception {
    assertThat(server.sendRaw(method, "/agents", AUTHORIZED)).containsPattern("^HTTP/1.1 40[035]");
    assertThat(server.reached()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/open/../secret",
        "/open/..%2fsecret",
        "/open/%2e%2e/secret",
        "/open/.%2e/secret",
        "//open",
        "//agents",
        "/open//",
        "/agents/",
        "/./agents",
        "/agents;x",
        "/open;/../secret",
        "/agents%00",
        "/%61gents%2f",
        "/agents%5c",
        "/agents%",
        "/agents%zz",
        "/agents%c0%af",
        "/do/x;y",
        "/do/x%3by",
        "/do/%2e%2e",
        "/do/a%2fb",
        "http://127.0.0.1/secret",
        "secret",
        "*"
      })
  void pathThatMayBeReadTwoWays_isRefusedBeforeTheApplication(String target) throws Exception {
    assertThat(server.sendRaw("GET", target, AUTHORIZED)).containsPattern("^HTTP/1.1 40[013]");
    assertThat(server.reached()).isEmpty();
  }

  @Test
  void escapedSpellingOfARoute_isThatRoute() throws Exception {
    assertThat(server.sendRaw("GET", "/%61gents")).startsWith("HTTP/1.1 401");
    assertThat(server.sendRaw("GET", "/%61gents", AUTHORIZED)).startsWith("HTTP/1.1 200");
  }

  @Test
  void publicRoute_hasNoPrincipal() throws Exception {
    HttpResponse<String> answer = server.send("GET", "/open", AUTHORIZED);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("null");
  }

  @Test
  void caller_isPrincipalAttributeAndRoles() throws Exception {
    assertThat(server.send("GET", "/do/who", AUTHORIZED).body())
        .isEqualTo("security-key security-key SECURITY_KEY true true true false false");
  }

  @Test
  void forward_isDecidedForItsTarget() throws Exception {
    assertThat(server.send("GET", "/do/forward-mapped", AUTHORIZED).body())
        .isEqualTo("content of /agents");
    HttpResponse<String> unmapped = server.send("GET", "/do/forward-unmapped", AUTHORIZED);
    assertThat(unmapped.statusCode()).isEqualTo(403);
    assertThat(unmapped.body()).doesNotContain("content");
    assertThat(server.reached()).doesNotContain("FORWARD /secret");
  }

  @Test
  void forwardFromAPublicRoute_needsTheTargetsToken() throws Exception {
    assertThat(server.send("GET", "/open-forward").statusCode()).isEqualTo(401);
    assertThat(server.send("GET", "/open-forward", AUTHORIZED).body())
        .isEqualTo("content of /agents");
  }

  @Test
  void include_isDecidedForItsTarget() throws Exception {
    HttpResponse<String> answer = server.send("GET", "/do/include-unmapped", AUTHORIZED);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).doesNotContain("included").doesNotContain("before");
    assertThat(server.reached()).containsExactly("REQUEST /do/include-unmapped");
  }

  @Test
  void asyncDispatch_backPassesAndElsewhereIsDecided() throws Exception {
    assertThat(server.send("GET", "/do/async-same", AUTHORIZED).body()).isEqualTo("back");
    assertThat(server.send("GET", "/do/async-unmapped", AUTHORIZED).statusCode()).isEqualTo(403);
    assertThat(server.reached()).doesNotContain("ASYNC /secret");
  }

  @Test
  void errorPage_isShownWhereItIsMappedAndKeepsItsStatusWhereNot() throws Exception {
    HttpResponse<String> mapped = server.send("GET", "/do/teapot", AUTHORIZED);
    assertThat(mapped.statusCode()).isEqualTo(418);
    assertThat(mapped.body()).isEqualTo("content of /teapot");
    HttpResponse<String> unmapped = server.send("GET", "/do/gone", AUTHORIZED);
    assertThat(unmapped.statusCode()).isEqualTo(410);
    assertThat(unmapped.body()).isEmpty();
  }

  @Test
  void refusalOfTheApplication_isAnsweredAsTheGatesOwn() throws Exception {
    HttpResponse<String> notFound = server.send("GET", "/do/refuse", AUTHORIZED);
    assertThat(notFound.statusCode()).isEqualTo(404);
    assertThat(notFound.body()).contains("\"code\":\"not_found\"");
    HttpResponse<String> denied = server.send("GET", "/do/refuse-wrapped", AUTHORIZED);
    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(denied.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("error=\"insufficient_scope\"", "scope=\"things:undo\"");
  }

  @Test
  void refusalAfterHalfAnAnswer_breaksItOff() throws Exception {
    assertThat(server.sendRaw("GET", "/do/late", AUTHORIZED)).doesNotContain("\r\n0\r\n");
  }

  @Test
  void otherExceptionOfTheApplication_staysTheContainers() throws Exception {
    assertThat(server.send("GET", "/do/fail", AUTHORIZED).statusCode()).isEqualTo(500);
  }

  @Test
  void exceptionWhileDeciding_isMaskedAndReachesNothing() throws Exception {
    CallerVerifier broken =
        new CallerVerifier() {
          @Override
          public Caller verify(String credential) {
            throw new IllegalStateException("broke on " + credential);
          }

          @Override
          public List<String> loosened() {
            return List.of();
          }
        };
    try (GatedServer failing =
        GatedServer.start(GatedServer.gate(broken, ROUTES), AgentGateFilterTest::application)) {
      HttpResponse<String> answer = failing.send("GET", "/agents", AUTHORIZED);
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body())
          .contains("\"code\":\"internal_error\"")
          .doesNotContain("broke", KEY, "IllegalState");
      assertThat(failing.reached()).isEmpty();
    }
  }

  @Test
  void contextPath_isNoPartOfTheRoute() throws Exception {
    try (GatedServer below =
        GatedServer.start(
            "/os",
            GatedServer.gate(SecurityKey.forDevelopment(KEY), ROUTES),
            door -> door,
            (request, response) -> response.getWriter().write(request.getContextPath()))) {
      assertThat(below.send("GET", "/agents", AUTHORIZED).body()).isEqualTo("/os");
      assertThat(below.send("GET", "/agents").statusCode()).isEqualTo(401);
      assertThat(below.send("GET", "/os/agents", AUTHORIZED).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void head_isDecidedAsGet() throws Exception {
    assertThat(server.send("HEAD", "/agents").statusCode()).isEqualTo(401);
    assertThat(server.send("HEAD", "/agents", AUTHORIZED).statusCode()).isEqualTo(200);
    assertThat(server.send("HEAD", "/secret", AUTHORIZED).statusCode()).isEqualTo(403);
  }
}
