package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import java.time.Instant;

/** A live connection: its caller, the agent it leads to, its hard expiry. */
public final class AgentConnection {
  AgentConnection() {}

  public Caller caller() {
    throw new UnsupportedOperationException();
  }

  public AgentPath agent() {
    throw new UnsupportedOperationException();
  }

  public Instant expiresAt() {
    throw new UnsupportedOperationException();
  }
}
