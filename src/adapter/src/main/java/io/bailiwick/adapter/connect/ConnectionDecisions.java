package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.limit.ClientAddress;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.MalformedPath;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides connections to agents: whether one is opened, and whether it goes on. Thread-safe. */
final class ConnectionDecisions {
  private final GateSettings settings;
  private final CredentialFinder credentials;
  private final Attempts attempts;
  private final Authentication authentication;

  ConnectionDecisions(
      GateSettings settings,
      CredentialFinder credentials,
      Attempts attempts,
      Authentication authentication) {
    this.settings = settings;
    this.credentials = credentials;
    this.attempts = attempts;
    this.authentication = authentication;
  }

  AgentConnection open(ConnectRequest request) {
    return open(
        request,
        () ->
            credentials
                .findForSocket(request)
                .orElseThrow(() -> refused(Refusal.Code.MISSING_TOKEN)),
        false);
  }

  /** With the credential that came in the first message of a socket opened by that request. */
  AgentConnection open(SocketRequest request, String firstMessage) {
    return open(request, () -> FirstMessage.read(firstMessage), true);
  }

  /**
   * @param awaited whether a socket is open already for it, and so is kept from others
   */
  private AgentConnection open(
      ConnectRequest request, Supplier<Credential> credential, boolean awaited) {
    Trail trail = new Trail(settings.listener(), "CONNECT");
    ClientAddress from = settings.addressOf(request);
    try {
      Optional<AgentPath> named = settings.clients().agent(request);
      Caller caller = authentication.verifySocket(credential.get(), request, from);
      trail.verified(caller);
      attempts.count(Attempts.Kind.CONNECTION, caller, () -> from);
      AgentPath agent = named.orElseThrow(() -> refused(Refusal.Code.FORBIDDEN));
      settings.clients().require(request, caller);
      trail.toAgent();
      requireConnect(caller, agent);
      trail.admit();
      return new AgentConnection(caller, agent, Authentication.origin(request), from);
    } catch (RuntimeException e) {
      Refusal refusal = RefusalTable.refusalFor(e);
      throw trail.refuse(
          awaited && refusal.code() == Refusal.Code.MISSING_TOKEN
              ? attempts.failed(from, refusal)
              : attempts.refused(() -> from, e, refusal),
          e);
    }
  }

  AgentConnection renew(AgentConnection earlier, Presentation presentation) {
    Trail trail = new Trail(settings.listener(), "RENEW");
    try {
      trail.toAgent();
      Caller caller = authentication.renew(earlier, presentation);
      trail.verified(caller);
      attempts.count(Attempts.Kind.CONNECTION, caller, earlier::from);
      requireConnect(caller, earlier.agent());
      trail.admit();
      return earlier.with(caller);
    } catch (RuntimeException e) {
      throw trail.refuse(attempts.refused(earlier::from, e, RefusalTable.refusalFor(e)), e);
    }
  }

  /** Empty where nothing is awaited. */
  Optional<AwaitedCredential> await(ConnectRequest request) {
    try {
      if (settings.clients().agent(request).isEmpty()) {
        return Optional.empty();
      }
      return settings
          .places()
          .firstMessage()
          .filter(deadline -> credentials.findForSocket(request).isEmpty())
          .map(deadline -> new AwaitedCredential(this, SocketRequest.of(request), deadline));
    } catch (MalformedPath | Refused e) {
      return Optional.empty();
    }
  }

  /** Of a socket that brought no credential after all; told to the listener as any decision. */
  Refusal refuseAwaited(SocketRequest request) {
    Refused none = refused(Refusal.Code.MISSING_TOKEN);
    Refusal refusal = attempts.failed(settings.addressOf(request), none.refusal());
    return new Trail(settings.listener(), "CONNECT").refuse(refusal, none).refusal();
  }

  private void requireConnect(Caller caller, AgentPath agent) {
    new Access(caller, settings.hiddenUnless()).requireConnect(agent, settings.connectAction());
    attempts.countTo(Attempts.Kind.CONNECTION, caller, agent.name());
  }

  private static Refused refused(Refusal.Code code) {
    return new Refused(Refusal.of(code));
  }
}
