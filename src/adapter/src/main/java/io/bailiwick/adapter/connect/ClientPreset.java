package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import java.util.List;
import java.util.Optional;

/**
 * Which clients a service's sockets are for. {@link #standard()} are those that this project's
 * documents speak to. The others are clients of existing systems, which connect unchanged: where
 * they carry credentials, which paths they ask for, and how they are told that they may not. They
 * are matched in what such a client can see; what is behind it, verification, scopes, binding and
 * expiry, is as strict as for all. What a preset loosens, {@link #loosened()} says. Immutable and
 * thread-safe.
 */
public final class ClientPreset {
  private final ClientWire wire;
  private final CloseCodes closes;

  private ClientPreset(ClientWire wire, CloseCodes closes) {
    this.wire = wire;
    this.closes = closes;
  }

  private static ClientPreset of(ClientWire wire) {
    return new ClientPreset(wire, wire.closes());
  }

  /** {@code /agents/{name}/{key...}}, refused before the upgrade, closed by the standard table. */
  public static ClientPreset standard() {
    return of(ClientWire.Standard.INSTANCE);
  }

  /**
   * Clients of Cloudflare's {@code agents} package, as observed with 0.32: {@code
   * /agents/{class}/{instance}?token=...&userId=...}, the class in kebab case. The user id is
   * required and must be the token's {@code sub}. They try again for ever where a handshake fails,
   * so what is refused is opened first and then closed, with 4001 "Unauthorized" where there is no
   * usable token; what may be tried again has a code that they come back after.
   */
  public static ClientPreset cloudflare() {
    return cloudflare(AgentPath.FAMILY);
  }

  /**
   * The same under another prefix than {@code agents}.
   *
   * @throws IllegalArgumentException where the prefix is not letters, digits and {@code -}, in
   *     segments parted by slashes
   */
  public static ClientPreset cloudflare(String prefix) {
    return of(new CloudflareWire(prefix));
  }

  /**
   * Clients of Agno AgentOS: the first message is {@code {"action":"authenticate","token":...}},
   * within ten seconds, answered by {@code authenticated} or {@code auth_error}; anything else
   * before it by {@code auth_required}. The same message later brings a newer token of the same
   * person.
   */
  public static ClientPreset agno() {
    return of(AgnoWire.INSTANCE);
  }

  /**
   * Clients of Rivet Actors, as observed with {@code rivetkit} 2.3: {@code
   * /gateway/{name}/connect?rvt-key=...}, connection parameters in {@code x-rivet-conn-params} or
   * the subprotocol entry {@code rivet_conn_params.}, with the token in the member {@code token}.
   * What is refused is opened first, told in an error frame of the client's encoding, and closed
   * with 1011. Where it is let in the client must speak JSON, since the application does.
   */
  public static ClientPreset rivet() {
    return rivet("token");
  }

  /**
   * The same with the token in another member of the connection parameters, such as {@code
   * authToken}.
   */
  public static ClientPreset rivet(String tokenParam) {
    return of(new RivetWire(tokenParam));
  }

  /** With another close code for that refusal; see {@link CloseCodes#with}. */
  public ClientPreset withClose(Refusal.Code refusal, int closeCode) {
    return new ClientPreset(wire, closes.with(refusal, closeCode));
  }

  /** With another close code and reason for that refusal; see {@link CloseCodes#with}. */
  public ClientPreset withClose(Refusal.Code refusal, int closeCode, String reason) {
    return new ClientPreset(wire, closes.with(refusal, closeCode, reason));
  }

  /** {@code standard}, {@code cloudflare}, {@code agno} or {@code rivet}. */
  public String name() {
    return wire.label();
  }

  /** Every setting that it loosens, one sentence each; for the start. */
  public List<String> loosened() {
    return wire.loosened();
  }

  /**
   * Whether a socket that is refused is opened first, and then ended as {@link #refused} says: a
   * client that can't see an HTTP status would go on trying.
   */
  public boolean opensToRefuse() {
    return wire.opensToRefuse();
  }

  /** How a socket ends that was opened only to be refused. */
  public Parting refused(Refusal how, ConnectRequest request) {
    return wire.refused(how, request, closes);
  }

  /** How a live socket ends. */
  public Parting ended(Refusal how) {
    return wire.ended(how, closes);
  }

  /** What is said of authenticating on the socket itself; empty where nothing is. */
  public Optional<AuthenticateMessages> messages() {
    return wire.messages();
  }

  /**
   * Which agent instance a request of theirs leads to, be it for a socket or not.
   *
   * @return empty where it names none
   * @throws io.bailiwick.scope.MalformedPath where it can't be read safely
   */
  public Optional<AgentPath> agent(ConnectRequest request) {
    return wire.agent(request);
  }

  CredentialPlaces places(CredentialPlaces told) {
    return wire.places(told);
  }

  String pattern() {
    return wire.pattern();
  }

  void require(ConnectRequest request, Caller caller) {
    wire.require(request, caller);
  }

  ErrorFormat errorFormat() {
    return wire.errorFormat();
  }

  @Override
  public String toString() {
    return "ClientPreset[" + name() + "]";
  }
}
