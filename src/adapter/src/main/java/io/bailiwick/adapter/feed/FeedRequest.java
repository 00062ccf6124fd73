package io.bailiwick.adapter.feed;

import io.bailiwick.adapter.handle.ClientAuthentication;
import io.bailiwick.adapter.internal.LimitedBody;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what was revoked, as this service. The calling thread waits, for no longer than the
 * issuer was to hold the request and the slack beside it. No redirect is followed. Thread-safe.
 */
final class FeedRequest {
  private static final int MAX_BYTES = 512 * 1024;

  private final URI endpoint;
  private final ClientAuthentication client;
  private final Duration slack;
  private final HttpClient http;

  FeedRequest(URI endpoint, ClientAuthentication client, Duration slack, @Nullable SSLContext tls) {
    this.endpoint = endpoint;
    this.client = client;
    this.slack = slack;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(slack);
    if (tls != null) {
      builder.sslContext(tls);
    }
    this.http = builder.build();
  }

  /**
   * @param from the cursor to go on from; empty: from the beginning
   * @param whole whether the beginning is that of all that the issuer remembers, and not now
   * @param hold for how long the issuer may hold the request while there is nothing
   * @throws FeedFailed where there was no answer in time, or none that could be read
   */
  HttpResponse<byte[]> send(Optional<String> from, boolean whole, Duration hold)
      throws FeedFailed, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    from.ifPresentOrElse(
        cursor -> {
          form.put("cursor", cursor);
          form.put("wait", Long.toString(hold.toSeconds()));
        },
        () -> {
          if (whole) {
            form.put("from", "oldest");
          }
        });
    form.putAll(client.formFields());
    Duration patience = slack.plus(from.isPresent() ? hold : Duration.ZERO);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(patience)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .header("Accept-Encoding", "identity")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
    client.authorization().ifPresent(basic -> request.header("Authorization", basic));
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request.build(),
            head -> new LimitedBody(MAX_BYTES, () -> new FeedFailed(FeedFailure.TOO_LARGE)));
    try {
      // the request's own timeout ends with the head; a body may drip for ever
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new FeedFailed(FeedFailure.TIMED_OUT);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static FeedFailed failure(@Nullable Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof FeedFailed failed) {
        return failed;
      }
      if (at instanceof HttpTimeoutException) {
        return new FeedFailed(FeedFailure.TIMED_OUT);
      }
      if (at instanceof SSLException) {
        return new FeedFailed(FeedFailure.TLS_FAILED);
      }
    }
    return new FeedFailed(FeedFailure.UNREACHABLE);
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
