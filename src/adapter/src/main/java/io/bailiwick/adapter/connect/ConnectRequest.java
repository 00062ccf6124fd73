package io.bailiwick.adapter.connect;

import java.util.List;
import java.util.Optional;

/**
 * What the gate reads of a request, whatever framework it came through. Header names are
 * case-insensitive.
 */
public interface ConnectRequest {
  String method();

  /** The path as sent, still percent-encoded, relative to the agent service's own path. */
  String rawPath();

  /** The raw query string, without the question mark. */
  Optional<String> rawQuery();

  /** Every value of a header, in order; empty where there is none. */
  List<String> headers(String name);
}
