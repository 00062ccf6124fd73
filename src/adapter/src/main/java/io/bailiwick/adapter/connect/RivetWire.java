package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Clients of Rivet Actors. A socket is {@code /gateway/{name}/connect}, an action {@code
 * /gateway/{name}/action/{action}}; the instance's key is in the query, its elements joined by
 * commas, so that an element with a comma is read as two.
 */
final class RivetWire implements ClientWire {
  private static final String GATEWAY = "gateway";
  private static final Set<String> METHODS = Set.of("get", "getOrCreate");
  private static final String ENCODING = "rivet_encoding.";
  private static final String JSON = "json";

  /** RFC 6455, 7.4.1: what the server met kept it from going on. */
  private static final int FAILED = 1011;

  private final String tokenParam;

  RivetWire(String tokenParam) {
    if (tokenParam.isEmpty()) {
      throw new IllegalArgumentException("The token's member of connection parameters has a name");
    }
    this.tokenParam = tokenParam;
  }

  @Override
  public String label() {
    return "rivet";
  }

  @Override
  public List<String> loosened() {
    return List.of(
        "rivet: a socket that is refused is opened first, so that its client sees why and stops");
  }

  @Override
  public CredentialPlaces places(CredentialPlaces told) {
    CredentialNames names = told.names();
    CredentialPlaces.Builder places =
        told.toBuilder()
            .renamed(
                new CredentialNames(
                    names.apiKeyHeader(),
                    "x-rivet-conn-params",
                    "rivet_conn_params.",
                    // the engine's own token: nothing here takes it, and it is never echoed
                    "rivet_token.",
                    "rivet",
                    tokenParam,
                    names.ticketParameter(),
                    // the engine's own token again: in a URL it is refused, and redacted
                    "rvt-token"));
    return told.connectionParams() ? places.build() : places.connectionParams().build();
  }

  @Override
  public String pattern() {
    return "/gateway/{agents}/connect?rvt-key={key...}";
  }

  @Override
  public Optional<AgentPath> agent(ConnectRequest request) {
    List<String> path = AgentPath.segments(request.rawPath());
    boolean connect = path.size() == 3 && path.get(2).equals("connect");
    boolean action = path.size() == 4 && path.get(2).equals("action");
    if (!(connect || action) || !path.get(0).equals(GATEWAY)) {
      return Optional.empty();
    }
    QueryPairs query = QueryPairs.of(request);
    if (query.one("rvt-method").filter(METHODS::contains).isEmpty()) {
      // by the id of an actor, which none has here
      return Optional.empty();
    }
    List<String> key =
        query.one("rvt-key").map(joined -> List.of(joined.split(",", -1))).orElse(List.of());
    return Optional.of(new AgentPath(path.get(1), key));
  }

  /** What an application says on the socket is JSON: it is not told of anything else. */
  @Override
  public void require(ConnectRequest request, Caller caller) {
    if (!encoding(request).equals(JSON)) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
    }
  }

  @Override
  public CloseCodes closes() {
    CloseCodes closes = CloseCodes.standard();
    for (Refusal.Code code : Refusal.Code.values()) {
      closes = closes.with(code, FAILED);
    }
    return closes;
  }

  @Override
  public boolean opensToRefuse() {
    return true;
  }

  /**
   * A client that was not let in comes back after two kinds of reasons only, so what may be tried
   * again is told as one of these, and what it really is in the error's metadata. Once it was let
   * in it comes back after any.
   */
  @Override
  public Parting refused(Refusal how, ConnectRequest request, CloseCodes closes) {
    CloseCodes.Close close = closes.of(how);
    RivetError error = RivetError.of(how);
    CloseCodes.Close told =
        how.retryable() ? new CloseCodes.Close(close.code(), error.reason()) : close;
    return switch (encoding(request)) {
      case "cbor" -> Parting.sending(error.cbor(), told);
      case "bare" -> Parting.sending(error.bare(), told);
      default -> Parting.saying(error.json(), told);
    };
  }

  private static String encoding(ConnectRequest request) {
    return Subprotocols.offered(request).stream()
        .filter(entry -> entry.startsWith(ENCODING))
        .map(entry -> entry.substring(ENCODING.length()))
        .findFirst()
        .orElse(JSON);
  }
}
