package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import java.util.List;
import java.util.Optional;

/**
 * How clients of one kind connect and are told: what is particular to them, each in a class of its
 * own. Implementations are immutable.
 */
interface ClientWire {
  /** By which it is told apart. */
  String label();

  /** What is loosened for them, beyond what {@link #places} does; one sentence each. */
  List<String> loosened();

  /** Where their credentials are, beside where the service looks anyway. */
  default CredentialPlaces places(CredentialPlaces told) {
    return told;
  }

  /** The paths of their sockets, for people. */
  default String pattern() {
    return "/agents/{agents}/{key...}";
  }

  /**
   * Which agent instance a socket leads to.
   *
   * @return empty where the path names none
   * @throws io.bailiwick.scope.MalformedPath where it can't be read safely
   */
  Optional<AgentPath> agent(ConnectRequest request);

  /**
   * Whatever else their sockets must say, once the caller is known.
   *
   * @throws Refused where it is not so
   */
  default void require(ConnectRequest request, Caller caller) {}

  default CloseCodes closes() {
    return CloseCodes.standard();
  }

  /** Whether one that is refused is opened first, since they don't see an HTTP status. */
  default boolean opensToRefuse() {
    return false;
  }

  /** How a socket ends that is refused at once after it was opened for that. */
  default Parting refused(Refusal how, ConnectRequest request, CloseCodes closes) {
    return ended(how, closes);
  }

  /** How a live one ends. */
  default Parting ended(Refusal how, CloseCodes closes) {
    return Parting.silent(closes.of(how));
  }

  /** What the two ends say of authenticating, where they do that in messages. */
  default Optional<AuthenticateMessages> messages() {
    return Optional.empty();
  }

  default ErrorFormat errorFormat() {
    return ErrorFormat.GROUP_CODE;
  }

  /** The clients that this service's own documents speak to. */
  enum Standard implements ClientWire {
    INSTANCE;

    @Override
    public String label() {
      return "standard";
    }

    @Override
    public Optional<AgentPath> agent(ConnectRequest request) {
      return standardPath(request);
    }

    @Override
    public List<String> loosened() {
      return List.of();
    }
  }

  /** {@code /agents/{name}/{key...}}. */
  static Optional<AgentPath> standardPath(ConnectRequest request) {
    List<String> segments = AgentPath.segments(request.rawPath());
    return segments.size() < 2 || !segments.get(0).equals(AgentPath.FAMILY)
        ? Optional.empty()
        : Optional.of(AgentPath.parse(request.rawPath()));
  }
}
