package io.bailiwick.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestToken;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The sample, running for the tests of one class, its issuer, and people with their scopes. */
@SuppressWarnings("NullAway.Init")
abstract class SampleTestBase {
  static final String ORIGIN = "https://app.example.com";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  static TestIssuer issuer;
  static SampleServer server;

  @BeforeAll
  static void start() {
    issuer = TestIssuer.start();
    server = SampleServer.start(settings(Map.of()));
  }

  @AfterAll
  static void stop() {
    server.close();
    issuer.close();
  }

  static SampleSettings settings(Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "BAILIWICK_ISSUER",
                issuer.issuer(),
                "BAILIWICK_AUDIENCE",
                TestIssuer.AUDIENCE,
                "BAILIWICK_SAMPLE_PORT",
                "0",
                "BAILIWICK_ALLOWED_ORIGINS",
                ORIGIN,
                // all tests of a class come from one address, with whatever is bad
                "BAILIWICK_FAILURES_PER_ADDRESS",
                "1000000"));
    environment.putAll(more);
    return SampleSettings.read(environment);
  }

  static TestToken ada() {
    return issuer.token().subject("ada").scopes("agent_os:admin");
  }

  static TestToken bert() {
    return issuer
        .token()
        .subject("bert")
        .scopes("agents:research-agent:read", "agents:research-agent:run");
  }

  static TestToken cleo() {
    return issuer.token().subject("cleo").scopes("agents:read", "agents:support-agent:run");
  }

  static TestToken dan() {
    return issuer.token().subject("dan").scopes();
  }

  static HttpRequest.Builder request(URI base, String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }

  static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static HttpResponse<String> get(String path, TestToken token) throws Exception {
    return send(request(server.uri(), path, bearer(token)));
  }

  static HttpResponse<String> run(String agent, TestToken token, String form) throws Exception {
    return send(
        request(server.uri(), "/agents/" + agent + "/runs", bearer(token))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  static String[] bearer(TestToken token) {
    return new String[] {"Authorization", "Bearer " + token.sign()};
  }

  static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }

  static String code(HttpResponse<String> answer) throws Exception {
    return json(answer).path("code").asText();
  }

  static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }
}
