package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller is shown over HTTP, and what it may run. */
class AgentsOverHttpTest extends SampleTestBase {
  @Test
  void me_saysWhoCalls() throws Exception {
    HttpResponse<String> answer =
        get(
            "/me",
            bert()
                .agent("research-agent", "room", "42")
                .actors("travel-agent")
                .claim("email", "bert@example.com")
                .claim("name", "Bert"));
    JsonNode me = json(answer);
    assertThat(me.path("user_id").asText()).isEqualTo("bert");
    assertThat(me.path("email").asText()).isEqualTo("bert@example.com");
    assertThat(me.path("name").asText()).isEqualTo("Bert");
    assertThat(me.path("scopes").toString())
        .isEqualTo("[\"agents:research-agent:read\",\"agents:research-agent:run\"]");
    assertThat(me.path("agent").toString())
        .isEqualTo("{\"name\":\"research-agent\",\"key\":[\"room\",\"42\"]}");
    assertThat(me.path("auth_method").asText()).isEqualTo("bearer");
    assertThat(me.path("issuer").asText()).isEqualTo(issuer.issuer());
    assertThat(me.path("client_id").asText()).isEqualTo("demo-cli");
    assertThat(me.path("actors").path(0).path("sub").asText()).isEqualTo("travel-agent");
    assertThat(me.path("expires_at").asLong()).isPositive();
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void lists_showWhatTheCallerMaySee() throws Exception {
    assertThat(json(get("/agents", ada()))).hasSize(4);
    assertThat(get("/agents", bert()).body())
        .isEqualTo("[{\"id\":\"research-agent\",\"name\":\"Research agent\"}]");
    assertThat(json(get("/agents", cleo()))).hasSize(4);
    assertThat(get("/agents", dan()).body()).isEqualTo("[]");
    assertThat(json(get("/teams", ada()))).hasSize(1);
    assertThat(json(get("/workflows", ada()))).hasSize(1);
    assertThat(get("/teams", bert()).body()).isEqualTo("[]");
    assertThat(json(get("/agents", ada().agent("writer-agent")))).hasSize(1);
  }

  @Test
  void envelopedAndHidden_areTheServicesChoice() throws Exception {
    try (SampleServer other =
        SampleServer.start(
            settings(
                Map.of(
                    "BAILIWICK_ENVELOPED_LISTS", "true",
                    "BAILIWICK_HIDDEN_IS_NOT_FOUND", "true")))) {
      assertThat(send(request(other.uri(), "/agents", bearer(bert()))).body())
          .isEqualTo("{\"agents\":[{\"id\":\"research-agent\",\"name\":\"Research agent\"}]}");
      assertThat(send(request(other.uri(), "/agents/support-agent", bearer(bert()))).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void singleAgent_isDecidedAsTheListIs() throws Exception {
    assertThat(get("/agents/research-agent", bert()).statusCode()).isEqualTo(200);
    assertThat(get("/agents/support-agent", bert()).statusCode()).isEqualTo(403);
    assertThat(get("/agents/no-such-agent", bert()).statusCode()).isEqualTo(403);
    assertThat(get("/agents/no-such-agent", ada()).statusCode()).isEqualTo(404);
    assertThat(get("/agents/research-agent", dan()).statusCode()).isEqualTo(403);
  }

  @Test
  void run_saysTheMessageBack() throws Exception {
    HttpResponse<String> answer = run("research-agent", bert(), "message=good+morning");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).path("content").asText())
        .isEqualTo("Research agent heard: good morning");
    assertThat(json(answer).path("user_id").asText()).isEqualTo("bert");
    assertThat(run("research-agent", bert(), "").statusCode()).isEqualTo(400);
    assertThat(run("no-such-agent", ada(), "message=x").statusCode()).isEqualTo(404);
    assertThat(run("research-agent", bert(), "message=" + "x".repeat(100_000)).statusCode())
        .isEqualTo(413);
  }

  @Test
  void multipartRun_isTakenToo() throws Exception {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nhello\r\n--b--\r\n";
    HttpResponse<String> answer =
        send(
            request(server.uri(), "/agents/research-agent/runs", bearer(bert()))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.body()).contains("Research agent heard: hello");
  }

  @ParameterizedTest
  @CsvSource({"HEAD,/agents,200", "DELETE,/agents/research-agent,403", "OPTIONS,/agents,403"})
  void otherMethods_areDecided(String method, String path, int status) throws Exception {
    HttpRequest.Builder request =
        request(server.uri(), path, bearer(ada()))
            .method(method, HttpRequest.BodyPublishers.noBody());
    assertThat(send(request).statusCode()).isEqualTo(status);
  }
}
