package io.bailiwick.it.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Plain requests, no redirects, thirty seconds at most. */
public final class Http {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private Http() {}

  /** An answer, read whole. Prints as its status only: bodies hold tokens. */
  public record Answer(int status, HttpHeaders headers, String body) {
    /** The body as JSON; JSON null where it is empty. */
    public JsonNode json() {
      try {
        return body.isBlank() ? JSON.nullNode() : JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException("The answer, status " + status + ", is no JSON", e);
      }
    }

    /** The first header of that name, or an empty text. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return "Answer[" + status + "]";
    }
  }

  /** A request with this much set: the address and a time limit. */
  public static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
  }

  /** A GET with a bearer token. */
  public static Answer get(URI uri, String bearer) {
    return send(request(uri).header("Authorization", "Bearer " + bearer));
  }

  /** A GET without credentials. */
  public static Answer get(URI uri) {
    return send(request(uri));
  }

  /** Posts form fields, the same name more than once where it is given so. */
  public static Answer postForm(URI uri, Iterable<Map.Entry<String, String>> fields) {
    return send(form(uri, fields));
  }

  /** A request that posts form fields, to be given headers yet. */
  static HttpRequest.Builder form(URI uri, Iterable<Map.Entry<String, String>> fields) {
    return request(uri)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form(fields)));
  }

  /** Form fields as text. */
  public static String form(Iterable<Map.Entry<String, String>> fields) {
    return StreamSupport.stream(fields.spliterator(), false)
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** Sends; an unreachable server is an {@link UncheckedIOException}. */
  public static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted while asking"));
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
