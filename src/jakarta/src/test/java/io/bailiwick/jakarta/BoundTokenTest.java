package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.Admission;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.proof.BoundTokens;
import io.bailiwick.adapter.proof.DpopNonces;
import io.bailiwick.adapter.proof.DpopProofs;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestProof;
import io.bailiwick.testkit.TestSocket;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens that are bound to a DPoP key, through a real container. */
class BoundTokenTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final String SERVICE = "https://os.example.com/v1";
  private static final TestKey KEY = TestKey.generate("proof", "ES256");
  private static final TestIssuer ISSUER = TestIssuer.start();
  private static final KeySource KEYS =
      JwksUrl.ofIssuer(ISSUER.issuer())
          .patience(Duration.ofSeconds(20))
          .timeout(Duration.ofSeconds(20))
          .build();
  private static final String TOKEN =
      ISSUER.token().scopes("agents:read", "agents:run", "things:do").boundTo(KEY).sign();

  private static final RouteMap ROUTES =
      RouteMap.builder()
          .route("GET", "/open", Requirement.publicAccess())
          .route("GET", "/open-part", Requirement.publicAccess())
          .route("GET", "/open-forward", Requirement.publicAccess())
          .route("GET", "/do/{things}", Requirement.allOf("things:do"))
          .route("POST", "/do/{things}", Requirement.allOf("things:do"))
          .route("GET", "/agents", Requirement.allOf("agents:read"))
          .build();

  private static GatedServer server;

  @BeforeAll
  static void start() throws Exception {
    server = serve(proofs());
  }

  @AfterAll
  static void stop() {
    server.close();
    KEYS.close();
    ISSUER.close();
  }

  private static DpopProofs.Builder proofs() {
    return DpopProofs.builder().publicUrl(URI.create(SERVICE));
  }

  private static GatedServer serve(DpopProofs.Builder proofs) throws Exception {
    ConnectGate gate =
        GatedServer.gate(
            AgentTokenVerifier.builder()
                .issuer(ISSUER.issuer(), KEYS)
                .audience(TestIssuer.AUDIENCE)
                .proofs(BoundTokens.builder().dpop(proofs.build()).build())
                .build(),
            ROUTES);
    return GatedServer.start(
        "/",
        gate,
        door ->
            door.withEndpoints(
                connection -> Optional.of(new Quiet()), SocketLimits.standard(), CLOCK),
        BoundTokenTest::application);
  }

  private static final class Quiet extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {}
  }

  private static void application(HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      response.getWriter().write("async " + request.getUserPrincipal().getName().isEmpty());
      return;
    }
    if (request.getDispatcherType() == DispatcherType.INCLUDE) {
      response.getWriter().write("part ");
      return;
    }
    switch (request.getRequestURI()) {
      case "/open-forward", "/do/forward-mapped" ->
          request.getRequestDispatcher("/agents").forward(request, response);
      case "/do/forward-unmapped" ->
          request.getRequestDispatcher("/secret").forward(request, response);
      case "/do/parts" -> {
        Object admission = request.getAttribute(Admission.class.getName());
        Object caller = request.getAttribute(Caller.class.getName());
        request.getRequestDispatcher("/open-part").include(request, response);
        request.getRequestDispatcher("/agents").include(request, response);
        request.getRequestDispatcher("/open-part").include(request, response);
        boolean same =
            admission != null
                && caller != null
                && admission == request.getAttribute(Admission.class.getName())
                && caller == request.getAttribute(Caller.class.getName());
        response.getWriter().write("same " + same);
      }
      case "/do/part-then-async" -> {
        request.getRequestDispatcher("/open-part").include(request, response);
        request.startAsync().dispatch("/agents");
      }
      case "/do/public-forward" ->
          request.getRequestDispatcher("/open-forward").forward(request, response);
      case "/do/async-elsewhere" -> request.startAsync().dispatch("/agents");
      default -> response.getWriter().write("content of " + request.getRequestURI());
    }
  }

  private static TestProof proof(String method, String path) {
    return TestProof.by(KEY, CLOCK).request(method, SERVICE + path).token(TOKEN);
  }

  private static HttpResponse<String> send(GatedServer to, String path, String proof)
      throws Exception {
    return to.send("GET", path, "Authorization", "DPoP " + TOKEN, "DPoP", proof);
  }

  private static HttpResponse<String> send(String path, String proof) throws Exception {
    return send(server, path, proof);
  }

  private static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }

  @Test
  void tokenWithItsProof_passesOnce() throws Exception {
    String proof = proof("GET", "/do/x").sign();
    HttpResponse<String> first = send("/do/x?q=1", proof);
    assertThat(first.body()).isEqualTo("content of /do/x");
    assertThat(first.headers().firstValue("DPoP-Nonce")).isEmpty();
    HttpResponse<String> replayed = send("/do/x", proof);
    assertThat(replayed.statusCode()).isEqualTo(401);
    assertThat(challenge(replayed)).startsWith("DPoP ").contains("error=\"invalid_dpop_proof\"");
  }

  @Test
  void tokenWithoutItsProof_isRefused() throws Exception {
    HttpResponse<String> alone = server.send("GET", "/do/x", "Authorization", "DPoP " + TOKEN);
    assertThat(alone.statusCode()).isEqualTo(401);
    assertThat(challenge(alone)).contains("error=\"invalid_dpop_proof\"");
    HttpResponse<String> bearer = server.send("GET", "/do/x", "Authorization", "Bearer " + TOKEN);
    assertThat(bearer.statusCode()).isEqualTo(401);
    assertThat(bearer.body()).contains("proof_required");
    assertThat(
            server
                .send(
                    "GET",
                    "/do/x",
                    "Authorization",
                    "DPoP " + TOKEN,
                    "DPoP",
                    proof("GET", "/do/x").sign(),
                    "DPoP",
                    proof("GET", "/do/x").sign())
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void addressThatAClientMakesUp_doesNotCount() throws Exception {
    String elsewhere =
        TestProof.by(KEY, CLOCK).request("GET", "https://evil.example/do/x").token(TOKEN).sign();
    String answer =
        server.sendRaw(
            "GET",
            "/do/x",
            "X-Forwarded-Host",
            "evil.example",
            "X-Forwarded-Proto",
            "https",
            "Forwarded",
            "host=evil.example;proto=https",
            "Authorization",
            "DPoP " + TOKEN,
            "DPoP",
            elsewhere);
    assertThat(answer).startsWith("HTTP/1.1 401").contains("invalid_dpop_proof");
    String here =
        TestProof.by(KEY, CLOCK).request("GET", server.uri("/do/x").toString()).token(TOKEN).sign();
    assertThat(send("/do/x", here).statusCode()).isEqualTo(401);
    assertThat(send("/do/x", proof("POST", "/do/x").sign()).statusCode()).isEqualTo(401);
    assertThat(send("/do/x", proof("GET", "/do/y").sign()).statusCode()).isEqualTo(401);
  }

  @Test
  void oneProof_isForAllThatARequestIsSentOnTo() throws Exception {
    assertThat(send("/do/forward-mapped", proof("GET", "/do/forward-mapped").sign()).body())
        .isEqualTo("content of /agents");
    assertThat(send("/do/async-elsewhere", proof("GET", "/do/async-elsewhere").sign()).body())
        .isEqualTo("async false");
    assertThat(
            send("/do/forward-unmapped", proof("GET", "/do/forward-unmapped").sign()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void oneProof_isForAllThatComesAfterAPublicPart() throws Exception {
    HttpResponse<String> parts = send("/do/parts", proof("GET", "/do/parts").sign());
    assertThat(parts.statusCode()).isEqualTo(200);
    assertThat(parts.body()).endsWith("same true");
    HttpResponse<String> async =
        send("/do/part-then-async", proof("GET", "/do/part-then-async").sign());
    assertThat(async.statusCode()).isEqualTo(200);
    assertThat(async.body()).endsWith("async false");
    assertThat(send("/do/public-forward", proof("GET", "/do/public-forward").sign()).body())
        .isEqualTo("content of /agents");
  }

  @Test
  void callerWhoExpiresWhileWaiting_getsNoFurther() throws Exception {
    TestClock clock = TestClock.at(Instant.now());
    ConnectGate gate =
        ConnectGate.builder()
            .verifier(
                AgentTokenVerifier.builder()
                    .issuer(ISSUER.issuer(), KEYS)
                    .audience(TestIssuer.AUDIENCE)
                    .clock(clock)
                    .build())
            .routes(ROUTES)
            .clock(clock)
            .build();
    String token = ISSUER.token().scopes("agents:read", "things:do").sign();
    try (GatedServer waiting =
        GatedServer.start(
            gate,
            (request, response) -> {
              if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.getWriter().write("shown");
                return;
              }
              AsyncContext async = request.startAsync();
              if (request.getRequestURI().equals("/do/long")) {
                clock.advance(Duration.ofHours(1));
              }
              async.dispatch("/agents");
            })) {
      assertThat(waiting.send("GET", "/do/short", "Authorization", "Bearer " + token).body())
          .isEqualTo("shown");
      HttpResponse<String> late =
          waiting.send("GET", "/do/long", "Authorization", "Bearer " + token);
      assertThat(late.statusCode()).isEqualTo(401);
      assertThat(late.body()).contains("expired_token").doesNotContain("shown");
    }
  }

  @Test
  void proofForWhatTheClientSent_countsWhereAPublicRouteSendsItOn() throws Exception {
    assertThat(send("/open-forward", proof("GET", "/open-forward").sign()).body())
        .isEqualTo("content of /agents");
    assertThat(send("/open-forward", proof("GET", "/agents").sign()).statusCode()).isEqualTo(401);
    assertThat(server.send("GET", "/open-forward").statusCode()).isEqualTo(401);
  }

  @Test
  void nonce_comesWithEveryAnswer_andIsTaken() throws Exception {
    try (GatedServer asking = serve(proofs().nonces(DpopNonces.ofProcess(CLOCK)))) {
      HttpResponse<String> first = send(asking, "/do/x", proof("GET", "/do/x").sign());
      assertThat(first.statusCode()).isEqualTo(401);
      assertThat(challenge(first)).contains("error=\"use_dpop_nonce\"");
      String nonce = first.headers().firstValue("DPoP-Nonce").orElseThrow();
      HttpResponse<String> second =
          send(asking, "/do/x", proof("GET", "/do/x").nonce(nonce).sign());
      assertThat(second.statusCode()).isEqualTo(200);
      assertThat(second.headers().firstValue("DPoP-Nonce")).isPresent();
      assertThat(second.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(asking.send("GET", "/open").headers().firstValue("DPoP-Nonce")).isEmpty();
    }
  }

  @Test
  void socket_opensWithAProofForItsHandshakeOverHttp() {
    String proof = proof("GET", "/agents/a1/room").sign();
    try (TestSocket socket =
        TestSocket.open(
            server.uri("/agents/a1/room"), "Authorization", "DPoP " + TOKEN, "DPoP", proof)) {
      assertThat(socket.isOpen()).isTrue();
    }
    String overWss =
        TestProof.by(KEY, CLOCK)
            .request("GET", SERVICE.replace("https", "wss") + "/agents/a1/room")
            .token(TOKEN)
            .sign();
    for (String bad : new String[] {proof, overWss, proof("GET", "/agents/a1").sign()}) {
      HttpResponse<?> refused =
          TestSocket.refused(
              server.uri("/agents/a1/room"), "Authorization", "DPoP " + TOKEN, "DPoP", bad);
      assertThat(refused.statusCode()).isEqualTo(401);
    }
    assertThat(
            TestSocket.refused(server.uri("/agents/a1/room"), "Authorization", "Bearer " + TOKEN)
                .statusCode())
        .isEqualTo(401);
  }
}
