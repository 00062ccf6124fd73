package io.bailiwick.it.sample;

import io.bailiwick.it.keycloak.Http;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Calls the sample as a caller with this token would; thread-safe. */
public final class SampleClient {
  private final URI sample;

  /**
   * @param sample its root without a trailing slash
   */
  public SampleClient(URI sample) {
    this.sample = sample;
  }

  public Http.Answer get(String path) {
    return Http.get(uri(path));
  }

  public Http.Answer get(String path, String token) {
    return Http.get(uri(path), token);
  }

  /** With these headers: name, value, name, value. */
  public Http.Answer getWith(String path, String... headers) {
    return Http.send(Http.request(uri(path)).headers(headers));
  }

  /** {@code POST /agents/{id}/runs}. */
  public Http.Answer run(String agent, String token, String message) {
    return Http.send(
        Http.request(uri("/agents/" + agent + "/runs"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(Http.form(List.of(Map.entry("message", message))))));
  }

  /** The ids that {@code GET /agents} shows; an answer other than 200 is an exception. */
  public List<String> agents(String token) {
    Http.Answer answer = get("/agents", token);
    if (answer.status() != 200) {
      throw new IllegalStateException("GET /agents answered " + answer.status());
    }
    return StreamSupport.stream(answer.json().spliterator(), false)
        .map(agent -> agent.path("id").asText())
        .sorted()
        .toList();
  }

  /** Opens {@code /agents/...} as a WebSocket; refused or open, see the answer. */
  public AgentSocket connect(String path, String token) {
    return connectWith(path, "Authorization", "Bearer " + token);
  }

  /** The same with these headers: name, value, name, value. */
  public AgentSocket connectWith(String path, String... headers) {
    URI address = URI.create(uri(path).toString().replaceFirst("^http", "ws"));
    return AgentSocket.open(address, headers);
  }

  private URI uri(String path) {
    return URI.create(sample + path);
  }
}
