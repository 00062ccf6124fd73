package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.testkit.TestSocket;
import io.bailiwick.testkit.TestToken;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What connections there are, and what ends them. */
class ConnectionsTest extends SampleTestBase {
  private static final TestSocket.Closed REVOKED =
      new TestSocket.Closed(4403, "auth.invalid_token");

  private static TestToken someone(String subject, String session) {
    return issuer.token().subject(subject).claim("sid", session).scopes("agents:run");
  }

  private static TestSocket open(TestToken token) throws Exception {
    URI agent = server.uri().resolve("/agents/research-agent");
    TestSocket socket = TestSocket.open(agent, bearer(token));
    socket.send("hello");
    socket.receive();
    return socket;
  }

  private static HttpResponse<String> delete(String query, TestToken token) throws Exception {
    return send(request(server.uri(), "/connections" + query, bearer(token)).DELETE());
  }

  @Test
  void connections_areListedForThoseWhoMayReadThem_withoutAnythingOfTheirTokens() throws Exception {
    TestToken token = someone("eva", "session-of-eva").claim("jti", "token-of-eva");
    try (TestSocket socket = open(token)) {
      HttpResponse<String> answer = get("/connections?subject=eva", ada());
      assertThat(answer.statusCode()).isEqualTo(200);
      JsonNode listed = json(answer).path("connections");
      assertThat(listed).hasSize(1);
      assertThat(listed.path(0).path("subject").asText()).isEqualTo("eva");
      assertThat(listed.path(0).path("agent").asText()).isEqualTo("research-agent");
      assertThat(listed.path(0).path("id").asText()).isNotEmpty();
      assertThat(answer.body()).doesNotContain("session-of-eva", "token-of-eva", token.sign());
      assertThat(json(get("/connections?session=session-of-eva", ada())).path("connections"))
          .hasSize(1);
      assertThat(
              json(get("/connections?agent=writer-agent&subject=eva", ada())).path("connections"))
          .isEmpty();
      assertThat(get("/connections?limit=0", ada()).statusCode()).isEqualTo(400);
      assertThat(get("/connections", bert()).statusCode()).isEqualTo(403);
      assertThat(send(request(server.uri(), "/connections")).statusCode()).isEqualTo(401);
      assertThat(socket.isOpen()).isTrue();
    }
  }

  @Test
  void administrator_endsThoseOfASubject_whoseTokenDoesNotComeBack() throws Exception {
    TestToken token = someone("fred", "f1");
    try (TestSocket one = open(token);
        TestSocket two = open(someone("fred", "f2"));
        TestSocket other = open(someone("gina", "g1"))) {
      assertThat(delete("?subject=fred", bert()).statusCode()).isEqualTo(403);
      HttpResponse<String> answer = delete("?subject=fred", ada());
      assertThat(json(answer).path("ended").asInt()).isEqualTo(2);
      assertThat(one.closed()).isEqualTo(REVOKED);
      assertThat(two.closed()).isEqualTo(REVOKED);
      assertThat(other.isOpen()).isTrue();
      assertThat(get("/me", token).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void administrator_endsASession_orOneConnection() throws Exception {
    TestToken token = someone("hugo", "h1");
    try (TestSocket one = open(token);
        TestSocket two = open(someone("hugo", "h2"))) {
      assertThat(json(delete("?session=h1", ada())).path("ended").asInt()).isEqualTo(1);
      assertThat(one.closed()).isEqualTo(REVOKED);
      String id =
          json(get("/connections?subject=hugo", ada()))
              .path("connections")
              .path(0)
              .path("id")
              .asText();
      assertThat(json(delete("?id=" + id, ada())).path("ended").asInt()).isEqualTo(1);
      assertThat(two.closed().code()).isEqualTo(1001);
    }
    for (String nothing : List.of("", "?subject=", "?session=", "?subject=a&session=b", "?x=y")) {
      assertThat(delete(nothing, ada()).statusCode()).isEqualTo(400);
    }
    assertThat(json(delete("?id=unknown", ada())).path("ended").asInt()).isZero();
  }

  @Test
  void logoutToken_endsTheSessionsConnections() throws Exception {
    String logout =
        issuer
            .token()
            .header("typ", "logout+jwt")
            .claim("typ", "Logout")
            .subject("ida")
            .claim("sid", "i1")
            .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))
            .sign();
    try (TestSocket socket = open(someone("ida", "i1"))) {
      HttpResponse<String> answer =
          send(
              request(server.uri(), "/backchannel-logout")
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString("logout_token=" + logout)));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(socket.closed()).isEqualTo(REVOKED);
    }
  }

  @Test
  void tooMany_areRefusedBeforeTheUpgrade() throws Exception {
    try (SampleServer small =
        SampleServer.start(settings(Map.of("BAILIWICK_CONNECTIONS_PER_CALLER", "1")))) {
      URI agent = small.uri().resolve("/agents/research-agent");
      try (TestSocket first = TestSocket.open(agent, bearer(someone("jon", "j1")))) {
        HttpResponse<?> refused = TestSocket.refused(agent, bearer(someone("jon", "j2")));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(first.isOpen()).isTrue();
      }
    }
  }

  @Test
  void metrics_tellHowManyAreLive_andWithWhatTheyEnded() throws Exception {
    try (TestSocket socket = open(someone("kim", "k1"))) {
      String before = get("/metrics", ada()).body();
      assertThat(before).containsPattern("\nbailiwick_connections [1-9]");
      delete("?subject=kim", ada());
      assertThat(socket.closed()).isEqualTo(REVOKED);
      assertThat(get("/metrics", ada()).body())
          .containsPattern(
              "\nbailiwick_connections_ended_total\\{bailiwick_ended=\"revoked\"\\} [1-9]")
          .doesNotContain("kim");
    }
  }
}
