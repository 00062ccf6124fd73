package io.bailiwick.adapter.connect;

import java.util.Map;

/**
 * A refusal as an HTTP response: status, headers ({@code Content-Type}, {@code Cache-Control},
 * {@code WWW-Authenticate}, {@code Retry-After} as they apply) and a JSON body, in UTF-8.
 */
public record Answer(int status, Map<String, String> headers, String body) {
  public Answer {
    headers = Map.copyOf(headers);
  }
}
