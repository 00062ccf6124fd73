package io.bailiwick.adapter.connect;

import io.bailiwick.scope.AgentPath;
import java.util.List;
import java.util.Optional;

/** Clients of Agno AgentOS. */
enum AgnoWire implements ClientWire {
  INSTANCE;

  private static final AuthenticateMessages MESSAGES = new AgnoMessages();

  @Override
  public String label() {
    return "agno";
  }

  @Override
  public List<String> loosened() {
    return List.of(
        "agno: a socket is opened before anybody is known on it, and may try again, a few times"
            + " within ten seconds");
  }

  @Override
  public CredentialPlaces places(CredentialPlaces told) {
    return told.firstMessage().isPresent() ? told : told.toBuilder().firstMessage().build();
  }

  @Override
  public Optional<AgentPath> agent(ConnectRequest request) {
    return ClientWire.standardPath(request);
  }

  @Override
  public Parting ended(Refusal how, CloseCodes closes) {
    return Parting.saying(MESSAGES.refused(how), closes.of(how));
  }

  @Override
  public Optional<AuthenticateMessages> messages() {
    return Optional.of(MESSAGES);
  }

  @Override
  public ErrorFormat errorFormat() {
    return ErrorFormat.DETAIL;
  }
}
