package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.limit.ClientAddress;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.scope.AgentPath;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides connections to agents: whether one is opened, and whether it goes on. Thread-safe. */
final class ConnectionDecisions {
  private final GateSettings settings;
  private final CredentialFinder credentials;
  private final Authentication authentication;

  ConnectionDecisions(
      GateSettings settings, CredentialFinder credentials, Authentication authentication) {
    this.settings = settings;
    this.credentials = credentials;
    this.authentication = authentication;
  }

  AgentConnection open(ConnectRequest request) {
    return open(
        request,
        () ->
            credentials
                .findForSocket(request)
                .orElseThrow(() -> refused(Refusal.Code.MISSING_TOKEN)));
  }

  /** With the credential that came in the first message of a socket opened by that request. */
  AgentConnection open(SocketRequest request, String firstMessage) {
    return open(request, () -> FirstMessage.read(firstMessage));
  }

  private AgentConnection open(ConnectRequest request, Supplier<Credential> credential) {
    Trail trail = new Trail(settings.listener(), "CONNECT");
    try {
      ClientAddress from = settings.addressOf(request);
      Optional<AgentPath> named = settings.clients().agent(request);
      Caller caller = authentication.verifySocket(credential.get(), request, from);
      trail.verified(caller);
      AgentPath agent = named.orElseThrow(() -> refused(Refusal.Code.FORBIDDEN));
      settings.clients().require(request, caller);
      trail.toAgent();
      requireConnect(caller, agent);
      trail.admit();
      return new AgentConnection(caller, agent, Authentication.origin(request), from);
    } catch (RuntimeException e) {
      throw trail.refuse(RefusalTable.refusalFor(e), e);
    }
  }

  AgentConnection renew(AgentConnection earlier, Presentation presentation) {
    Trail trail = new Trail(settings.listener(), "RENEW");
    try {
      trail.toAgent();
      Caller caller = authentication.renew(earlier, presentation);
      trail.verified(caller);
      requireConnect(caller, earlier.agent());
      trail.admit();
      return earlier.with(caller);
    } catch (RuntimeException e) {
      throw trail.refuse(RefusalTable.refusalFor(e), e);
    }
  }

  /** Of a socket that brought no credential after all; told to the listener as any decision. */
  Refusal refuseAwaited() {
    Refused none = refused(Refusal.Code.MISSING_TOKEN);
    return new Trail(settings.listener(), "CONNECT").refuse(none.refusal(), none).refusal();
  }

  private void requireConnect(Caller caller, AgentPath agent) {
    new Access(caller, settings.hiddenUnless()).requireConnect(agent, settings.connectAction());
  }

  private static Refused refused(Refusal.Code code) {
    return new Refused(Refusal.of(code));
  }
}
