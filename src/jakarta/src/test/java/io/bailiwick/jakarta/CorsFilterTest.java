package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.SecurityKey;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A security key stands for the token here: what is asked is what a page may read. */
class CorsFilterTest {
  private static final String KEY = "0123456789abcdef0123";
  private static final String ORIGIN = "https://app.example.com";

  private GatedServer server;

  @BeforeEach
  void start() throws Exception {
    RouteMap routes =
        RouteMap.builder()
            .route("GET", "/agents", Requirement.allOf("agents:read"))
            .route("GET", "/reset", Requirement.allOf("agents:read"))
            .build();
    server =
        GatedServer.start(
            "/",
            GatedServer.gate(SecurityKey.forDevelopment(KEY), routes),
            door -> door.withCors(CorsPolicy.of(Set.of(ORIGIN))),
            (request, response) -> {
              if (request.getRequestURI().equals("/reset")) {
                response.reset();
              }
              response.getWriter().write("[]");
            });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void preflight_needsNoTokenAndReachesNothing() throws Exception {
    HttpResponse<String> answer =
        server.send(
            "OPTIONS",
            "/agents",
            "Origin",
            ORIGIN,
            "Access-Control-Request-Method",
            "GET",
            "Access-Control-Request-Headers",
            "authorization");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
        .contains("authorization", "dpop");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
        .contains("GET", "POST");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(answer.headers().allValues("Vary")).contains("Origin");
    assertThat(server.reached()).isEmpty();
  }

  @Test
  void preflight_ofAnotherOrigin_isRefusedWithoutCorsHeaders() throws Exception {
    HttpResponse<String> answer =
        server.send(
            "OPTIONS",
            "/agents",
            "Origin",
            "https://evil.example",
            "Access-Control-Request-Method",
            "GET");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void preflight_ofAMethodThatIsNotAllowed_isRefused() throws Exception {
    HttpResponse<String> answer =
        server.send(
            "OPTIONS", "/agents", "Origin", ORIGIN, "Access-Control-Request-Method", "TRACE");
    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void optionsThatIsNoPreflight_isDecidedByTheGate() throws Exception {
    assertThat(server.send("OPTIONS", "/agents", "Origin", ORIGIN).statusCode()).isEqualTo(401);
    assertThat(server.reached()).isEmpty();
  }

  @Test
  void answer_isReadableByTheAllowedOriginOnly() throws Exception {
    HttpResponse<String> allowed =
        server.send("GET", "/agents", "Origin", ORIGIN, "Authorization", "Bearer " + KEY);
    assertThat(allowed.statusCode()).isEqualTo(200);
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
    HttpResponse<String> other =
        server.send(
            "GET", "/agents", "Origin", "https://evil.example", "Authorization", "Bearer " + KEY);
    assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(other.headers().allValues("Vary")).contains("Origin");
  }

  @Test
  void refusal_isReadableWithItsChallenge() throws Exception {
    HttpResponse<String> answer = server.send("GET", "/agents", "Origin", ORIGIN);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
    assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
        .contains("WWW-Authenticate", "DPoP-Nonce");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @Test
  void answerThatTheApplicationStartsAfresh_staysReadable() throws Exception {
    HttpResponse<String> answer =
        server.send("GET", "/reset", "Origin", ORIGIN, "Authorization", "Bearer " + KEY);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly(ORIGIN);
  }

  @Test
  void twoOrigins_areNone() throws Exception {
    String answer =
        server.sendRaw("GET", "/agents", "Origin", ORIGIN, "Origin", "https://evil.example");
    assertThat(answer).startsWith("HTTP/1.1 401").doesNotContain("Access-Control-Allow-Origin");
  }
}
