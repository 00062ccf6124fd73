package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Clients of Cloudflare's {@code agents} package. */
final class CloudflareWire implements ClientWire {
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9-]+(/[A-Za-z0-9-]+)*");

  /** A class name as the client writes it: {@code ChatRoom} is {@code chat-room}. */
  private static final Pattern KEBAB = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private static final String USER = "userId";
  private static final int UNAUTHORIZED = 4001;

  private final String prefix;
  private final List<String> segments;

  CloudflareWire(String prefix) {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException("A prefix is letters, digits and '-' between slashes");
    }
    this.prefix = prefix;
    this.segments = List.of(prefix.split("/", -1));
  }

  @Override
  public String label() {
    return "cloudflare";
  }

  @Override
  public List<String> loosened() {
    // what the token in the URL loosens, the places say themselves
    return List.of(
        "cloudflare: a socket that is refused is opened first, so that its client sees why and"
            + " stops");
  }

  @Override
  public CredentialPlaces places(CredentialPlaces told) {
    return told.toBuilder().acceptTokenInQuery().build();
  }

  @Override
  public String pattern() {
    return "/" + prefix + "/{agents}/{key}";
  }

  @Override
  public Optional<AgentPath> agent(ConnectRequest request) {
    List<String> path = AgentPath.segments(request.rawPath());
    int at = segments.size();
    return path.size() == at + 2
            && path.subList(0, at).equals(segments)
            && KEBAB.matcher(path.get(at)).matches()
        ? Optional.of(new AgentPath(path.get(at), path.subList(at + 1, at + 2)))
        : Optional.empty();
  }

  /** Who it says it is, is who the token says. */
  @Override
  public void require(ConnectRequest request, Caller caller) {
    if (!QueryPairs.of(request).all(USER).equals(List.of(caller.subject()))) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_TOKEN));
    }
  }

  @Override
  public CloseCodes closes() {
    CloseCodes closes = CloseCodes.standard();
    for (Refusal.Code code : Refusal.Code.values()) {
      if (code.status() == 401 && !Refusal.of(code).retryable()) {
        closes = closes.with(code, UNAUTHORIZED, "Unauthorized");
      }
    }
    return closes;
  }

  @Override
  public boolean opensToRefuse() {
    return true;
  }
}
