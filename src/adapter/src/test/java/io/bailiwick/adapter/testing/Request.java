package io.bailiwick.adapter.testing;

import io.bailiwick.adapter.connect.ConnectRequest;
import io.bailiwick.testkit.TestToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request, as a binding would hand it on. Immutable. */
public record Request(String method, String rawPath, Optional<String> rawQuery, List<Header> sent)
    implements ConnectRequest {

  /** One header field. */
  public record Header(String name, String value) {}

  public static Request of(String method, String rawPath) {
    return new Request(method, rawPath, Optional.empty(), List.of());
  }

  public static Request get(String rawPath) {
    return of("GET", rawPath);
  }

  public static Request post(String rawPath) {
    return of("POST", rawPath);
  }

  public Request header(String name, String value) {
    List<Header> more = new ArrayList<>(sent);
    more.add(new Header(name, value));
    return new Request(method, rawPath, rawQuery, List.copyOf(more));
  }

  public Request query(String query) {
    return new Request(method, rawPath, Optional.of(query), sent);
  }

  public Request bearer(TestToken token) {
    return header("Authorization", "Bearer " + token.sign());
  }

  @Override
  public List<String> headers(String name) {
    return sent.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }
}
