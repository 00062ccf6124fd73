package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What anybody may read, and what the start tells. */
class PublicPagesTest extends SampleTestBase {
  @Test
  void health_isPublic() throws Exception {
    HttpResponse<String> answer = send(request(server.uri(), "/health"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).path("status").asText()).isEqualTo("ok");
  }

  @Test
  void crossOrigin_preflightNeedsNoTokenAndRefusalIsReadable() throws Exception {
    String answer = rawPreflight();
    assertThat(answer)
        .startsWith("HTTP/1.1 204")
        .contains("Access-Control-Allow-Origin: " + ORIGIN);
    HttpResponse<String> refusal = send(request(server.uri(), "/me", "Origin", ORIGIN));
    assertThat(refusal.statusCode()).isEqualTo(401);
    assertThat(refusal.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
    assertThat(refusal.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
        .contains("WWW-Authenticate");
  }

  private static String rawPreflight() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              ("OPTIONS /me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: "
                      + ORIGIN
                      + "\r\nAccess-Control-Request-Method: GET\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void metadata_namesResourceAndIssuer() throws Exception {
    JsonNode document = json(send(request(server.uri(), "/.well-known/oauth-protected-resource")));
    assertThat(document.path("resource").asText()).isEqualTo(server.resource().text());
    assertThat(document.path("authorization_servers").path(0).asText()).isEqualTo(issuer.issuer());
    assertThat(document.path("bearer_methods_supported").toString()).isEqualTo("[\"header\"]");
  }

  @Test
  void page_isPublicUnderAStrictPolicy() throws Exception {
    HttpResponse<String> page = send(request(server.uri(), "/"));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains(
            "default-src 'none'",
            "script-src 'self'",
            "form-action 'self' " + issuer.issuer().replaceFirst("(//[^/]+).*", "$1") + ";",
            "frame-ancestors 'none'",
            " ws://localhost:" + server.port() + ";",
            "require-trusted-types-for 'script'")
        .doesNotContain("unsafe", "*", "data:");
    assertThat(page.body()).doesNotContain("<script>", "onclick", "style=");
    assertThat(send(request(server.uri(), "/app.js")).statusCode()).isEqualTo(200);
    assertThat(send(request(server.uri(), "/connection.js")).statusCode()).isEqualTo(200);
    assertThat(send(request(server.uri(), "/style.css")).statusCode()).isEqualTo(200);
    assertThat(send(request(server.uri(), "/icon.svg")).statusCode()).isEqualTo(200);
    JsonNode told = json(send(request(server.uri(), "/page.json")));
    assertThat(told.path("client_id").asText()).isEqualTo("demo-web");
    // no secret, no tickets
    assertThat(told.path("tickets").asBoolean()).isFalse();
    assertThat(told.path("redirect_uri").asText()).isEqualTo(server.uri() + "/");
  }

  @Test
  void start_tellsRoutesAndNothingLoosened() {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Main.tell(settings(Map.of()), server, new PrintStream(told, true, StandardCharsets.UTF_8));
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("/config", "config:read", "/agents/{agents}/runs", "denied", "CONNECT")
        .contains("Signatures and who verifies them:", "ES256", "(self-test passed)")
        .contains("No setting loosens a check.", ORIGIN);
    assertThat(server.loosened()).isEmpty();
  }
}
