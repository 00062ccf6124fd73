package io.bailiwick.adapter.testing;

import io.bailiwick.adapter.connect.ConnectRequest;
import io.bailiwick.adapter.limit.ClientAddress;
import io.bailiwick.testkit.TestToken;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request, as a binding would hand it on. Immutable. */
public record Request(
    String method,
    String rawPath,
    Optional<String> rawQuery,
    List<Header> sent,
    Optional<InetAddress> remoteAddress)
    implements ConnectRequest {

  /** One header field. */
  public record Header(String name, String value) {}

  public Request(String method, String rawPath, Optional<String> rawQuery, List<Header> sent) {
    this(method, rawPath, rawQuery, sent, Optional.empty());
  }

  public static Request of(String method, String rawPath) {
    return new Request(method, rawPath, Optional.empty(), List.of(), Optional.empty());
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
    return new Request(method, rawPath, rawQuery, List.copyOf(more), remoteAddress);
  }

  public Request query(String query) {
    return new Request(method, rawPath, Optional.of(query), sent, remoteAddress);
  }

  /** From that address, in digits. */
  public Request from(String address) {
    return new Request(method, rawPath, rawQuery, sent, ClientAddress.literal(address));
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
